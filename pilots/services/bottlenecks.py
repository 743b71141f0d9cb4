"""What holds a group up."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from coophub.web.texts import clean_line
from pilots.may import why_not_coach, why_not_resolve
from pilots.models import Bottleneck, CoachingSession, KnownMeasure, MeasureTried, Pilot
from pilots.selectors.bottlenecks import phase_on


@dataclass(frozen=True)
class BottleneckInput:
    """What holds the group up. `kind` is one of the category, or empty."""

    category: str
    severity: int
    description: str
    kind: str = ""
    parties: Sequence[str] = ()
    money_at_stake: Decimal | None = None
    months_at_stake: int | None = None


@transaction.atomic
def open_bottleneck(
    *,
    pilot: Pilot,
    bottleneck: BottleneckInput,
    user: User,
    session: CoachingSession | None = None,
    opened_on: dt.date | None = None,
) -> Bottleneck:
    """Notes what holds a pilot up: since the session that brought it to light, since the day given, or since today.
    The same words of the same kind, noted twice while it is open, are one bottleneck.

    Raises DomainError for who does not coach the pilot, and for a day in the future.
    """
    pilot = Pilot.objects.select_for_update(of=("self",)).select_related("initiative").get(pk=pilot.pk)
    refuse(why_not_coach(pilot, user))
    since = session.held_on if session else opened_on or clock.today()
    _not_in_the_future(since, field="opened_on")
    same = {"category": bottleneck.category, "kind": bottleneck.kind, "description": bottleneck.description}
    noted_before = pilot.bottlenecks.filter(**same, resolved_on=None).first()
    if noted_before is not None:
        return noted_before
    opened = Bottleneck.objects.create(
        pilot=pilot,
        session=session,
        opened_on=since,
        phase=phase_on(pilot.initiative, since),
        **_columns(bottleneck),
    )
    record(
        actor=user,
        action="pilots.open_bottleneck",
        target=opened,
        after={"category": bottleneck.category, "kind": bottleneck.kind, "severity": bottleneck.severity},
    )
    return opened


@transaction.atomic
def change_bottleneck(
    *, bottleneck: Bottleneck, changed: BottleneckInput, opened_on: dt.date, user: User
) -> Bottleneck:
    """Writes down what is known better now. The phase follows the day since when it is there.

    Raises DomainError for who does not coach the pilot, for one that is solved, for a day in the future, and for a day
    after a measure was tried.
    """
    bottleneck = _locked(bottleneck)
    refuse(why_not_resolve(bottleneck, user))
    _not_in_the_future(opened_on, field="opened_on")
    first = bottleneck.measures_tried.first()
    if first is not None and first.on < opened_on:
        raise DomainError(_("Something was tried before this day already."), field="opened_on")
    columns = {
        **_columns(changed),
        "opened_on": opened_on,
        "phase": phase_on(bottleneck.pilot.initiative, opened_on),
    }
    before = {name: getattr(bottleneck, name) for name in columns if getattr(bottleneck, name) != columns[name]}
    if not before:
        return bottleneck
    for name in before:
        setattr(bottleneck, name, columns[name])
    bottleneck.save(update_fields=list(before))
    record(
        actor=user,
        action="pilots.change_bottleneck",
        target=bottleneck,
        before=before,
        after={name: columns[name] for name in before},
    )
    return bottleneck


@transaction.atomic
def try_measure(*, bottleneck: Bottleneck, name: str, outcome: str, on: dt.date, user: User) -> MeasureTried:
    """Writes down what was tried, and how it went. A measure that is not in the list comes in; one that was written
    down for this day already gets this outcome.

    Raises DomainError for who does not coach the pilot, for a bottleneck that is solved, and for a day in the future or
    before the bottleneck was there.
    """
    bottleneck = _locked(bottleneck)
    refuse(why_not_resolve(bottleneck, user))
    _not_in_the_future(on, field="on")
    if on < bottleneck.opened_on:
        raise DomainError(_("The bottleneck was not there yet on this day."), field="on")
    name = clean_line(name)
    known, _is_new = KnownMeasure.objects.get_or_create(name__iexact=name, defaults={"name": name})
    measure = known.spelling_of or known
    tried, is_new = bottleneck.measures_tried.get_or_create(measure=measure, on=on, defaults={"outcome": outcome})
    if not is_new and tried.outcome == outcome:
        return tried
    before = None if is_new else {"outcome": tried.outcome}
    tried.outcome = outcome
    tried.save(update_fields=["outcome"])
    record(
        actor=user,
        action="pilots.try_measure",
        target=bottleneck,
        before=before,
        after={"measure": measure.name, "outcome": outcome, "on": on},
    )
    return tried


@transaction.atomic
def resolve_bottleneck(*, bottleneck: Bottleneck, resolution: str, user: User) -> Bottleneck:
    """Closes a bottleneck with what helped: others learn from it. Closing it twice changes nothing.

    Raises DomainError for who does not coach the pilot, and when it is not said what helped.
    """
    bottleneck = _locked(bottleneck)
    if bottleneck.resolved_on:
        return bottleneck
    refuse(why_not_resolve(bottleneck, user))
    if not resolution.strip():
        raise DomainError(_("Write in a sentence what helped. Other groups learn from it."), field="resolution")
    bottleneck.resolved_on = clock.today()
    bottleneck.resolution = resolution.strip()
    bottleneck.save(update_fields=["resolved_on", "resolution"])
    record(
        actor=user,
        action="pilots.resolve_bottleneck",
        target=bottleneck,
        before={"resolved_on": None},
        after={"resolved_on": bottleneck.resolved_on, "resolution": bottleneck.resolution},
    )
    return bottleneck


def _locked(bottleneck: Bottleneck) -> Bottleneck:
    found = Bottleneck.objects.select_for_update(of=("self",)).select_related("pilot__initiative")
    return found.get(pk=bottleneck.pk)


def _columns(bottleneck: BottleneckInput) -> dict[str, object]:
    return {**asdict(bottleneck), "parties": list(bottleneck.parties)}


def _not_in_the_future(day: dt.date, *, field: str) -> None:
    if day > clock.today():
        raise DomainError(_("This day is still to come."), field=field)
