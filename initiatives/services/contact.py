"""Visitors of a public page who write to the group."""

import re
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from coophub.accounts.models import Role, User
from coophub.accounts.selectors import people_with_role
from coophub.audit.services import record
from coophub.notifications.services import notify, send_email
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from initiatives.may import why_not_answer_message, why_not_write
from initiatives.models import Initiative, VisitorMessage
from initiatives.selectors.people import owners_of
from initiatives.selectors.register import listing_of

DAYS_KEPT = 90
MOST_TO_A_GROUP, MOST_OF_AN_ADDRESS = 10, 3
"""So many messages go out in a day."""
MOST_LINKS, LINK = 2, re.compile(r"https?://|www\.", re.IGNORECASE)
"""Who writes to neighbours has few links; who advertises has many."""


@transaction.atomic
def write_to_group(*, initiative: Initiative, key: UUID, name: str, email: str, text: str) -> VisitorMessage:
    """Keeps what a visitor writes for the owners of the group, and tells them that it is there. `key` sent twice is
    once.

    The e-mail to the owners has nothing of what was written, and the visitor learns no address of theirs. Raises
    DomainError when the group takes no messages, and when there were enough today.
    """
    initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    before = initiative.visitor_messages.filter(key=key).first()
    if before is not None:
        return before
    refuse(why_not_write(initiative))
    email = email.strip().lower()
    _is_no_advertisement(text)
    _may_be_sent(initiative, email)
    message = VisitorMessage.objects.create(initiative=initiative, key=key, name=name, email=email, text=text)
    record(actor=None, action="initiatives.write_to_group", target=initiative)
    _tell_readers(initiative)
    return message


def _tell_readers(initiative: Initiative) -> None:
    """The owners; for a group that is not on CoopHub itself who listed it, or all advisors when they are none."""
    context = {"initiative": initiative.name, "days": DAYS_KEPT}
    url = reverse("initiatives:people", args=[initiative.slug])
    listing = listing_of(initiative)
    if listing is None:
        owners = owners_of(initiative).filter(is_active=True)
        notify(recipients=owners, kind="initiatives_visitor_wrote", context=context, url=url)
        return
    advisors = people_with_role(Role.ADVISOR)
    readers = advisors.filter(pk=listing.listed_by_id) or advisors
    notify(recipients=readers, kind="initiatives_written_to_listed", context=context, url=url)


def _is_no_advertisement(text: str) -> None:
    if len(LINK.findall(text)) > MOST_LINKS:
        sentence = _("Your message has many links, as advertisements have. Leave at most %(count)s of them.")
        raise DomainError(sentence % {"count": MOST_LINKS}, field="text")


def _may_be_sent(initiative: Initiative, email: str) -> None:
    lately = VisitorMessage.objects.filter(sent_at__gt=clock.now() - timedelta(days=1))
    if lately.filter(initiative=initiative).count() >= MOST_TO_A_GROUP:
        raise DomainError(_("This group got so many messages today that it takes no more. Write again tomorrow."))
    if lately.filter(email=email).count() >= MOST_OF_AN_ADDRESS:
        raise DomainError(
            _("You wrote %(count)s times today, and that is the most. Write again tomorrow.")
            % {"count": MOST_OF_AN_ADDRESS},
            field="email",
        )


@transaction.atomic
def answer_message(*, message: VisitorMessage, text: str, user: User) -> VisitorMessage:
    """Keeps the answer of the group and sends the visitor a link to it: the e-mail has nothing of what was written.

    Raises DomainError for who is no owner, and for a message that has another answer. The same answer twice is once.
    """
    message = VisitorMessage.objects.select_for_update(of=("self",)).select_related("initiative").get(pk=message.pk)
    if message.answer == text and message.answered_by_id == user.pk:
        return message
    refuse(why_not_answer_message(message, user))
    message.answer, message.answered_at, message.answered_by = text, clock.now(), user
    message.save(update_fields=["answer", "answered_at", "answered_by"])
    record(actor=user, action="initiatives.answer_message", target=message.initiative)
    send_email(
        to=message.email,
        language=settings.LANGUAGE_CODE,
        kind="initiatives_visitor_answered",
        context={
            "initiative": message.initiative.name,
            "url": settings.SITE_URL + reverse("initiatives:read_answer", args=[message.token]),
        },
    )
    return message


@transaction.atomic
def remove_message(*, message: VisitorMessage, user: User) -> None:
    """Throws away what a visitor wrote, when it is answered or not wanted."""
    record(actor=user, action="initiatives.remove_message", target=message.initiative)
    message.delete()


def remove_old_messages() -> int:
    """Removes what visitors wrote longer ago than it is kept, and says how many."""
    return _old_messages().delete()[0]


def _old_messages() -> QuerySet[VisitorMessage]:
    return VisitorMessage.objects.filter(sent_at__lte=clock.now() - timedelta(days=DAYS_KEPT))
