"""Letters: their facts are frozen, the PDF is made in the background, the group is told without personal data."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from coophub.reports.services import request_report
from financing.subsidies.models import Application, Letter
from financing.subsidies.papers.letters import LETTER, write_letter
from financing.subsidies.services.notices import tell_group

KIND = Letter.Kind

TOLD_OTHERWISE = {KIND.RECEIPT: "subsidies_received", KIND.DECISION: "subsidies_decided"}
"""Letters with a notice of their own; the others share one."""


def send_letter(
    application: Application, kind: str, facts: Mapping[str, Any], *, now: dt.datetime | None = None, occasion: str = ""
) -> Letter:
    """Freezes a letter, has its PDF made and tells the members of the group. A letter of the same occasion is sent once."""
    sent = Letter.objects.filter(application=application, kind=kind, occasion=occasion).first()
    if sent is not None:
        return sent
    letter = write_letter(application, kind, facts, now=now, occasion=occasion)
    letter.save()
    request_report(kind=LETTER, subject=letter, user=None, language="nl")
    tell_group(application, TOLD_OTHERWISE.get(KIND(kind), "subsidies_letter"))
    return letter
