"""Who of the group may sign its application along, submit it and take it back."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.web import clock
from coophub.web.formats import to_the_second
from coophub.web.refusals import OUT_OF_ORDER, Because, Refusal, by_person, by_state, by_time
from financing.subsidies.applications.parts.findings import Missing
from financing.subsidies.applications.sections import SIGNATURE
from financing.subsidies.models import Application, SignatureRequest
from financing.subsidies.procedure.signing import standing_signature

MOST_ASKED_A_DAY = 3
"""E-mails to one person about one application."""


def why_not_co_sign(application: Application, missing: Sequence[Missing], user: User) -> Refusal | None:
    """Agree with the application as it is: not whoever changed it last. `missing` is what it still lacks."""
    is_signed = all(item.section != SIGNATURE for item in missing)
    if not application.is_draft or is_signed:
        return OUT_OF_ORDER
    if application.changed_by_id == user.pk:
        return by_person(_("You changed this application last. Somebody else of the group signs along."))
    if any(item.section != SIGNATURE for item in missing):
        return by_state(_("Something is still missing. Complete the application first."))
    return None


def why_not_ask_to_sign(
    application: Application, missing: Sequence[Missing], asked: User, user: User
) -> Refusal | None:
    """Ask somebody to sign along: another than yourself, who could sign this moment."""
    if refusal := why_not_co_sign(application, missing, asked):
        if refusal.because is not Because.PERSON:
            return refusal
        return by_state(_("%(name)s changed this application last, so somebody else signs along.") % {"name": asked})
    if asked.pk == user.pk:
        return by_state(_("You can sign along yourself."))
    return None


def why_not_ask_again(asked: User, requests: Sequence[SignatureRequest], today: dt.date) -> Refusal | None:
    """Ask the same person once more: a few times a day. `requests` are all of one application."""
    of_today = [item for item in requests if item.asked_id == asked.pk and clock.day_of(item.asked_at) == today]
    if len(of_today) < MOST_ASKED_A_DAY:
        return None
    return by_time(
        _("%(name)s was asked %(count)s times today. Ring each other, or ask again tomorrow.")
        % {"name": asked, "count": len(of_today)}
    )


def why_not_submit(
    application: Application, missing: Sequence[Missing], user: User, now: dt.datetime
) -> Refusal | None:
    """Submit while the window is open and nothing is missing, the second signature included: not whoever gave that."""
    version = application.scheme_version
    if not application.is_draft:
        return OUT_OF_ORDER
    if now < version.opens_at:
        return by_time(
            _("The window opens at %(opens)s and it is %(now)s now. Your draft is kept.")
            % {"opens": to_the_second(version.opens_at), "now": to_the_second(now)}
        )
    if now > version.closes_at:
        return by_time(
            _("The window closed at %(closed)s and it is %(now)s now. Your draft is kept.")
            % {"closed": to_the_second(version.closes_at), "now": to_the_second(now)}
        )
    if missing:
        return by_state(_("Something is still missing. You find it in the list, with a link to each place."))
    signature = standing_signature(application)
    if signature is not None and signature.signed_by_id == user.pk:
        return by_person(_("You signed along yourself. Somebody else of the group submits it: that makes two."))
    return None


def why_not_withdraw(application: Application) -> Refusal | None:
    if application.is_undecided:
        return None
    return by_state(_("There is a decision on this application already, so it cannot be withdrawn."))
