"""What an application still lacks, each thing with the very field where it is filled in: what each part says, the
documents, the conditions of the scheme and the second signature.

`field` is the id of the input on the page of its part, so that every sentence can be a link to it.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from coophub.documents.models import Document
from coophub.documents.selectors import documents_of, is_refused, latest_version
from financing.subsidies.applications.parts.findings import DraftToJudge, Missing, Remark
from financing.subsidies.applications.sections import CONDITIONS, DOCUMENTS, SIGNATURE, parts_of
from financing.subsidies.applications.wanted_documents import wanted_documents
from financing.subsidies.models import Application
from financing.subsidies.procedure.signing import co_signature
from financing.subsidies.schemes.eligibility import check_eligibility


def missing_from(application: Application) -> list[Missing]:
    """Everything that is missing; empty for an application that can be submitted."""
    draft = DraftToJudge(application)
    found = [item for part in parts_of(draft.version) for item in part.missing(draft)]
    return [*found, *_documents(application), *_conditions(application), *_signature(application)]


def remarks_on(application: Application) -> list[Remark]:
    """What the group had better know, each part's own, and one file for more than one thing."""
    draft = DraftToJudge(application)
    found = [item for part in parts_of(draft.version) for item in part.remarks(draft)]
    return [*found, *_same_files(application)]


def _documents(application: Application) -> Iterator[Missing]:
    present = {document.category for document in documents_of(application) if not is_refused(document)}
    for wanted in wanted_documents(application.scheme_version):
        if wanted.slug not in present:
            yield Missing(
                DOCUMENTS, _("Add this document: %(title)s") % {"title": wanted.title}, f"id_{wanted.slug}_upload"
            )


def _same_files(application: Application) -> Iterator[Remark]:
    """One file for several purposes: that may be right, but it is often a mistake."""
    by_content: dict[str, list[Document]] = {}
    for document in documents_of(application):
        if (latest := latest_version(document)) is not None:
            by_content.setdefault(latest.sha256, []).append(document)
    for same in by_content.values():
        if len(same) > 1:
            titles = ", ".join(f"“{document.title}”" for document in same)
            yield Remark(
                DOCUMENTS,
                _("You added the same file for %(titles)s. That is allowed. Look whether it shows all of this.")
                % {"titles": titles},
                f"document-{same[0].category}",
            )


def _conditions(application: Application) -> Iterator[Missing]:
    for check in check_eligibility(application.scheme_version, application.initiative, application.plan):
        if check.met is False:
            yield Missing(
                CONDITIONS, _("A condition is not met: %(rule)s") % {"rule": check.explanation}, fact=check.fact
            )


def _signature(application: Application) -> Iterator[Missing]:
    if co_signature(application) is None:
        yield Missing(SIGNATURE, _("A second board member has to sign along."))
