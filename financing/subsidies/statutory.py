"""The deadlines of the subsidy procedure by name: which event starts them, which term of the law holds, how they are counted.

Awb: Algemene wet bestuursrecht. Atw: Algemene termijnenwet. KB: Kaderbesluit BZK-subsidies. No Django, no database, no clock.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from financing.subsidies.deadlines import DAY, Deadline, Step, Suspension, Term, deadline
from financing.subsidies.law import legal_term, penalty_steps


def statutory_deadline(name: str, event: dt.date, suspensions: Sequence[Suspension] = ()) -> Deadline:
    """The last day of a term of the law that runs from an event; its first step names the article."""
    found = legal_term(name, event)
    counted = deadline(event, found.term, suspensions)
    return Deadline(counted.date, (Step("The term is set by %(source)s.", {"source": found.source}), *counted.steps))


def objection_deadline(sent_on: dt.date) -> Deadline:
    """The last day to object against a decision (Awb 6:7, 6:8): six weeks from the day it was sent."""
    return statutory_deadline("objection", sent_on)


def payment_deadline(decided_on: dt.date) -> Deadline:
    """The last day to pay (Awb 4:87): six weeks. Whether the Atw reaches it is not settled, so the day itself is given."""
    return statutory_deadline("payment", decided_on)


def advance_deadline(asked_on: dt.date) -> Deadline:
    """The last day to decide on a request for an advance: no law sets a term, so the reasonable one holds (Awb 4:13 lid 2)."""
    return statutory_deadline("reasonable_term", asked_on)


def leaving_out_deadline(remedy_ended_on: dt.date) -> Deadline:
    """The last day to announce that an application is left out of consideration (Awb 4:5 lid 4)."""
    return statutory_deadline("leave_out", remedy_ended_on)


def is_objection_in_time(*, object_by: dt.date, received_on: dt.date, posted_on: dt.date | None = None) -> bool:
    """Whether an objection came in time (Awb 6:9). By post: posted in time, and received within a week after the end."""
    if received_on <= object_by:
        return True
    return posted_on is not None and posted_on <= object_by and received_on <= post_deadline(object_by).date


def post_deadline(object_by: dt.date) -> Deadline:
    """The last day on which an objection that was posted in time may be received (Awb 6:9 lid 2)."""
    return statutory_deadline("objection_post", object_by)


def objection_decision_deadline(
    *,
    object_by: dt.date,
    has_committee: bool,
    is_postponed: bool = False,
    suspensions: Sequence[Suspension] = (),
    agreed_until: dt.date | None = None,
) -> Deadline:
    """The last day to decide on an objection (Awb 7:10), counted from the day on which the objection term ended.

    `agreed_until` is a later day that the objector agreed to (lid 4); it counts as it is, for it is no term of a law.
    Postponed (lid 3) the term is six weeks longer. Whether twelve and six weeks together are one long term (Atw 4) is not settled, so
    then the day itself is given, which is the earlier of the two.
    """
    found = legal_term("objection_decision_committee" if has_committee else "objection_decision", object_by)
    steps = [
        Step("The term to object ended on %(date)s.", {"date": object_by}),
        Step("The term is set by %(source)s.", {"source": found.source}),
    ]
    term = found.term
    if is_postponed:
        more = legal_term("objection_postponement", object_by)
        term = Term(term.length + more.term.length, "weeks", atw=term.atw)
        steps.append(
            Step(
                "The decision was postponed once by %(weeks)s weeks (%(source)s).",
                {"weeks": more.term.length, "source": more.source},
            )
        )
    counted = deadline(object_by, term, suspensions)
    steps += counted.steps
    if agreed_until is None or agreed_until <= counted.date:
        return Deadline(counted.date, tuple(steps))
    steps.append(
        Step(
            "The group agreed that the decision comes on %(date)s at the latest (Awb 7:10 lid 4).",
            {"date": agreed_until},
        )
    )
    return Deadline(agreed_until, tuple(steps))


@dataclass(frozen=True)
class Penalty:
    """What a late decision costs. `days` and `amount` are up to the day asked for; `maximum` is reached on `last_day`."""

    first_day: dt.date
    last_day: dt.date
    days: int
    amount: Decimal
    maximum: Decimal
    steps: tuple[Step, ...]


def penalty(*, decide_by: dt.date, notice_received_on: dt.date, until: dt.date) -> Penalty:
    """The penalty for a late decision that was, or is not yet, sent on `until` (Awb 4:17).

    Two weeks run from the day of the notice, or from the end of the term when that is later. The first day that costs money is the day
    after those two weeks, the day on which they have passed. The day on which the decision is sent is no day of default.
    The Atw does not reach the 42 days (4:17 lid 1), so it does reach the two weeks.
    """
    starts = max(decide_by, notice_received_on)
    grace = statutory_deadline("default_notice", starts)
    first_day = grace.date + DAY
    brackets = penalty_steps(first_day)
    last_day = first_day + (brackets[-1].last_day - 1) * DAY
    days = min(max((until - first_day).days, 0), brackets[-1].last_day)
    parts = [(max(0, min(days, part.last_day) - part.first_day + 1), part) for part in brackets]
    steps = [
        Step("The decision had to be there on %(date)s at the latest.", {"date": decide_by}),
        Step("The notice of default was received on %(date)s.", {"date": notice_received_on}),
        *grace.steps,
        Step(
            "The first day that costs money is %(first)s, the last is %(last)s (Awb 4:17).",
            {"first": first_day, "last": last_day},
        ),
        *(
            Step(
                "%(days)s days at %(amount)s euros (%(source)s).",
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
