"""The letter of a step before it goes: the step is taken for real and taken back, so that not a word differs."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from coophub.accounts.models import Role, User
from coophub.web.errors import DomainError
from financing.subsidies.models import Application, Decision, LaterDecision, Letter
from financing.subsidies.services.deciding import sign_decision
from financing.subsidies.services.later_decisions import sign_later_decision
from financing.subsidies.services.letters import letters_stay_here
from financing.subsidies.services.steps import locked


@dataclass(frozen=True)
class Rehearsal:
    """What a step would send: its letter, or the rule that stands in the way. Neither when it sends nothing now.

    `unsigned_because` is the rule that lets a draft be kept and not be signed as things stand.
    """

    letter: Letter | None = None
    refusal: DomainError | None = None
    unsigned_because: DomainError | None = None


class UnsignedError(DomainError):
    """Why a draft that can be kept cannot be signed now."""


def rehearse(*, application: Application, act: Callable[[], object]) -> Rehearsal:
    """The letter that goes out when this is done.

    Rows and notices go back with it; the letter itself stays here. A stored file would stay: an act that takes uploads
    is not rehearsed.
    """
    try:
        with transaction.atomic():
            # Under the lock that the act takes too, so that no letter of somebody else comes in between.
            locked(application)
            earlier = list(Letter.objects.filter(application=application).values_list("pk", flat=True))
            with letters_stay_here():
                act()
            letter = Letter.objects.filter(application=application).exclude(pk__in=earlier).first()
            transaction.set_rollback(True)
    except UnsignedError as error:
        return Rehearsal(unsigned_because=error)
    except DomainError as error:
        return Rehearsal(refusal=error)
    return Rehearsal(letter=letter)


def rehearse_draft(*, application: Application, draft: Callable[[], object]) -> Rehearsal:
    """The letter that goes out when this draft is signed as it is now, but for the name of whoever signs."""

    def draft_and_sign() -> None:
        drafted = draft()
        try:
            _sign(drafted, _anybody_who_signs())
        except DomainError as error:
            raise UnsignedError(error.message) from error

    return rehearse(application=application, act=draft_and_sign)


def _sign(drafted: object, signer: User) -> None:
    if isinstance(drafted, LaterDecision):
        sign_later_decision(decision=drafted, user=signer)
    elif isinstance(drafted, Decision):
        sign_decision(application=drafted.application, user=signer)


def _anybody_who_signs() -> User:
    """A decider who had no part in the case and is gone after the rehearsal: who will sign is not known yet."""
    with translation.override("nl"):
        name = _("(Here stands the name of whoever signs.)")
    signer = User.objects.create_user(f"{uuid4()}@rehearsal.invalid", name=name)
    signer.roles = frozenset({Role.DECIDER})
    return signer
