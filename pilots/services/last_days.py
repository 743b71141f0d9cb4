"""Another last day for a round of questions, or its end right now: with a reason, and told to whom it matters."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from pilots.may import why_not_close_early, why_not_move_round
from pilots.models import EvaluationRound, MovedLastDay
from pilots.services.evaluation import close_round, locked_round, tell_asked, who_hears


@transaction.atomic
def move_last_day(*, round_: EvaluationRound, closes_on: dt.date, reason: str, user: User) -> EvaluationRound:
    """Gives a round another last day. Who was asked hears of it, with names who did not answer yet; that is a
    reminder too.

    Raises DomainError once the round is closed, for a day that passed or is before the first one, and for the day that
    it has already.
    """
    found = locked_round(round_)
    refuse(why_not_move_round(found, user))
    if closes_on < max(clock.today(), found.opens_on):
        raise DomainError(_("Choose today or a later day, and not one before the first day."), field="closes_on")
    if closes_on == found.closes_on:
        raise DomainError(_("This is the last day already."), field="closes_on")
    _keep(found, closes_on, reason, user)
    if found.opened_at:
        # Who hears of the new day is not reminded of it in the same hour.
        found.reminded_on = clock.today()
        found.save(update_fields=["reminded_on"])
        tell_asked(who_hears(found), "pilots_evaluation_moved", found)
    return found


@transaction.atomic
def close_early(*, round_: EvaluationRound, reason: str, user: User) -> EvaluationRound:
    """Closes a round now. Who did not answer hears of it; without names everybody who was asked does, for then nothing
    may be left that says who answered.

    Raises DomainError once it is closed, and before anybody was asked.
    """
    found = locked_round(round_)
    refuse(why_not_close_early(found, user))
    _keep(found, clock.today(), reason, user, is_closing=True)
    tell_asked(who_hears(found), "pilots_evaluation_closed", found)
    close_round(found)
    found.refresh_from_db()
    return found


def _keep(found: EvaluationRound, closes_on: dt.date, reason: str, user: User, *, is_closing: bool = False) -> None:
    before, found.closes_on = found.closes_on, closes_on
    found.save(update_fields=["closes_on"])
    MovedLastDay.objects.create(
        round=found, moved_by=user, before=before, after=closes_on, is_closing=is_closing, reason=reason
    )
    last_day, said = {"closes_on": before}, {"closes_on": closes_on, "reason": reason}
    if is_closing:
        record(actor=user, action="pilots.close_round", target=found, before=last_day, after=said)
    else:
        record(actor=user, action="pilots.move_round", target=found, before=last_day, after=said)
