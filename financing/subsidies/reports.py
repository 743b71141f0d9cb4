"""Letters as PDF. They are official, so they are in Dutch."""

import datetime as dt
from decimal import Decimal
from typing import cast

from django.utils.translation import gettext_lazy as _

from coophub.reports.models import ReportJob
from coophub.reports.pdf import render_pdf
from coophub.reports.registry import Progress, RenderedReport, ReportKind, register
from financing.subsidies.models import Letter
from financing.subsidies.services.letters import LETTER

DAYS = ("decide_by", "object_by")
AMOUNTS = ("amount", "amount_requested")


def build_letter(job: ReportJob, progress: Progress) -> RenderedReport:
    """A letter from the facts that were frozen when it was sent."""
    letter = cast(Letter, job.subject)
    facts = {
        **letter.facts,
        **{key: dt.date.fromisoformat(letter.facts[key]) for key in DAYS if letter.facts.get(key)},
        **{key: Decimal(letter.facts[key]) for key in AMOUNTS if key in letter.facts},
        "received_at": dt.datetime.fromisoformat(letter.facts["received_at"]),
    }
    progress(30)
    content = render_pdf(
        f"subsidies/letters/{letter.kind}.html", {"letter": letter, "facts": facts}, language=job.language
    )
    return RenderedReport(f"{facts['number']}-{letter.kind}.pdf", "application/pdf", content)


register(
    ReportKind(name=LETTER, title=_("Letter"), permission="subsidies.view_letter", build=build_letter, queue="letters")
)
