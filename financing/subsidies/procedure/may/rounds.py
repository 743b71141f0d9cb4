"""Who may record how a ceiling is divided, and adopt it."""

import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.web.formats import day
from coophub.web.refusals import OUT_OF_ORDER, Refusal, by_person, by_state, by_time
from financing.subsidies.models import AllocationRun, LotSeed, SchemeVersion
from financing.subsidies.procedure.may.interest import why_not_with_any
from financing.subsidies.procedure.signing import recorders_of

ALLOCATION = SchemeVersion.Allocation


def why_not_touch_lots(version: SchemeVersion, hidden: Collection[int]) -> Refusal | None:
    """Announce or enter a seed: not whoever has an interest in an application (`hidden`) on which its lots decide."""
    submitted = version.applications.exclude(submitted_at=None).filter(pk__in=hidden)
    return why_not_with_any(submitted.values_list("pk", flat=True), hidden)


def why_not_record(
    version: SchemeVersion, waiting: int, unscored: int, interests: Collection[int], now: dt.datetime
) -> Refusal | None:
    """Divide what is free over so many applications that wait, and keep the outcome: not whoever has `interests` in
    some of them.
    """
    if not waiting:
        return by_state(_("There is nothing to divide: no application waits for a decision."))
    if version.allocation != ALLOCATION.RECEIPT and now <= version.closes_at:
        return by_time(_("The window is still open. Divide the money when it has closed."))
    if version.allocation == ALLOCATION.RANKING and unscored:
        return by_state(_("Not every application has been scored yet."))
    return why_not_with_any(interests, interests)


def why_not_announce(version: SchemeVersion) -> Refusal | None:
    """Say who draws the seed of the lots, and when: as long as it is not drawn."""
    if LotSeed.objects.filter(version=version).exists():
        return by_state(_("The seed of this scheme was drawn already. It is drawn once, so that nobody can choose."))
    return None


def why_not_draw_on(draws_on: dt.date, today: dt.date) -> Refusal | None:
    """Announce a draw on this day."""
    if draws_on > today:
        return None
    return by_time(_("Announce it before the day of the draw, so that nobody can choose a seed."))


def why_not_enter_seed(version: SchemeVersion, today: dt.date) -> Refusal | None:
    """Enter the seed that was drawn as announced, from its day on."""
    announced = version.lot_announcements.last()
    if announced is None:
        return why_not_announce(version) or by_state(_("Announce first who draws the seed, and on which day."))
    if announced.draws_on > today:
        return by_time(_("The seed is drawn on %(day)s. Enter it then.") % {"day": day(announced.draws_on)})
    return why_not_announce(version)


def why_not_draw(version: SchemeVersion) -> Refusal | None:
    """Let CoopHub draw the seed: not when somebody outside does."""
    announced = version.lot_announcements.last()
    if announced is None or LotSeed.objects.filter(version=version).exists():
        return None
    return by_time(
        _("%(name)s draws the seed of the lots on %(day)s. Enter that seed first.")
        % {"name": announced.witness, "day": day(announced.draws_on)}
    )


def why_not_adopt(run: AllocationRun, interests: Collection[int], user: User) -> Refusal | None:
    """Adopt an outcome: not whoever recorded it, or another one for the same round, nor has `interests` in some of its
    applications.
    """
    if run.adopted_at is not None:
        return OUT_OF_ORDER
    if run.recorded_by_id == user.pk or user.pk in recorders_of(run):
        return by_person(_("You recorded this outcome yourself, or one before it. Somebody else adopts it."))
    return why_not_with_any(interests, interests)
