"""A session as its form says it, from a page or from a device."""

from coophub.accounts.models import User
from pilots.forms.coaching import SessionForm
from pilots.models import CoachingSession, Pilot, PlannedSession
from pilots.services.coaching import record_session


def record_from(
    form: SessionForm, *, pilot: Pilot, advisor: User, planned: PlannedSession | None = None
) -> CoachingSession:
    """Records what a form that was judged says. Raises DomainError as `record_session` does."""
    data = form.cleaned_data
    return record_session(
        pilot=pilot,
        advisor=advisor,
        key=data["key"],
        held_on=data["held_on"],
        kind=data["kind"],
        hours=data["hours"],
        summary=data["summary"],
        internal_note=data["internal_note"],
        actions=form.actions,
        bottleneck=form.bottleneck,
        planned=planned,
    )
