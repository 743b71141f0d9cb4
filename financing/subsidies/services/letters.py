"""Letters: their facts are frozen, the PDF is made in the background, the group is told without personal data."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from coophub.reports.services import request_report
from financing.subsidies.models import Application, Letter
from financing.subsidies.papers.letters.letter import LETTER, LetterFacts, compose
from financing.subsidies.services.notices import tell_group

_stay_here: ContextVar[bool] = ContextVar("letters_stay_here", default=False)


@contextmanager
def letters_stay_here() -> Iterator[None]:
    """A letter that is sent as long as this lasts is only read: it has no PDF and nobody is told."""
    before = _stay_here.set(True)
    try:
        yield
    finally:
        _stay_here.reset(before)


def send_letter(application: Application, facts: LetterFacts, *, occasion: str = "") -> Letter:
    """Freezes a letter, has its PDF made and tells the group. A letter of the same occasion is sent once."""
    sent = Letter.objects.filter(application=application, kind=facts.kind, occasion=occasion).first()
    if sent is not None:
        return sent
    letter = compose(application, facts, occasion=occasion)
    letter.save()
    if _stay_here.get():
        return letter
    request_report(kind=LETTER, subject=letter, user=None, language="nl")
    tell_group(application, facts.notice)
    return letter
