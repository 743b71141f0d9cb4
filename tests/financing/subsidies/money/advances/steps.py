"""Asking for an advance, deciding on it, and what else happens to its award."""

from decimal import Decimal

from financing.subsidies.services import advances, later_decisions, settlement
from financing.subsidies.services.rehearsing import rehearse
from tests.financing.subsidies.life import today

LEFT = Decimal(18_000)
"""What is left of an award of 90,000 with an advance of 80 %."""


def ask(application, people, *, amount=LEFT, needed_from=None, purpose="De aannemer vraagt een termijn.", **fields):
    return advances.ask_advance(
        application=application,
        amount=Decimal(amount),
        needed_from=needed_from or today(),
        purpose=purpose,
        user=people["owner"],
        **fields,
    )


def draft(application, people, *, amount=LEFT, **fields):
    return advances.draft_advance(
        application=application,
        amount=Decimal(amount),
        reasons="Het werk begint eerder.",
        user=people["reviewer"],
        **fields,
    )


def decide(application, people, **fields):
    return later_decisions.sign_later_decision(decision=draft(application, people, **fields), user=people["decider"])


def amend(application, people, amount):
    changed = settlement.draft_amendment(
        application=application,
        amount=Decimal(amount),
        reasons="Minder woningen.",
        hearing="not_needed",
        user=people["reviewer"],
    )
    return later_decisions.sign_later_decision(decision=changed, user=people["decider"])


def settle(application, people, amount=90_000):
    settled = settlement.draft_settlement(
        application=application, amount=Decimal(amount), reasons="Alles is gedaan.", user=people["reviewer"]
    )
    return later_decisions.sign_later_decision(decision=settled, user=people["decider"])


def rehearsed(decision, decider):
    """How the letter reads before it is signed, or why it cannot be signed."""
    return rehearse(
        application=decision.application,
        act=lambda: later_decisions.sign_later_decision(decision=decision, user=decider),
    )
