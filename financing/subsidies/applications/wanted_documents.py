"""Which documents an application needs: those of its scheme, and the proof that KB 11 asks of everybody."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from financing.subsidies.models import SchemeVersion


@dataclass(frozen=True)
class WantedDocument:
    slug: str
    title: str | Promise
    help_text: str | Promise


PROOF_OF_ACCOUNT = WantedDocument(
    "bank-account",
    _("Proof of the bank account"),
    _(
        "A bank statement or letter of the bank with the account number and the name of your association or "
        "co-operative."
    ),
)


def wanted_documents(version: SchemeVersion) -> list[WantedDocument]:
    """The documents in the scheme's order, the proof of the account last (KB 11).

    A scheme may ask for that proof in words of its own; a notification asks no money, so it needs none.
    """
    asked = [
        WantedDocument(required.slug, required.title, required.help_text)
        for required in version.required_documents.all()
    ]
    has_own = any(wanted.slug == PROOF_OF_ACCOUNT.slug for wanted in asked)
    return asked if has_own or not version.has_money else [*asked, PROOF_OF_ACCOUNT]
