"""Who may record how a ceiling is divided, and adopt it."""

import datetime as dt

from django.utils.translation import gettext as _

from coophub.accounts.models import User
from financing.subsidies.models import AllocationRun, SchemeVersion
from financing.subsidies.procedure.may.refusal import OUT_OF_ORDER, Refusal, by_person, by_state, by_time

ALLOCATION = SchemeVersion.Allocation


def why_not_record(version: SchemeVersion, waiting: int, unscored: int, now: dt.datetime) -> Refusal | None:
    """Divide what is free over so many applications that wait, and keep the outcome."""
    if not waiting:
        return by_state(_("There is nothing to divide: no application waits for a decision."))
    if version.allocation != ALLOCATION.RECEIPT and now <= version.closes_at:
        return by_time(_("The window is still open. Divide the money when it has closed."))
    if version.allocation == ALLOCATION.RANKING and unscored:
        return by_state(_("Not every application has been scored yet."))
    return None


def why_not_adopt(run: AllocationRun, user: User) -> Refusal | None:
    """Adopt an outcome: not whoever recorded it."""
    if run.adopted_at is not None:
        return OUT_OF_ORDER
    if run.recorded_by_id == user.pk:
        return by_person(_("You recorded this outcome yourself. Somebody else adopts it."))
    return None
