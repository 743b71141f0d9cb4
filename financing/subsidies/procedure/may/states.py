"""Whether the state of an application or objection lets somebody take a step."""

from django_fsm import can_proceed

from coophub.web.refusals import OUT_OF_ORDER, Refusal
from financing.subsidies.models import Subject


def why_not_take(subject: Subject, transition: str) -> Refusal | None:
    """Whether this transition of its state is in order; what else is in the way, the subject's own function says."""
    return None if can_proceed(getattr(subject, transition)) else OUT_OF_ORDER
