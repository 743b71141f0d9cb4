"""Letters: their facts are frozen, the PDF is made in the background, the group is told without personal data."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from coophub.reports.services import request_report
from coophub.web.errors import DomainError
from financing.subsidies.models import Application, Letter
from financing.subsidies.papers.letters.letter import LETTER, LetterFacts, compose
from financing.subsidies.services.notices import tell_group
from financing.subsidies.services.steps import locked


def send_letter(application: Application, facts: LetterFacts, *, occasion: str = "") -> Letter:
    """Freezes a letter, has its PDF made and tells the group. A letter of the same occasion is sent once."""
    sent = Letter.objects.filter(application=application, kind=facts.kind, occasion=occasion).first()
    if sent is not None:
        return sent
    letter = compose(application, facts, occasion=occasion)
    letter.save()
    request_report(kind=LETTER, subject=letter, user=None, language="nl")
    tell_group(application, facts.notice)
    return letter


@dataclass(frozen=True)
class Rehearsal:
    """What a step would send: its letter, or the rule that stands in the way. Neither when it sends nothing now."""

    letter: Letter | None = None
    refusal: DomainError | None = None


def rehearse(*, application: Application, act: Callable[[], object]) -> Rehearsal:
    """The letter that goes out when this is done: it is done for real and taken back, so that not a word differs.

    Rows, jobs, mails and notices go back with it. A stored file would stay: an act that takes uploads is not rehearsed.
    """
    try:
        with transaction.atomic():
            # Under the lock that the act takes too, so that no letter of somebody else comes in between.
            locked(application)
            earlier = list(Letter.objects.filter(application=application).values_list("pk", flat=True))
            act()
            letter = Letter.objects.filter(application=application).exclude(pk__in=earlier).first()
            transaction.set_rollback(True)
    except DomainError as error:
        return Rehearsal(refusal=error)
    return Rehearsal(letter=letter)
