"""The terms of one scheme: its own where it sets them, the law's where it does not."""

import datetime as dt

from django.utils.translation import gettext_noop

from financing.subsidies.law.deadlines import Deadline, DeadlineStep, Term, deadline
from financing.subsidies.law.statutory import statutory_deadline
from financing.subsidies.models import SchemeTerm, SchemeVersion

PURPOSE = SchemeTerm.Purpose
DEFAULT_REMEDY = Term(2, "weeks", atw=False)
"""Each request sets its own term (Awb 4:5); this is what the form proposes."""


def scheme_deadline(version: SchemeVersion, purpose: str, event: dt.date) -> Deadline:
    """The last day of the term that the scheme sets, or the law where the scheme sets none. Raises KeyError for a
    purpose for which neither has one.
    """
    own = next((term for term in version.terms.all() if term.purpose == purpose), None)
    if own is None:
        return statutory_deadline(purpose, event)
    counted = deadline(event, own.term)
    told = DeadlineStep(gettext_noop("The term is set by %(source)s."), {"source": own.source})
    return Deadline(counted.date, (told, *counted.steps))


def remedy_term(version: SchemeVersion) -> Term:
    """How long a group gets to complete an application when nobody sets another term."""
    own = next((term for term in version.terms.all() if term.purpose == PURPOSE.REMEDY), None)
    return own.term if own else DEFAULT_REMEDY


def extension_weeks(version: SchemeVersion) -> int:
    """By how many weeks the scheme lets the decision be extended, once; nothing when it does not."""
    own = next((term for term in version.terms.all() if term.purpose == PURPOSE.EXTENSION), None)
    return own.length if own and own.unit == "weeks" else 0
