"""The address at which a member's own calendar finds what their group has ahead."""

from uuid import uuid4

from django.db import transaction

from coophub.accounts.models import User
from coophub.audit.services import record
from initiatives.models import GroupCalendar, Initiative


@transaction.atomic
def renew_group_calendar(*, initiative: Initiative, user: User) -> GroupCalendar:
    """Gives a member an address, or another one: the old one then shows nothing any more."""
    membership = initiative.memberships.get(user=user, left_at=None)
    calendar, _is_new = GroupCalendar.objects.update_or_create(membership=membership, defaults={"key": uuid4()})
    record(actor=user, action="initiatives.renew_calendar", target=initiative)
    return calendar
