"""The deadlines of the subsidy procedure by name: which event starts them, which term of the law holds, how they are
counted.

Awb: Algemene wet bestuursrecht. Atw: Algemene termijnenwet. KB: Kaderbesluit BZK-subsidies. No Django, no database, no
clock.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from financing.subsidies.law.deadlines import Deadline, DeadlineStep, Suspension, days_after, deadline
from financing.subsidies.law.figures import legal_term, penalty_steps
from financing.subsidies.law.sentences import _


def statutory_deadline(name: str, event: dt.date, suspensions: Sequence[Suspension] = ()) -> Deadline:
    """The last day of a term of the law that runs from an event; its first step names the article."""
    found = legal_term(name, event)
    counted = deadline(event, found.term, suspensions)
    return Deadline(counted.date, (*found.steps, *counted.steps))


def payment_deadline(decided_on: dt.date) -> Deadline:
    """The last day to pay (Awb 4:87): six weeks.

    Whether the Atw reaches it is not settled, so the day itself is given.
    """
    return statutory_deadline("payment", decided_on)


def advance_deadline(asked_on: dt.date) -> Deadline:
    """The last day to decide on a request for an advance: no law sets a term, so the reasonable one holds (Awb 4:13 lid
    2).
    """
    return statutory_deadline("reasonable_term", asked_on)


def leaving_out_deadline(remedy_ended_on: dt.date) -> Deadline:
    """The last day to announce that an application is left out of consideration (Awb 4:5 lid 4)."""
    return statutory_deadline("leave_out", remedy_ended_on)


@dataclass(frozen=True)
class Penalty:
    """What a late decision costs.

    `days` and `amount` are up to the day asked for; `maximum` is reached on `last_day`.
    """

    first_day: dt.date
    last_day: dt.date
    days: int
    amount: Decimal
    maximum: Decimal
    steps: tuple[DeadlineStep, ...]


def penalty(*, decide_by: dt.date, notice_received_on: dt.date, until: dt.date) -> Penalty | None:
    """The penalty for a late decision that was, or is not yet, sent on `until` (Awb 4:17); None before the law had one.

    Two weeks run from the day of the notice, or from the end of the term when that is later. The first day that costs
    money is the day after those two weeks, the day on which they have passed. The day on which the decision is sent is
    no day of default. The Atw does not reach the 42 days (4:17 lid 1), so it does reach the two weeks.
    """
    starts = max(decide_by, notice_received_on)
    grace = statutory_deadline("default_notice", starts)
    first_day = days_after(grace.date, 1)
    brackets = penalty_steps(first_day)
    if not brackets:
        return None
    last_day = days_after(first_day, brackets[-1].last_day - 1)
    days = min(max((until - first_day).days, 0), brackets[-1].last_day)
    parts = [(max(0, min(days, part.last_day) - part.first_day + 1), part) for part in brackets]
    steps = [
        DeadlineStep(_("The decision had to be there on %(date)s at the latest."), {"date": decide_by}),
        DeadlineStep(_("The notice of default was received on %(date)s."), {"date": notice_received_on}),
        *grace.steps,
        DeadlineStep(
            _("The first day that costs money is %(first)s, the last is %(last)s (Awb 4:17)."),
            {"first": first_day, "last": last_day},
        ),
        *(
            DeadlineStep(
                _("%(days)s days at %(amount)s euros (%(source)s)."),
                {"days": number, "amount": part.amount_per_day, "source": part.source},
            )
            for number, part in parts
            if number
        ),
    ]
    return Penalty(
        first_day=first_day,
        last_day=last_day,
        days=days,
        amount=sum((number * part.amount_per_day for number, part in parts), start=Decimal(0)),
        maximum=sum(
            ((part.last_day - part.first_day + 1) * part.amount_per_day for part in brackets), start=Decimal(0)
        ),
        steps=tuple(steps),
    )
