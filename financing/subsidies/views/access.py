"""The ways in to an application and to a scheme: for the group, for who works with the dossier, for who keeps the
schemes.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.accounts.rules import Person, is_ministry
from coophub.web.access import get_visible, seen_by
from coophub.web.errors import DomainError
from financing.subsidies.models import Application, SchemeVersion
from financing.subsidies.procedure.interest import numbers_with_interest
from financing.subsidies.procedure.may.interest import why_not_with_interest
from financing.subsidies.selectors import schemes
from financing.subsidies.selectors.applications import dossier_in_short, visible_applications
from financing.subsidies.selectors.dossiers import BESIDE_IT, dossier_row, read_everything
from financing.subsidies.selectors.queue import case_in_short

FOR_EDITORS = _("Only owners and editors of this initiative can change an application. Ask one of them.")
FOR_THE_MINISTRY = (
    "assessments__reviewer",
    "review_assignments__reviewer",
    "interest_declarations",
    "archive_statements",
    "notes__author",
)
MANAGE_SCHEMES = "subsidies.manage_schemes"


def visible_application(
    user: Person,
    slug: str,
    pk: int,
    *,
    do: str | None = None,
    why: str | Promise = FOR_EDITORS,
    everything: bool = False,
) -> Application:
    """An application of one's own group. `do` names what else must be allowed.

    `everything` is for pages that show the time line: what was asked, answered and decided comes along.
    Raises Http404 for strangers, PermissionDenied with `why` for who may look but not do this.
    """
    found = visible_applications().select_related(*BESIDE_IT) if everything else visible_applications()
    seen = get_visible(user, found, see="subsidies.view_application", do=do, why=why, pk=pk, initiative__slug=slug)
    if everything:
        read_everything(seen)
    return seen


def visible_draft(user: Person, slug: str, pk: int) -> Application:
    """An application that this person may change now. Raises Http404 once it was submitted."""
    application = visible_application(user, slug, pk, do="subsidies.change_application")
    if not application.is_draft:
        raise Http404
    return application


def visible_dossier(user: Person, pk: int, *, do: str | None = None, everything: bool = False) -> Application:
    """The application for who may see its dossier. `do` names what else must be allowed.

    Raises Http404 for everybody else, PermissionDenied for who may look but not do this, and for who works at the
    ministry but has an interest: that person learns that the application exists, and why somebody else handles it.
    DomainError for rows that were made without a submission.
    """
    _refuse_interest(user, pk)
    found = dossier_row(pk, *FOR_THE_MINISTRY) if everything else dossier_in_short(pk)
    seen = _as_submitted(seen_by(user, found, see="subsidies.view_dossier", do=do))
    if everything:
        read_everything(seen, *FOR_THE_MINISTRY)
    return seen


def visible_case(user: Person, pk: int) -> Application:
    """What programs read of the same application, for the same people: raises what `visible_dossier` does."""
    _refuse_interest(user, pk)
    return _as_submitted(seen_by(user, case_in_short(pk), see="subsidies.view_dossier"))


def recorded_case(pk: int) -> Application:
    """The same for the record system of the ministry, which is no person and has no interest.

    Raises Http404 for what was never submitted.
    """
    found = case_in_short(pk)
    if found is None or not hasattr(found, "submission"):
        raise Http404
    return found


def _as_submitted(seen: Application) -> Application:
    if not hasattr(seen, "submission"):
        raise DomainError(_("What was submitted with this application is not there, so there is no dossier to show."))
    return seen


def _refuse_interest(user: Person, pk: int) -> None:
    if not isinstance(user, User) or not is_ministry(user) or pk not in numbers_with_interest(user):
        return
    application = Application.objects.filter(pk=pk, submitted_at__isnull=False).first()
    if application is not None and (refused := why_not_with_interest(application, user)):
        raise PermissionDenied(str(refused.sentence))


def visible_version(user: Person, pk: int, *, do: str | None = None) -> SchemeVersion:
    """A version of a scheme, published or not, for who works with schemes. Raises Http404 or PermissionDenied."""
    return get_visible(user, schemes.all_versions(), see="subsidies.view_schemes", do=do, pk=pk)


def visible_version_draft(user: Person, pk: int) -> SchemeVersion:
    """A version that this person may change now. Raises Http404 once it was published."""
    version = visible_version(user, pk, do=MANAGE_SCHEMES)
    if version.published_at is not None:
        raise Http404
    return version


def read_of(request: HttpRequest) -> str:
    """The seal of what the page showed to who signs; empty when it told none, which is the seal of nothing."""
    return request.POST.get("seal", "")
