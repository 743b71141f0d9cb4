"""What a municipality does for co-operatives, written down by an advisor or by an official with a link."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.notifications.services import notify, send_email
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from initiatives.may import why_not_keep_policies, why_not_use_policy_link, why_not_withdraw_policy_link
from initiatives.models import Municipality, PolicyLink, PolicyStatement
from initiatives.selectors.people import wants_no_invitations
from initiatives.selectors.policies import newest_statements
from initiatives.services.code_links import LinkSecrets, Opened, comes_too_often, give_another_code, note_opening
from initiatives.services.people import allow_emails, stop_emails

LINK_DAYS = 90
MOST_OF_AN_ADVISOR, MOST_TO_AN_ADDRESS = 20, 3
"""So many links go out in a day."""


@dataclass(frozen=True)
class SaidByMunicipality:
    """What an official writes of one topic; without a stance and words it says that nothing is known."""

    topic: str
    stance: str
    text: str
    source: str
    source_url: str

    @property
    def says_something(self) -> bool:
        return bool(self.stance or self.text)


@transaction.atomic
def state_policy(
    *,
    municipality: Municipality,
    topic: str,
    stance: str,
    text: str,
    source: str,
    source_url: str,
    known_on: dt.date,
    user: User,
) -> PolicyStatement:
    """Writes down what is known of a topic; what stood before stays as history. The same again is once a day.

    Raises DomainError for who may not, and for a municipality that is there no more.
    """
    municipality = _locked(municipality)
    refuse(why_not_keep_policies(municipality, user))
    facts = {"stance": stance, "text": text, "source": source, "source_url": source_url, "known_on": known_on}
    before = newest_statements(municipality).get(topic)
    if before is not None and before.is_known and before.stated_by_id == user.pk and _facts_of(before) == facts:
        return before
    made = municipality.policy_statements.create(topic=topic, stated_by=user, **facts)
    record(
        actor=user,
        action="initiatives.state_policy",
        target=municipality,
        before=_told(before),
        after=_told(made),
    )
    return made


@transaction.atomic
def withdraw_policy(*, municipality: Municipality, topic: str, reason: str, user: User) -> None:
    """Says that what stood there is not true any more. Where nothing is known, nothing happens."""
    municipality = _locked(municipality)
    refuse(why_not_keep_policies(municipality, user))
    before = newest_statements(municipality).get(topic)
    if before is None or not before.is_known:
        return
    made = municipality.policy_statements.create(
        topic=topic, is_known=False, text="", source=reason, known_on=clock.today(), stated_by=user
    )
    record(
        actor=user,
        action="initiatives.withdraw_policy",
        target=municipality,
        before=_told(before),
        after=_told(made),
    )


@transaction.atomic
def send_policy_link(*, municipality: Municipality, name: str, email: str, user: User) -> PolicyLink:
    """Sends an official a link and, in another e-mail, a code. A link of the same address before it stops working.

    Raises DomainError for who may not, for an address whose reader wants no e-mail, and when there were enough today.
    """
    municipality = _locked(municipality)
    refuse(why_not_keep_policies(municipality, user))
    email = email.strip().lower()
    _may_be_sent(email, user)
    municipality.policy_links.filter(official_email=email, replaced_at=None, withdrawn_at=None).update(
        replaced_at=clock.now()
    )
    made = LinkSecrets()
    link = PolicyLink.objects.create(
        municipality=municipality, official_name=name, official_email=email, made_by=user, **made.kept(days=LINK_DAYS)
    )
    record(actor=user, action="initiatives.send_policy_link", target=municipality, after={"link": link.pk})
    address = settings.SITE_URL + reverse("initiatives:policy_official", args=[made.token])
    stop = settings.SITE_URL + reverse("initiatives:stop_policy_links", args=[made.token])
    words = {"municipality": municipality.name, "official": name, "advisor": str(user), "days": LINK_DAYS}
    send_email(
        to=email,
        language=settings.LANGUAGE_CODE,
        kind="initiatives_policy_link",
        context={**words, "url": address, "stop": stop},
    )
    _send_code(link, made.code)
    return link


@transaction.atomic
def withdraw_policy_link(*, link: PolicyLink, user: User) -> None:
    """Makes a link worthless. What was said by it stays. Withdrawing twice is once."""
    link = PolicyLink.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=link.pk)
    if link.withdrawn_at:
        return
    refuse(why_not_withdraw_policy_link(link, user))
    link.withdrawn_at = clock.now()
    link.save(update_fields=["withdrawn_at"])
    record(
        actor=user,
        action="initiatives.withdraw_policy_link",
        target=link.municipality,
        before={"link": link.pk},
    )


@transaction.atomic
def open_policy_link(*, link: PolicyLink, address: str, code: str | None = None, is_known: bool = False) -> Opened:
    """What somebody who comes by the link gets, and the log of it. `is_known` says that they gave the code before."""
    link = _locked_link(link)
    if comes_too_often(link):
        return Opened.HELD
    is_good = why_not_use_policy_link(link) is None
    outcome = note_opening(link, address=address, code=code, is_known=is_known, is_good=is_good)
    record(
        actor=None,
        action="initiatives.open_policy_link",
        target=link.municipality,
        after={"link": link.pk, "outcome": outcome.value},
    )
    return outcome


@transaction.atomic
def send_another_policy_code(*, link: PolicyLink) -> None:
    """Sends a new code to the official's own address. Raises DomainError when the link is not good, or there were
    enough.
    """
    link = _locked_link(link)
    refuse(why_not_use_policy_link(link))
    code = give_another_code(link)
    record(actor=None, action="initiatives.send_another_policy_code", target=link.municipality, after={"link": link.pk})
    _send_code(link, code)


@transaction.atomic
def state_policy_by_link(
    *, link: PolicyLink, said: Sequence[SaidByMunicipality], still_true: bool
) -> list[PolicyStatement]:
    """Writes down what an official changed of their policy, and with `still_true` that the rest is true today as well.

    Tells the advisor who sent the link, and the official's own address. Raises DomainError for a link that is not good.
    """
    link = _locked_link(link)
    municipality = _locked(link.municipality)
    refuse(why_not_use_policy_link(link))
    newest = newest_statements(municipality)
    made = []
    for each in said:
        before = newest.get(each.topic)
        if not _is_news(each, before, still_true):
            continue
        statement = _by_link(link, municipality, each)
        made.append(statement)
        record(
            actor=None,
            action="initiatives.state_policy_by_link",
            target=municipality,
            before=_told(before),
            after=_told(statement),
        )
    if made:
        _tell(link, municipality)
    return made


@transaction.atomic
def stop_policy_links(*, link: PolicyLink) -> None:
    """Sends nothing to the address of this official ever again. This link stays good."""
    stop_emails(link.official_email)
    record(actor=None, action="initiatives.stop_invitations", target=link.municipality)


@transaction.atomic
def allow_policy_links(*, link: PolicyLink) -> None:
    """Lets groups and advisors write to this address again."""
    if allow_emails(link.official_email):
        record(actor=None, action="initiatives.allow_invitations", target=link.municipality)


def _locked(municipality: Municipality) -> Municipality:
    found = Municipality.objects.select_for_update(of=("self",)).select_related("went_into")
    return found.get(pk=municipality.pk)


def _locked_link(link: PolicyLink) -> PolicyLink:
    found = PolicyLink.objects.select_for_update(of=("self",)).select_related("municipality__went_into", "made_by")
    return found.get(pk=link.pk)


def _may_be_sent(email: str, user: User) -> None:
    """Raises DomainError when no e-mail may go to this address now."""
    if wants_no_invitations(email):
        sentence = _("Who reads this address wants no e-mail of CoopHub. Call them, or ask a colleague.")
        raise DomainError(sentence, field="email")
    lately = PolicyLink.objects.filter(made_at__gt=clock.now() - timedelta(days=1))
    if lately.filter(made_by=user).count() >= MOST_OF_AN_ADVISOR:
        sentence = _("You sent %(count)s links today, and that is the most. Go on tomorrow.")
        raise DomainError(sentence % {"count": MOST_OF_AN_ADVISOR}, field="email")
    if lately.filter(official_email=email).count() >= MOST_TO_AN_ADDRESS:
        raise DomainError(_("This address got enough links today. Send the next one tomorrow."), field="email")


def _is_news(said: SaidByMunicipality, before: PolicyStatement | None, still_true: bool) -> bool:
    was = (before.stance, before.text, before.source_url) if before is not None and before.is_known else ("", "", "")
    if (said.stance, said.text, said.source_url) != was:
        return True
    return still_true and said.says_something


def _by_link(link: PolicyLink, municipality: Municipality, said: SaidByMunicipality) -> PolicyStatement:
    with translation.override(settings.LANGUAGE_CODE):
        source = said.source or _("The municipality itself")
    return municipality.policy_statements.create(
        topic=said.topic,
        is_known=said.says_something,
        stance=said.stance,
        text=said.text,
        source=source,
        source_url=said.source_url if said.says_something else "",
        known_on=clock.today(),
        link=link,
    )


def _tell(link: PolicyLink, municipality: Municipality) -> None:
    notify(
        recipients=[link.made_by] if link.made_by.is_active else [],
        kind="initiatives_policy_kept",
        context={"municipality": municipality.name},
        url=reverse("initiatives:policy", args=[municipality.pk]),
    )
    send_email(
        to=link.official_email,
        language=settings.LANGUAGE_CODE,
        kind="initiatives_policy_receipt",
        context={"municipality": municipality.name, "official": link.official_name},
    )


def _send_code(link: PolicyLink, code: str) -> None:
    send_email(
        to=link.official_email,
        language=settings.LANGUAGE_CODE,
        kind="initiatives_policy_code",
        context={"municipality": link.municipality.name, "code": code},
    )


def _facts_of(statement: PolicyStatement) -> dict[str, Any]:
    return {name: getattr(statement, name) for name in ("stance", "text", "source", "source_url", "known_on")}


def _told(statement: PolicyStatement | None) -> Mapping[str, Any] | None:
    """What the trail says of it."""
    if statement is None:
        return None
    return {"topic": statement.topic, "is_known": statement.is_known, **_facts_of(statement)}
