"""How the letters of a scheme read, with made-up facts: for whoever writes its texts. Nothing here is kept or sent."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import override

from coophub.web import clock
from financing.subsidies.models import Application, Letter, SchemeVersion
from financing.subsidies.papers.letters.kinds import KINDS
from financing.subsidies.papers.letters.letter import MadeUp, compose
from initiatives.models import Initiative, Municipality


def example_letter(version: SchemeVersion, kind: str) -> Letter:
    """A letter of this kind to a made-up group; in a decision the texts that can be chosen stand behind the reasons."""
    amount = version.maximum_amount or Decimal(50_000)
    application = Application(
        scheme_version=version,
        initiative=Initiative(
            name="Voorbeeldgroep",
            legal_name="Wooncoöperatie Voorbeeld U.A.",
            municipality=Municipality(name="Voorbeeldstad"),
        ),
        number="WC-VOORBEELD",
        amount_requested=amount,
        submitted_at=clock.now(),
    )
    chosen = version.text_blocks.filter(letter=kind, is_always_used=False).values_list("text", flat=True)
    with override("nl"):
        reasons = _("(Here stand the reasons of this decision.)")
        words = _("(Here stands what is written for this letter.)")
    made_up = MadeUp(
        version=version,
        amount=amount,
        today=clock.today(),
        words=words,
        reasons="\n\n".join([reasons, *chosen]),
    )
    return compose(application, KINDS[kind].example(made_up))
