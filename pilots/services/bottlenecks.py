"""What holds a group up."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from pilots.may import why_not_resolve
from pilots.models import Bottleneck, CoachingSession, Pilot


@dataclass(frozen=True)
class BottleneckInput:
    """What holds the group up."""

    category: str
    severity: int
    description: str


def open_bottleneck(
    *,
    pilot: Pilot,
    bottleneck: BottleneckInput,
    user: User,
    session: CoachingSession | None = None,
) -> Bottleneck:
    """Notes what holds a pilot up: since the session that brought it to light, or since today."""
    opened = Bottleneck.objects.create(
        pilot=pilot,
        session=session,
        category=bottleneck.category,
        severity=bottleneck.severity,
        description=bottleneck.description,
        opened_on=session.held_on if session else clock.today(),
    )
    record(
        actor=user,
        action="pilots.open_bottleneck",
        target=opened,
        after={"category": bottleneck.category, "severity": bottleneck.severity},
    )
    return opened


@transaction.atomic
def resolve_bottleneck(*, bottleneck: Bottleneck, resolution: str, user: User) -> Bottleneck:
    """Closes a bottleneck with what helped: others learn from it. Closing it twice changes nothing.

    Raises DomainError for who does not coach the pilot, and when it is not said what helped.
    """
    bottleneck = Bottleneck.objects.select_for_update(of=("self",)).select_related("pilot").get(pk=bottleneck.pk)
    if bottleneck.resolved_on:
        return bottleneck
    refuse(why_not_resolve(bottleneck, user))
    if not resolution.strip():
        raise DomainError(_("Write in a sentence what helped. Other groups learn from it."), field="resolution")
    bottleneck.resolved_on = clock.today()
    bottleneck.resolution = resolution.strip()
    bottleneck.save(update_fields=["resolved_on", "resolution"])
    record(
        actor=user,
        action="pilots.resolve_bottleneck",
        target=bottleneck,
        before={"resolved_on": None},
        after={"resolved_on": bottleneck.resolved_on, "resolution": bottleneck.resolution},
    )
    return bottleneck
