"""The ways in to a programme and to a pilot."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.accounts.rules import Person
from coophub.web.access import get_visible, seen_by
from coophub.web.written_once import written_once
from initiatives.access import FOR_EDITORS, visible_initiative
from pilots.models import Call, EvaluationReport, GuideVersion, Intake, Lesson, ModelVersion, Pilot, Programme
from pilots.selectors.evaluation_reports import reports
from pilots.selectors.may_apply import why_not_read
from pilots.selectors.may_report import ONLY_WRITERS

ONLY_OWN_ADVISOR = _("Only the advisor of this pilot can do this.")
ONLY_LEAD_HANDS_OVER = _("Only the lead advisor of this pilot hands it over.")
ONLY_ADVISORS = _("Only an advisor does this.")
ONLY_ADMINISTRATORS_SELECT = _("Only an administrator takes initiatives into a programme.")


def visible_pilot(
    user: Person,
    pk: int,
    *,
    do: str | None = None,
    why: str | Promise = ONLY_OWN_ADVISOR,
    pilots: QuerySet[Pilot] | None = None,
) -> Pilot:
    """The pilot for who may see it. `do` names what else must be allowed; `pilots` are those of a selector.

    Raises Http404 for strangers, PermissionDenied with `why` for who may look but not do this.
    """
    found = next(iter(_pilots_at(pk)), None) if pilots is None else pilots.filter(pk=pk).first()
    return seen_by(user, found, see="pilots.view_pilot", do=do, why=why)


@written_once
def _pilots_at(pk: int) -> QuerySet[Pilot]:
    return Pilot.objects.select_related("initiative", "programme").filter(pk=pk)


def pilot_to_record(user: Person, pk: int, *, is_sent: bool) -> Pilot:
    """The pilot of which a session is recorded. A form that `is_sent` by who coached it until lately is let in: the
    service says why it cannot be recorded any more, and what was typed is still there.

    Raises what `visible_pilot` raises.
    """
    pilot = Pilot.objects.select_related("initiative", "programme").filter(pk=pk).first() if is_sent else None
    if pilot is not None and user.has_perm("pilots.send_session", pilot):
        return pilot
    return visible_pilot(user, pk, do="pilots.coach_pilot")


def visible_thread(user: Person, pk: int, *, do: str | None = None, is_sent: bool = False) -> Pilot:
    """The pilot whose thread somebody reads; `do` names what else must be allowed. A message that `is_sent` by who was
    in it until lately is let in: the service says why it is not kept, and what was typed is still there.

    Raises Http404 for everybody else, PermissionDenied for a reader of the group who may not do this.
    """
    found = Pilot.objects.select_related("initiative__municipality", "programme")
    see = "pilots.send_message" if is_sent else "pilots.view_thread"
    return get_visible(user, found, see=see, do=do, why=FOR_EDITORS, pk=pk)


def visible_call(user: Person, slug: str, *, do: str | None = None, why: str | Promise = ONLY_ADVISORS) -> Call:
    """The call of the programme at this address, for who may see calls. Raises Http404 or PermissionDenied."""
    calls = Call.objects.select_related("programme")
    return get_visible(user, calls, see="pilots.view_call", do=do, why=why, programme__slug=slug)


def visible_applicant(user: Person, slug: str, pk: int) -> Intake:
    """An application that was submitted, for who may see calls and is not tied to the group.

    Raises Http404, and PermissionDenied for who is tied to it.
    """
    submitted = Intake.objects.select_related("call__programme", "initiative", "submitted")
    found = get_visible(
        user,
        submitted.filter(submitted_at__isnull=False),
        see="pilots.view_call",
        pk=pk,
        call__programme__slug=slug,
    )
    if isinstance(user, User) and (refusal := why_not_read(found, user)):
        raise PermissionDenied(str(refusal.sentence))
    return found


def visible_intake(user: Person, slug: str, pk: int, *, do: str | None = None) -> Intake:
    """The application of a group, for who may see the group's pages. Raises Http404 or PermissionDenied."""
    initiative = visible_initiative(user, slug, do=do)
    intakes = Intake.objects.select_related("call__programme", "initiative__municipality", "submitted")
    return get_object_or_404(intakes, pk=pk, initiative=initiative)


def visible_programme(
    user: Person, slug: str, *, do: str | None = None, why: str | Promise = ONLY_ADMINISTRATORS_SELECT
) -> Programme:
    """The programme for who may see programmes. Raises Http404 or PermissionDenied."""
    return get_visible(user, Programme.objects.all(), see="pilots.view_programmes", do=do, why=why, slug=slug)


def visible_lesson(user: Person, pk: int, *, do: str | None = None) -> Lesson:
    """The lesson for who may read it: everybody once it is published. Raises Http404 or PermissionDenied."""
    found = Lesson.objects.select_related("bottleneck__pilot__initiative", "author", "approved_by")
    return get_visible(user, found, see="pilots.view_lesson", do=do, pk=pk)


def visible_model_version(user: Person, pk: int, number: int, *, do: str | None = None) -> ModelVersion:
    """The version of a model document for who may read it: everybody once it is published, until it is withdrawn.

    Raises Http404 or PermissionDenied.
    """
    found = ModelVersion.objects.select_related("model", "author", "approved_by")
    return get_visible(user, found, see="pilots.view_documents", do=do, model_id=pk, number=number)


def visible_guide_version(user: Person, slug: str, number: int, *, do: str | None = None) -> GuideVersion:
    """The version of a guide for who may read it: everybody once it is published.

    Raises Http404 or PermissionDenied.
    """
    found = GuideVersion.objects.select_related("author", "approved_by")
    return get_visible(user, found, see="pilots.view_guide", do=do, slug=slug, number=number)


def visible_report(user: Person, pk: int, *, do: str | None = None) -> EvaluationReport:
    """The evaluation report for who may read it: its writers, and once it is final everybody who sees the figures of
    cohorts. Raises Http404 or PermissionDenied.
    """
    return get_visible(user, reports(), see="pilots.view_report", do=do, why=ONLY_WRITERS, pk=pk)
