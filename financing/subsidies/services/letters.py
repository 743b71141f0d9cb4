"""Letters: their facts are frozen, the PDF is made in the background, the group is told without personal data."""

from coophub.reports.services import request_report
from financing.subsidies.models import Application, Letter
from financing.subsidies.papers.letters.letter import LETTER, LetterFacts, compose
from financing.subsidies.services.notices import tell_group


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
