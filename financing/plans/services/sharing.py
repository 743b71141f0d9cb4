"""Private links: making, withdrawing and opening them."""

import datetime as dt
import secrets
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from coophub.accounts.models import User
from coophub.audit.origin import short_origin
from coophub.audit.services import record
from coophub.web import clock
from financing.plans.models import Plan, PlanVersion, ShareLink, ShareVisit

MAX_WRONG = 10
WRONG_WITHIN = dt.timedelta(minutes=15)
"""After so many wrong pass phrases in this time, none is looked at any more."""


@dataclass(frozen=True)
class NewLink:
    """`token` is the secret part of the address. It is known only now; it is None when the form was sent before."""

    link: ShareLink
    token: str | None


@transaction.atomic
def share_version(
    *, version: PlanVersion, recipient: str, days: int, pass_phrase: str, key: UUID, user: User
) -> NewLink:
    """Makes a private link to a version, good for so many days. The same form sent twice gives one link."""
    Plan.objects.select_for_update(of=("self",)).get(pk=version.plan_id)
    made_before = ShareLink.objects.filter(submission_key=key, version__plan=version.plan_id).first()
    if made_before is not None:
        return NewLink(made_before, None)
    token = secrets.token_urlsafe(32)
    link = ShareLink.objects.create(
        version=version,
        recipient=recipient,
        token_sha256=ShareLink.hash_of(token),
        pass_phrase_hash=make_password(pass_phrase) if pass_phrase else "",
        expires_at=clock.now() + dt.timedelta(days=days),
        submission_key=key,
        created_by=user,
    )
    record(
        actor=user,
        action="plans.share",
        target=version.plan,
        after={
            "recipient": recipient,
            "version": version.number,
            "until": link.expires_at,
            "pass_phrase": bool(pass_phrase),
        },
    )
    return NewLink(link, token)


@transaction.atomic
def revoke_link(*, link: ShareLink, user: User) -> ShareLink:
    """Makes a link worthless at once. Withdrawing twice changes nothing."""
    link = ShareLink.objects.select_for_update(of=("self",)).select_related("version__plan").get(pk=link.pk)
    if link.revoked_at is None:
        link.revoked_at = clock.now()
        link.save(update_fields=["revoked_at"])
        record(actor=user, action="plans.revoke_link", target=link.version.plan, before={"recipient": link.recipient})
    return link


@transaction.atomic
def open_link(
    *,
    link: ShareLink,
    address: str,
    pass_phrase: str | None = None,
    is_known: bool = False,
    is_download: bool = False,
) -> ShareVisit.Outcome:
    """What a visitor gets, and the log of it. `is_known` says that this visitor gave the right pass phrase before."""
    link = ShareLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    outcome = _outcome(link, pass_phrase, is_known)
    if outcome == ShareVisit.Outcome.READ and is_download:
        outcome = ShareVisit.Outcome.DOWNLOADED
    ShareVisit.objects.create(link=link, outcome=outcome, origin=short_origin(address))
    return outcome


def may_read(*, link: ShareLink, is_known: bool) -> bool:
    """Whether this visitor may have what the link opens, without a visit: for who waits for a document that was asked
    for.
    """
    return _outcome(link, None, is_known) == ShareVisit.Outcome.READ


def _outcome(link: ShareLink, pass_phrase: str | None, is_known: bool) -> ShareVisit.Outcome:
    if not link.is_good:
        return ShareVisit.Outcome.CLOSED
    if not link.pass_phrase_hash or is_known:
        return ShareVisit.Outcome.READ
    if pass_phrase is None:
        return ShareVisit.Outcome.ASKED
    since = clock.now() - WRONG_WITHIN
    if link.visits.filter(outcome=ShareVisit.Outcome.WRONG, at__gt=since).count() >= MAX_WRONG:
        return ShareVisit.Outcome.HELD
    return ShareVisit.Outcome.RIGHT if check_password(pass_phrase, link.pass_phrase_hash) else ShareVisit.Outcome.WRONG
