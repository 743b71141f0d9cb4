"""Things with a planned and a real day on one line of time, with today: what a drawing needs to know.

Places are percentages from the first day to the last, written as SVG reads them in every language.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta
from django.utils.text import Truncator

from coophub.web import clock
from coophub.web.formats import month
from coophub.web.timeline import DONE, LATE, NEXT

STEPS_IN_MONTHS = (1, 3, 6, 12, 24, 60, 120, 600)
MOST_TICKS = 8
LONGEST_NAME = 60
LEAST_DAYS = 90
"""A line of time is never shorter: a week would be a year wide."""


@dataclass(frozen=True)
class Planned:
    """Something with a planned day, a real one, or both. Who may drag it sends its new day to the address `moves_to`,
    with the `marks` of what was shown (`coophub.web.clashes`). It `waits_for` others by their `key`.
    """

    label: str
    planned_on: dt.date | None
    done_on: dt.date | None
    moves_to: str = ""
    marks: str = ""
    key: str = ""
    waits_for: tuple[str, ...] = ()

    @property
    def real_on(self) -> dt.date | None:
        """When it was done, or else is planned."""
        return self.done_on or self.planned_on


@dataclass(frozen=True)
class Span:
    """A time that has a name, such as a phase: from a day until the next begins."""

    label: str
    begins_on: dt.date


@dataclass(frozen=True)
class Tick:
    label: str
    at: str


@dataclass(frozen=True)
class HorizonSpan:
    label: str
    at: str
    width: str


@dataclass(frozen=True)
class HorizonRow:
    """A row of the drawing. A bar of `width` from `begins` on is what came later or earlier than planned; the name
    stands at `name_at`, and runs to the side where there is room (`anchor`).
    """

    label: str
    state: str
    planned: str
    done: str
    begins: str
    width: str
    name_at: str
    anchor: str
    y: int
    moves_to: str
    marks: str


@dataclass(frozen=True)
class HorizonWait:
    """A line from something (`at` in its row at `y`) to what waits for it. What comes before it `is_early`."""

    at: str
    y: int
    until: str
    until_y: int
    is_early: bool


@dataclass(frozen=True)
class Horizon:
    rows: list[HorizonRow]
    waits: list[HorizonWait]
    spans: list[HorizonSpan]
    ticks: list[Tick]
    today: str
    height: int
    first: dt.date
    last: dt.date

    @property
    def can_move(self) -> bool:
        """Whether anything on it can be dragged."""
        return any(row.moves_to for row in self.rows)


ROW_HEIGHT, ABOVE_ROWS, DOT_IN_ROW = 30, 58, 20


def horizon_of(things: Iterable[Planned], spans: Sequence[Span] = ()) -> Horizon | None:
    """The drawing of what has a day, in the order of those days. None where nothing has one."""
    shown = sorted((thing for thing in things if _days(thing)), key=lambda thing: (min(_days(thing)), thing.label))
    if not shown:
        return None
    scale = _scale([*(on for thing in shown for on in _days(thing)), *(span.begins_on for span in spans)])
    return Horizon(
        rows=[_row(scale, thing, number) for number, thing in enumerate(shown)],
        waits=list(_waits(scale, shown)),
        spans=_spans(scale, spans),
        ticks=_ticks(scale),
        today=scale.at(clock.today()),
        height=ABOVE_ROWS + ROW_HEIGHT * len(shown),
        first=scale.first,
        last=scale.last,
    )


@dataclass(frozen=True)
class _Scale:
    first: dt.date
    last: dt.date

    def at(self, on: dt.date) -> str:
        return _percent((on - self.first).days / (self.last - self.first).days)

    def between(self, first: dt.date, last: dt.date) -> str:
        return _percent((last - first).days / (self.last - self.first).days)


def _percent(fraction: float) -> str:
    return f"{100 * min(1.0, max(0.0, fraction)):.2f}%"


def _days(thing: Planned) -> list[dt.date]:
    return [on for on in (thing.planned_on, thing.done_on) if on is not None]


def _scale(days: Sequence[dt.date]) -> _Scale:
    """From a little before the first day to a little after the last, today included."""
    first, last = min(*days, clock.today()), max(*days, clock.today())
    around = dt.timedelta(days=max(14, (last - first).days // 20, (LEAST_DAYS - (last - first).days) // 2))
    return _Scale(max(first - around, dt.date.min), min(last + around, dt.date.max))


def _row(scale: _Scale, thing: Planned, number: int) -> HorizonRow:
    is_late = thing.done_on is None and thing.planned_on is not None and thing.planned_on < clock.today()
    until = thing.done_on or (clock.today() if is_late else thing.planned_on)
    first, last = (edge(on for on in (thing.planned_on, until) if on is not None) for edge in (min, max))
    has_room_after = (first - scale.first) * 2 < scale.last - scale.first
    return HorizonRow(
        label=Truncator(thing.label).chars(LONGEST_NAME),
        state=DONE if thing.done_on else LATE if is_late else NEXT,
        planned=scale.at(thing.planned_on) if thing.planned_on else "",
        done=scale.at(thing.done_on) if thing.done_on else "",
        begins=scale.at(first),
        width=scale.between(first, last),
        name_at=scale.at(first if has_room_after else last),
        anchor="start" if has_room_after else "end",
        y=_y(number),
        moves_to=thing.moves_to,
        marks=thing.marks,
    )


def _waits(scale: _Scale, shown: Sequence[Planned]) -> Iterator[HorizonWait]:
    places = {thing.key: (thing.real_on, _y(number) + DOT_IN_ROW) for number, thing in enumerate(shown) if thing.key}
    for thing in shown:
        for key in thing.waits_for:
            (on, y), (until, until_y) = places.get(key, (None, 0)), places.get(thing.key, (None, 0))
            if on and until:
                is_early = until < on and thing.done_on is None
                yield HorizonWait(scale.at(on), y, scale.at(until), until_y, is_early)


def _y(number: int) -> int:
    return ABOVE_ROWS + ROW_HEIGHT * number


def _spans(scale: _Scale, spans: Sequence[Span]) -> list[HorizonSpan]:
    """Each until the next begins; the last until today."""
    ordered = sorted(spans, key=lambda span: span.begins_on)
    ends = [*(span.begins_on for span in ordered[1:]), clock.today()]
    return [
        HorizonSpan(span.label, scale.at(span.begins_on), scale.between(span.begins_on, end))
        for span, end in zip(ordered, ends, strict=False)
        if end > span.begins_on
    ]


def _ticks(scale: _Scale) -> list[Tick]:
    """The first days of months, so few that their names do not touch."""
    months = (scale.last.year - scale.first.year) * 12 + scale.last.month - scale.first.month
    step = next(step for step in STEPS_IN_MONTHS if months / step <= MOST_TICKS or step == STEPS_IN_MONTHS[-1])
    on = scale.first.replace(day=1) + relativedelta(months=1)
    while (on.year * 12 + on.month - 1) % step:
        on += relativedelta(months=1)
    found = []
    while on < scale.last:
        found.append(Tick(month(on), scale.at(on)))
        on += relativedelta(months=step)
    return found
