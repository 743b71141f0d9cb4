"""Plan documents that staff bring along: a zip of them, read with bounds."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from coophub.web.errors import DomainError
from coophub.web.texts import clean_line
from financing.engine import PlanError, parse_plan
from financing.plans.document.incoming import as_kept
from financing.plans.document.rows import PlanDocument
from financing.plans.figures.problems import problem_in_words

MOST_DOCUMENTS = 200
MOST_BYTES_OF_ALL, MOST_BYTES = 5_000_000, 300_000
"""Of a zip, and of a document in it when it is unpacked."""
MOST_TOLD = 3


def plans_in_zip(content: bytes) -> list[PlanDocument]:
    """The plans (`coophub.plan/1`) in a zip, in the order of their names.

    Raises DomainError with the name of each document that is none, and the path of what is wrong in it.
    """
    found, wrong = [], []
    for name, text in _documents(content):
        try:
            found.append(_plan(text))
        except _BrokenDocumentError as error:
            wrong.append(f"{clean_line(name)[:120]}: {error}")
    if wrong:
        more = len(wrong) - MOST_TOLD
        also = [_("And %(count)s documents more.") % {"count": more}] if more > 0 else []
        raise _refused(" ".join([*wrong[:MOST_TOLD], *also]))
    if not found:
        raise _refused(_("There is no plan in this zip. Put plan documents (.json) in it."))
    return found


class _BrokenDocumentError(Exception):
    """Says what is wrong with a single document."""


def _documents(content: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = sorted(name for name in archive.namelist() if _is_document(name))
            if len(names) > MOST_DOCUMENTS:
                raise _refused(
                    _("There are %(count)s documents in this zip. It can hold at most %(most)s.")
                    % {"count": len(names), "most": MOST_DOCUMENTS}
                )
            for name in names:
                with archive.open(name) as part:
                    yield name, part.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise _refused(_("We cannot read this zip. Make it again, without a password.")) from error


def _is_document(name: str) -> bool:
    """Some programs put what only they need beside the documents."""
    return name.lower().endswith(".json") and not PurePosixPath(name).name.startswith(".") and "__MACOSX" not in name


def _plan(text: bytes) -> PlanDocument:
    if len(text) > MOST_BYTES:
        raise _BrokenDocumentError(_("this document is larger than a plan can be."))
    try:
        document: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _BrokenDocumentError(_("this is no JSON.")) from error
    if not isinstance(document, dict):
        raise _BrokenDocumentError(_("this is no plan document."))
    kept = as_kept(document)
    try:
        parse_plan(kept)
    except PlanError as error:
        problem = error.problems[0]
        path = problem.path or _("the document")
        raise _BrokenDocumentError(f"{path}: {problem_in_words(problem)}") from error
    return kept


def _refused(sentence: str) -> DomainError:
    return DomainError(sentence, field="documents")
