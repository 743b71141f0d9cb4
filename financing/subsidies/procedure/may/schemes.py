"""Who may put a scheme up for approval, send it back and publish it."""

from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.web.refusals import OUT_OF_ORDER, Refusal, by_person, by_state
from financing.subsidies.models import SchemeVersion
from financing.subsidies.procedure.signing import scheme_to_sign, writers_of
from financing.subsidies.schemes.checks import problems_of


def why_not_put_up(version: SchemeVersion) -> Refusal | None:
    """Put a version up for approval, or publish it: as long as nothing in it is missing."""
    if version.published_at is not None:
        return OUT_OF_ORDER
    problem = next(iter(problems_of(version)), None)
    return by_state(problem.sentence) if problem is not None else None


def why_not_publish(version: SchemeVersion, user: User) -> Refusal | None:
    """Approve and publish a proposal, or send it back: not whoever wrote any version of it or put it up."""
    if version.published_at is not None:
        return OUT_OF_ORDER
    if version.proposed_at is None:
        return by_state(_("This version is not put up for approval."))
    if user.pk in {version.proposed_by_id, version.changed_by_id, *writers_of(scheme_to_sign(version))}:
        return by_person(_("You wrote this version or put it up yourself. Somebody else approves it."))
    return None
