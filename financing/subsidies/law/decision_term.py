"""By when an application has to be decided on, and how that day follows (Awb 4:13 to 4:15, KB 22).

No Django, no database, no clock.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from financing.subsidies.law.deadlines import Deadline, DeadlineStep, Suspension, Term, deadline
from financing.subsidies.law.sentences import _


@dataclass(frozen=True)
class Extension:
    """The one extension that a scheme allows, of which the group was told on a day."""

    weeks: int
    told_on: dt.date


def decision_term(
    *,
    starts_on: dt.date,
    term: Term,
    source: str,
    extensions: Sequence[Extension] = (),
    suspensions: Sequence[Suspension] = (),
) -> Deadline:
    """The last day to decide on an application whose term runs from `starts_on`; its first step names the source."""
    steps = [DeadlineStep(_("The scheme sets the term: %(source)s."), {"source": source})]
    for extension in extensions:
        # Whether an extended term is one long term (Atw 4) is not settled: taken as one it ends on the earlier day.
        term = Term(term.length + extension.weeks, "weeks", atw=term.atw)
        steps.append(
            DeadlineStep(
                _("The term was extended once by %(weeks)s weeks; notice was sent on %(date)s."),
                {"weeks": extension.weeks, "date": extension.told_on},
            )
        )
    counted = deadline(starts_on, term, suspensions)
    return Deadline(counted.date, (*steps, *counted.steps))


def remedy_end(*, completed_on: dt.date | None, last_day: dt.date) -> dt.date:
    """The day from which the four weeks to leave an application out run (Awb 4:5 lid 4)."""
    return min(completed_on or last_day, last_day)
