"""The terms of one scheme: its own where it sets them, the law's where it does not."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from financing.subsidies.law.deadlines import Deadline, DeadlineStep, Term, deadline
from financing.subsidies.law.figures import legal_term
from financing.subsidies.models import SchemeTerm, SchemeVersion

PURPOSE = SchemeTerm.Purpose
DEFAULT_REMEDY = Term(2, "weeks", atw=False)
"""Each request sets its own term (Awb 4:5); this is what the form proposes."""


@dataclass(frozen=True)
class SchemeSays:
    """A term with its source."""

    term: Term
    source: str


def scheme_term(version: SchemeVersion, purpose: str, on: dt.date) -> SchemeSays | None:
    """The term for a purpose; None where neither the scheme nor the law sets one."""
    own = next((term for term in version.terms.all() if term.purpose == purpose), None)
    if own is not None:
        return SchemeSays(own.term, own.source)
    try:
        found = legal_term(purpose, on)
    except KeyError:
        return None
    return SchemeSays(found.term, found.source)


def scheme_deadline(version: SchemeVersion, purpose: str, event: dt.date) -> Deadline:
    """The last day of a scheme's own or legal term. Raises KeyError where nothing sets one."""
    found = scheme_term(version, purpose, event)
    if found is None:
        raise KeyError(purpose)
    counted = deadline(event, found.term)
    return Deadline(
        counted.date,
        (DeadlineStep(gettext_noop("The term is set by %(source)s."), {"source": found.source}), *counted.steps),
    )


def remedy_term(version: SchemeVersion) -> Term:
    """How long a group gets to complete an application when nobody sets another term."""
    own = next((term for term in version.terms.all() if term.purpose == PURPOSE.REMEDY), None)
    return own.term if own else DEFAULT_REMEDY


def extension_weeks(version: SchemeVersion) -> int:
    """By how many weeks the scheme lets the decision be extended, once; nothing when it does not."""
    own = next((term for term in version.terms.all() if term.purpose == PURPOSE.EXTENSION), None)
    return own.length if own and own.unit == "weeks" else 0
