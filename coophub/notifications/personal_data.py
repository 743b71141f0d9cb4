"""What notices and e-mails tell of a person who asks, and what goes when that person wants to be forgotten."""

from typing import Any

from coophub.accounts import personal_data
from coophub.accounts.models import User
from coophub.notifications.models import EmailWish, LastDigest, Notification, OutgoingMessage


def register() -> None:
    personal_data.add_part("notifications", told)
    personal_data.add_cleaner("notifications", forget)


def told(user: User) -> dict[str, Any]:
    """Everything that somebody was told, in CoopHub and by e-mail."""
    return {
        "notices": [
            {"at": notice.created_at.isoformat(), "title": notice.title, "text": notice.body}
            for notice in Notification.objects.filter(recipient=user)
        ],
        "email_wishes": {wish.topic: wish.moment for wish in EmailWish.objects.filter(person=user)},
        "emails": [
            {"at": message.created_at.isoformat(), "subject": message.subject, "text": message.text}
            for message in OutgoingMessage.objects.filter(recipients__contains=[user.email])
        ],
    }


def forget(user: User) -> None:
    """Takes away the notices, what was wished and the e-mails to this address, those that still wait included."""
    Notification.objects.filter(recipient=user).delete()
    EmailWish.objects.filter(person=user).delete()
    LastDigest.objects.filter(person=user).delete()
    OutgoingMessage.objects.filter(recipients=[user.email]).delete()
