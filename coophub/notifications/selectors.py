"""What people see of their notices."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from coophub.accounts.models import User
from coophub.notifications.models import Notification, OutgoingMessage


def notices_of(user: User) -> QuerySet[Notification]:
    """Somebody's notices, the newest first."""
    return Notification.objects.filter(recipient=user)


def unread_count(user: User | AnonymousUser) -> int:
    """How many notices somebody has not read; 0 for a visitor."""
    if not isinstance(user, User):
        return 0
    return Notification.objects.filter(recipient=user, read_at=None).count()


def who_has_unread(*, kind: str, url: str) -> list[int]:
    """The keys of the people who have a notice of this kind about this page that they did not read yet."""
    unread = Notification.objects.filter(kind=kind, url=url, read_at=None)
    return list(unread.values_list("recipient", flat=True).distinct())


def sent_messages() -> QuerySet[OutgoingMessage]:
    """Every e-mail, the newest first: for the demo's page."""
    return OutgoingMessage.objects.all()
