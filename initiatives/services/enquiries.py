"""A group asks a municipality, a corporation or a bank: from the first words until it has an answer."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.notifications.services import send_email
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from initiatives.may import (
    why_not_ask,
    why_not_change_enquiry,
    why_not_remind,
    why_not_withdraw_enquiry,
)
from initiatives.models import Enquiry, EnquiryLink, Initiative
from initiatives.selectors.enquiries import hash_of, what_is_shared
from initiatives.selectors.people import wants_no_invitations
from initiatives.services.code_links import LinkSecrets

LINK_DAYS = 60
MOST_OF_A_GROUP, MOST_TO_AN_ADDRESS = 10, 3
"""So many e-mails with a question or a reminder go out in a day."""

FACTS = ("municipality", "organisation", "official_name", "official_email", "kind", "text", "plan_key", "parts")


@transaction.atomic
def begin_enquiry(
    *, initiative: Initiative, addressee: str, facts: Mapping[str, Any], key: UUID, user: User
) -> Enquiry:
    """Keeps a question that is not sent yet, so that the group reads first what the official will see. `key` sent twice
    is once. Raises DomainError for who may not ask.
    """
    Initiative.objects.select_for_update().get(pk=initiative.pk)
    before = initiative.enquiries.filter(key=key).first()
    if before is not None:
        return before
    refuse(why_not_ask(initiative, user))
    enquiry = Enquiry(initiative=initiative, addressee=addressee, key=key, created_by=user)
    _fill_in(enquiry, facts)
    enquiry.save()
    return enquiry


@transaction.atomic
def change_enquiry(*, enquiry: Enquiry, facts: Mapping[str, Any], user: User) -> Enquiry:
    """Raises DomainError for one that was sent."""
    enquiry = _locked(enquiry)
    refuse(why_not_change_enquiry(enquiry, user))
    _fill_in(enquiry, facts)
    enquiry.save()
    return enquiry


@transaction.atomic
def remove_enquiry(*, enquiry: Enquiry, user: User) -> None:
    """Throws away what was not sent."""
    enquiry = _locked(enquiry)
    refuse(why_not_change_enquiry(enquiry, user))
    enquiry.delete()


@transaction.atomic
def send_enquiry(*, enquiry: Enquiry, seen: str, user: User) -> Enquiry:
    """Sends the link and, in another e-mail, the code. From here on nothing of the question changes. Twice is once.

    `seen` is the hash of what the group read that the official will see: when something of it changed meanwhile nothing
    is sent. Raises DomainError then, and when there were enough today.
    """
    enquiry = _locked(enquiry)
    if enquiry.sent_at:
        return enquiry
    refuse(why_not_change_enquiry(enquiry, user))
    shared = what_is_shared(enquiry)
    if hash_of(shared) != seen:
        raise DomainError(
            _("Something of your initiative or your plan changed since you read this. Read it again, then send it.")
        )
    _may_be_sent(enquiry)
    enquiry.shared, enquiry.shared_sha256 = shared, hash_of(shared)
    enquiry.sent_at, enquiry.sent_by = clock.now(), user
    enquiry.save()
    record(
        actor=user,
        action="initiatives.send_enquiry",
        target=enquiry.initiative,
        after={
            "enquiry": enquiry.pk,
            "to": enquiry.asked_of,
            "sha256": enquiry.shared_sha256,
        },
    )
    made = _new_link(enquiry)
    send_email(
        to=enquiry.official_email,
        language=settings.LANGUAGE_CODE,
        kind="initiatives_enquiry",
        context=_words(enquiry, made.token),
    )
    send_code(enquiry, made.code)
    return enquiry


@transaction.atomic
def remind_official(*, enquiry: Enquiry, user: User) -> Enquiry:
    """Sends a new link and a new code; the ones before are worth nothing any more.

    Raises DomainError when the last e-mail is too short ago, and after a few reminders.
    """
    enquiry = _locked(enquiry)
    refuse(why_not_remind(enquiry, list(enquiry.links.all()), user))
    _may_be_sent(enquiry)
    enquiry.links.filter(replaced_at=None).update(replaced_at=clock.now())
    record(actor=user, action="initiatives.remind_official", target=enquiry.initiative, after={"enquiry": enquiry.pk})
    made = _new_link(enquiry)
    send_email(
        to=enquiry.official_email,
        language=settings.LANGUAGE_CODE,
        kind="initiatives_enquiry_reminder",
        context=_words(enquiry, made.token),
    )
    send_code(enquiry, made.code)
    return enquiry


@transaction.atomic
def withdraw_enquiry(*, enquiry: Enquiry, user: User) -> Enquiry:
    """Makes the link worthless and tells the official that no answer is needed. Withdrawing twice is once."""
    enquiry = _locked(enquiry)
    if enquiry.withdrawn_at:
        return enquiry
    refuse(why_not_withdraw_enquiry(enquiry, user))
    enquiry.withdrawn_at = clock.now()
    enquiry.save(update_fields=["withdrawn_at"])
    record(actor=user, action="initiatives.withdraw_enquiry", target=enquiry.initiative, after={"enquiry": enquiry.pk})
    send_email(
        to=enquiry.official_email,
        language=settings.LANGUAGE_CODE,
        kind="initiatives_enquiry_withdrawn",
        context={"initiative": enquiry.initiative.name, "official": enquiry.official_name},
    )
    return enquiry


def _locked(enquiry: Enquiry) -> Enquiry:
    found = Enquiry.objects.select_for_update(of=("self",)).select_related("initiative__municipality", "municipality")
    return found.get(pk=enquiry.pk)


def _fill_in(enquiry: Enquiry, facts: Mapping[str, Any]) -> None:
    for name in FACTS:
        if name in facts:
            setattr(enquiry, name, facts[name])
    enquiry.official_email = enquiry.official_email.strip().lower()


def _may_be_sent(enquiry: Enquiry) -> None:
    """Raises DomainError when no e-mail may go to this address now."""
    if wants_no_invitations(enquiry.official_email):
        raise DomainError(_("Who reads this address wants no e-mail of groups. Call them, or ask a colleague."))
    lately = EnquiryLink.objects.filter(made_at__gt=clock.now() - timedelta(days=1))
    if lately.filter(enquiry__initiative=enquiry.initiative_id).count() >= MOST_OF_A_GROUP:
        sentence = _("Your group sent %(count)s questions and reminders today, and that is the most. Go on tomorrow.")
        raise DomainError(sentence % {"count": MOST_OF_A_GROUP})
    if lately.filter(enquiry__official_email=enquiry.official_email).count() >= MOST_TO_AN_ADDRESS:
        raise DomainError(_("This address got enough questions of groups today. Send yours tomorrow."))


def _new_link(enquiry: Enquiry) -> LinkSecrets:
    made = LinkSecrets()
    EnquiryLink.objects.create(enquiry=enquiry, **made.kept(days=LINK_DAYS))
    return made


def _words(enquiry: Enquiry, token: str) -> dict[str, Any]:
    """What an e-mail with the link says: nothing of what the group wrote."""
    return {
        "initiative": enquiry.initiative.name,
        "municipality": enquiry.initiative.municipality.name,
        "official": enquiry.official_name,
        "days": LINK_DAYS,
        "url": settings.SITE_URL + reverse("initiatives:official", args=[token]),
        "stop": settings.SITE_URL + reverse("initiatives:stop_enquiries", args=[token]),
    }


def send_code(enquiry: Enquiry, code: str) -> None:
    """Sends a code to the official's own address, in an e-mail without the link."""
    send_email(
        to=enquiry.official_email,
        language=settings.LANGUAGE_CODE,
        kind="initiatives_enquiry_code",
        context={"initiative": enquiry.initiative.name, "code": code},
    )
