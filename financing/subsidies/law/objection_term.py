"""By when to object, and by when to decide on it (Awb 6:7 to 6:9, 7:10). No Django, no database, no clock."""

import datetime as dt
from collections.abc import Sequence

from financing.subsidies.law.deadlines import Deadline, DeadlineStep, Suspension, Term, deadline
from financing.subsidies.law.figures import legal_term
from financing.subsidies.law.sentences import _
from financing.subsidies.law.statutory import statutory_deadline


def objection_deadline(sent_on: dt.date) -> Deadline:
    """The last day to object against a decision (Awb 6:7, 6:8): six weeks from the day it was sent."""
    return statutory_deadline("objection", sent_on)


def is_objection_in_time(*, object_by: dt.date, received_on: dt.date, posted_on: dt.date | None = None) -> bool:
    """Whether an objection came in time (Awb 6:9).

    By post: posted in time, and received within a week after the end.
    """
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
    Postponed (lid 3) the term is six weeks longer. Whether twelve and six weeks together are one long term (Atw 4) is
    not settled, so then the day itself is given, which is the earlier of the two.
    """
    found = legal_term("objection_decision_committee" if has_committee else "objection_decision", object_by)
    steps = [
        DeadlineStep(_("The term to object ended on %(date)s."), {"date": object_by}),
        *found.steps,
    ]
    term = found.term
    if is_postponed:
        more = legal_term("objection_postponement", object_by)
        term = Term(term.length + more.term.length, "weeks", atw=term.atw)
        steps.append(
            DeadlineStep(
                _("The decision was postponed once by %(weeks)s weeks (%(source)s)."),
                {"weeks": more.term.length, "source": more.source},
            )
        )
    counted = deadline(object_by, term, suspensions)
    steps += counted.steps
    if agreed_until is None or agreed_until <= counted.date:
        return Deadline(counted.date, tuple(steps))
    steps.append(
        DeadlineStep(
            _("The group agreed that the decision comes on %(date)s at the latest (Awb 7:10 lid 4)."),
            {"date": agreed_until},
        )
    )
    return Deadline(agreed_until, tuple(steps))
