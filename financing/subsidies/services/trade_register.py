"""Asking the trade register about who applied. What it says is remarked on, and never decides anything."""

import datetime as dt

from coophub.connectors import trade_register
from coophub.connectors.asking import AwayError
from coophub.web import clock
from financing.subsidies.models import RegisterExtract, Submission

AT_ONCE = 20
"""So many are asked in a turn."""
DAYS = 30
"""After so long an application is not asked about any more: the case is further by then."""


def ask_trade_register() -> int:
    """Asks about what was submitted lately and was not asked about yet. Gives how many answers there are.

    A register that is away is asked again at the next turn.
    """
    if not trade_register.is_set():
        return 0
    since = clock.now() - dt.timedelta(days=DAYS)
    waiting = Submission.objects.filter(
        register_extract=None, submitted_at__gte=since, kvk_number__regex=r"^\d{8}$"
    ).order_by("submitted_at")
    answers = 0
    for submission in waiting.defer("content", "words")[:AT_ONCE]:
        try:
            _ask(submission)
        except AwayError:
            break
        answers += 1
    return answers


def _ask(submission: Submission) -> None:
    number = submission.kvk_number or ""
    found = trade_register.registration_of(number)
    RegisterExtract.objects.get_or_create(
        submission=submission,
        defaults={
            "number": number,
            "name": found.name if found else "",
            "ended_on": found.ended_on if found else None,
            "asked_at": clock.now(),
        },
    )
