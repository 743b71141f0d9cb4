"""Statutory deadlines, to the day. No Django, no database, no clock.

Awb: Algemene wet bestuursrecht. Atw: Algemene termijnenwet. `docs/developers/subsidy-procedure.md` section 1 has the
rules in words.
"""

import calendar
import csv
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from dateutil.easter import easter

from financing.subsidies.law.sentences import _

Unit = Literal["days", "weeks", "months"]

LONGEST_EXTENDED = {"days": 90, "weeks": 12, "months": 3}
"""Atw 4: a term longer than this is not extended."""

EQUATED_DAYS = Path(__file__).parent / "data" / "equated-days.csv"
DAY = dt.timedelta(days=1)
LAST_OF_ALL = dt.date.max
"""What would be later than any calendar holds is on its last day, so that one odd day in a dossier breaks no page."""

SUSPENDED = {
    "completed": _(
        "From %(first)s to %(last)s the term stood still: the application was being completed (Awb 4:15 lid 1)."
    ),
    "lapsed": _(
        "From %(first)s to %(last)s the term stood still: the time to complete passed unused (Awb 4:15 lid 1)."
    ),
    "consent": _("From %(first)s to %(last)s the term stood still: the applicant agreed to it (Awb 4:15 lid 2)."),
    "completed_objection": _(
        "From %(first)s to %(last)s the term stood still: the objection was being completed (Awb 7:10 lid 2)."
    ),
    "lapsed_objection": _(
        "From %(first)s to %(last)s the term stood still: the time to complete the objection passed unused "
        "(Awb 7:10 lid 2)."
    ),
}
OF_AN_OBJECTION = ("completed_objection", "lapsed_objection")


@dataclass(frozen=True)
class Term:
    """How long a term is, and whether the Atw reaches it: it does for terms of a law or AMvB, not for those of a scheme
    or letter.
    """

    length: int
    unit: Unit
    atw: bool = True

    @property
    def is_long(self) -> bool:
        return self.length > LONGEST_EXTENDED[self.unit]

    def end(self, start: dt.date) -> dt.date:
        """The last day of the term; the day of the event itself is not counted."""
        if self.unit == "months":
            return months_after(start, self.length)
        return days_after(start, self.length * (7 if self.unit == "weeks" else 1))


@dataclass(frozen=True)
class Suspension:
    """Days that do not count, both included."""

    first: dt.date
    last: dt.date
    reason: Literal["completed", "lapsed", "consent", "completed_objection", "lapsed_objection"]

    @classmethod
    def completed(cls, request: dt.date, completed: dt.date, *, is_of_objection: bool = False) -> "Suspension":
        """Awb 4:15, 7:10 lid 2: from the day after the request until the day of completion, which counts again."""
        return cls(
            days_after(request, 1),
            max(completed, dt.date.min + DAY) - DAY,
            "completed_objection" if is_of_objection else "completed",
        )

    @classmethod
    def lapsed(cls, request: dt.date, last_day: dt.date, *, is_of_objection: bool = False) -> "Suspension":
        """Awb 4:15, 7:10 lid 2, when nothing came: up to and including the last day of the remedy term."""
        return cls(days_after(request, 1), last_day, "lapsed_objection" if is_of_objection else "lapsed")

    @classmethod
    def of_request(
        cls, request: dt.date, completed: dt.date | None, last_day: dt.date, *, is_of_objection: bool = False
    ) -> "Suspension":
        """The days that a request to complete takes out of the term: until it was, or its own term had passed."""
        if completed is not None and completed <= last_day:
            return cls.completed(request, completed, is_of_objection=is_of_objection)
        return cls.lapsed(request, last_day, is_of_objection=is_of_objection)

    @classmethod
    def consent(cls, first: dt.date, last: dt.date) -> "Suspension":
        """Awb 4:15 lid 2: the period that the applicant agreed to in writing."""
        return cls(first, last, "consent")

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class DeadlineStep:
    """One step of the derivation: an English sentence with placeholders, which whoever shows it may translate."""

    template: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template % self.params


@dataclass(frozen=True)
class Deadline:
    """The last day, and how it follows."""

    date: dt.date
    steps: tuple[DeadlineStep, ...]


def deadline(start: dt.date, term: Term, suspensions: Sequence[Suspension] = ()) -> Deadline:
    """The last day of a term that runs from an event on `start`, with the steps that lead to it."""
    end = term.end(start)
    steps = [_counting_step(start, term, end)]
    moved = _without(suspensions, start, end)
    for suspension in suspensions:
        if start < suspension.last and suspension.first <= min(suspension.last, moved):
            steps.append(
                DeadlineStep(SUSPENDED[suspension.reason], {"first": suspension.first, "last": suspension.last})
            )
    if moved != end:
        is_of_objection = all(suspension.reason in OF_AN_OBJECTION for suspension in suspensions)
        steps.append(
            DeadlineStep(
                _(
                    "%(days)s days did not count because the term was suspended: the last day becomes "
                    "%(date)s (%(article)s)."
                ),
                {"days": (moved - end).days, "date": moved, "article": "Awb 7:10" if is_of_objection else "Awb 4:15"},
            )
        )
    return _extended(start, moved, term, suspensions, steps)


def is_day_off(day: dt.date) -> bool:
    """A Saturday, Sunday, recognised public holiday or a day made equal to one (Atw 1 and 3)."""
    return day.weekday() >= 5 or day in public_holidays(day.year) or day in equated_days()


@cache
def public_holidays(year: int) -> frozenset[dt.date]:
    """The days of Atw 3 in a year."""
    sunday = easter(year)
    king = dt.date(year, 4, 27)
    return frozenset(
        {
            dt.date(year, 1, 1),
            sunday - 2 * DAY,
            sunday + DAY,
            sunday + 39 * DAY,
            sunday + 50 * DAY,
            dt.date(year, 12, 25),
            dt.date(year, 12, 26),
            king - DAY if king.weekday() == 6 else king,
            dt.date(year, 5, 5),
        }
    )


@cache
def equated_days() -> frozenset[dt.date]:
    """Days that a decree makes equal to holidays (Atw 3 lid 3)."""
    with EQUATED_DAYS.open(encoding="utf-8") as file:
        return frozenset(dt.date.fromisoformat(row["date"]) for row in csv.DictReader(file))


def _counting_step(start: dt.date, term: Term, end: dt.date) -> DeadlineStep:
    sentences = {
        "days": _("%(length)s days after %(start)s end on %(date)s; the first day is not counted."),
        "weeks": _("%(length)s weeks after %(start)s end on %(date)s; the first day is not counted."),
        "months": _("%(length)s months after %(start)s end on %(date)s."),
    }
    return DeadlineStep(sentences[term.unit], {"length": term.length, "start": start, "date": end})


def _without(suspensions: Sequence[Suspension], start: dt.date, end: dt.date) -> dt.date:
    """The day on which as many days after `start` that are not suspended have passed as there are up to `end`.

    A day that two suspensions share counts once.
    """
    counted = start
    for suspension in sorted(suspensions, key=lambda found: found.first):
        first = max(suspension.first, days_after(counted, 1))
        if first <= min(end, suspension.last):
            end = days_after(end, (suspension.last - first).days + 1)
        counted = max(counted, suspension.last)
    return end


def _extended(
    start: dt.date, end: dt.date, term: Term, suspensions: Sequence[Suspension], steps: list[DeadlineStep]
) -> Deadline:
    """Weekends and holidays, applied last (Atw 1, 2 and 4)."""
    if not term.atw:
        steps.append(
            DeadlineStep(_("This term is not set in a law, so weekends and holidays do not extend it (Atw 1 and 5)."))
        )
        return Deadline(end, tuple(steps))
    if term.is_long:
        steps.append(DeadlineStep(_("This is a long term, so weekends and holidays do not extend it (Atw 4).")))
        return Deadline(end, tuple(steps))
    if (term.end(start) - start).days >= 3:
        end = _with_two_working_days(start, end, suspensions, steps)
    while is_day_off(end) and end < LAST_OF_ALL:
        later = end + DAY
        steps.append(
            DeadlineStep(
                _("%(date)s is a weekend day or holiday: the term runs on to %(later)s (Atw 1)."),
                {"date": end, "later": later},
            )
        )
        end = later
    return Deadline(end, tuple(steps))


def _with_two_working_days(
    start: dt.date, end: dt.date, suspensions: Sequence[Suspension], steps: list[DeadlineStep]
) -> dt.date:
    """Atw 2: a term of three days or more holds at least two days that are no weekend or holiday.

    A suspended day is not in the term, so it is none of the two.
    """
    of_term = (day for day in _days_that_count(start, end, suspensions) if not is_day_off(day))
    working = sum(1 for _day in islice(of_term, 2))
    while working < 2 and end < LAST_OF_ALL:
        end += DAY
        working += not is_day_off(end)
        steps.append(
            DeadlineStep(_("The term must hold two working days: it runs on to %(date)s (Atw 2)."), {"date": end})
        )
    return end


def _days_that_count(start: dt.date, end: dt.date, suspensions: Sequence[Suspension]) -> Iterator[dt.date]:
    """The days after `start` up to `end` that are not suspended. Passes over each suspension at once."""
    day = start
    while day < end:
        day += DAY
        if last := max((found.last for found in suspensions if day in found), default=None):
            day = last
        else:
            yield day


def days_after(start: dt.date, days: int) -> dt.date:
    """So many days later."""
    return start + days * DAY if days <= (LAST_OF_ALL - start).days else LAST_OF_ALL


def months_after(start: dt.date, months: int) -> dt.date:
    """The same number n months later, or the last day of a month that has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > dt.MAXYEAR:
        return LAST_OF_ALL
    return dt.date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
