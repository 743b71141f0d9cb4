"""In which languages the texts of a scheme are there."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from coophub.web.bilingual import Bilingual, both, reads_dutch
from financing.subsidies.models import LoanTerms, SchemeVersion


def said_once(version: SchemeVersion) -> str:
    """What a reader of English has to know of the language of this scheme, to say once on a page; empty for nothing."""
    if reads_dutch():
        return ""
    written = [text for text in _texts_of(version) if text.dutch]
    in_dutch = [text for text in written if not text.english]
    if not in_dutch:
        return ""
    if len(in_dutch) == len(written):
        return _("The texts of this scheme are in Dutch only.")
    return _("Some texts of this scheme are in Dutch only.")


def _texts_of(version: SchemeVersion) -> Iterator[Bilingual]:
    yield both(version, "summary")
    if version.is_example:
        yield both(version, "example_note")
    yield from version.costs.values()
    for document in version.required_documents.all():
        yield from (both(document, "title"), both(document, "help_text"))
    for criterion in version.criteria.all():
        yield from (both(criterion, "title"), both(criterion, "guidance"))
    for rule in version.eligibility_rules.all():
        yield both(rule, "explanation")
    for terms in LoanTerms.objects.filter(version=version):
        yield both(terms, "conditions")
