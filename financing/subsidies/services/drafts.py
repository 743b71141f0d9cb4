"""How a draft is locked and marked as changed, so that two people who write at once never overwrite each other
unseen.
"""

import datetime as dt

from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.web import clock
from coophub.web.clashes import ClashError
from coophub.web.errors import DomainError
from coophub.web.formats import moment
from financing.subsidies.applications.sections import TITLES
from financing.subsidies.models import Application
from financing.subsidies.services.signing import lapse_if_changed


def locked_draft(application: Application, section: str = "", revision: int | None = None) -> Application:
    """The application's row under lock.

    `revision` is the one that the page showed: a part that somebody changed after it is refused, other parts are not in
    the way. Raises DomainError when it is no draft, and ClashError with who changed the part and when.
    """
    found = (
        Application.objects.select_for_update(of=("self",))
        .select_related("initiative", "scheme_version", "changed_by", "plan")
        .get(pk=application.pk)
    )
    if not found.is_draft:
        raise DomainError(_("This application was submitted and can no longer be changed."))
    if revision is not None and (clash := clash_in(found, section, revision)):
        raise clash
    return found


def clash_in(application: Application, section: str, revision: int) -> ClashError | None:
    """Who changed the part after the revision that a page showed, and when; None when nobody did."""
    change = application.section_changes.get(section)
    if change is None or change["revision"] <= revision:
        return None
    return ClashError(
        _("%(name)s changed “%(part)s” at %(time)s, while you were typing.")
        % {
            "name": User.objects.filter(pk=change["by"]).first() or _("Somebody"),
            "part": TITLES[section],
            "time": moment(dt.datetime.fromisoformat(change["at"])),
        },
        revision=application.revision,
    )


def touch(application: Application, section: str, user: User) -> None:
    """Saves a change to a part. A second signature lapses when what it was for is different now."""
    application.revision += 1
    application.changed_by = user
    application.section_changes[section] = {
        "revision": application.revision,
        "by": user.pk,
        "at": clock.now().isoformat(),
    }
    application.save()
    lapse_if_changed(application)
