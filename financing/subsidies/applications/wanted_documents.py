"""Which documents an application needs: those of its scheme, and the proof that KB 11 asks of everybody."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from coophub.documents.models import Document
from coophub.web.bilingual import AnyWords, both
from financing.subsidies.applications.sections import sections_of
from financing.subsidies.models import SchemeVersion

SHORT_WORD = 3
"""AnyWords up to this length say nothing of what a document is, such as "van" and "de"."""


@dataclass(frozen=True)
class WantedDocument:
    """`part` is the part of the form that is this document, when a group fills it in there; `step` the step of the road
    map that brings it.
    """

    slug: str
    title: AnyWords
    help_text: AnyWords
    part: str = ""
    step: str = ""


PROOF_OF_ACCOUNT = WantedDocument(
    "bank-account",
    _("Proof of the bank account"),
    _(
        "A bank statement or letter of the bank with the account number and the name of your association or "
        "co-operative."
    ),
    step="legal-form",
)


def needed_documents(version: SchemeVersion) -> list[WantedDocument]:
    """The documents in the scheme's order, the proof of the account last (KB 11); also those that are a part of the
    form.

    A scheme may ask for that proof in words of its own; a notification asks no money, so it needs none.
    """
    parts = sections_of(version)
    asked = [
        WantedDocument(
            required.slug,
            both(required, "title"),
            both(required, "help_text"),
            required.part if required.part in parts else "",
            required.step,
        )
        for required in version.required_documents.all()
    ]
    has_own = any(wanted.slug == PROOF_OF_ACCOUNT.slug for wanted in asked)
    return asked if has_own or not version.has_money else [*asked, PROOF_OF_ACCOUNT]


def wanted_documents(version: SchemeVersion) -> list[WantedDocument]:
    """Those that are added as a file: what is filled in is not asked twice."""
    return [wanted for wanted in needed_documents(version) if not wanted.part]


def likeliest(wanted: WantedDocument, own: Iterable[Document]) -> Document | None:
    """Which of a group's own documents is probably the one that is wanted, by its name; the newest of more.

    Groups call their documents by their Dutch names, in whatever language they read.
    """
    with translation.override("nl"):
        title = str(wanted.title)
    for words in (_words(title), _words(wanted.slug)):
        found = [document for document in own if words and words <= _words(document.title)]
        if found:
            return max(found, key=lambda document: document.created_at)
    return None


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) > SHORT_WORD}
