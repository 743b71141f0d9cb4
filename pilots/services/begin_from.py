"""The examples of ours that groups can begin from, added to the library by two advisors."""

import tomllib
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

import pilots.library
from coophub.accounts.models import User
from coophub.web import clock
from pilots.library.open_document import MIME, as_open_document
from pilots.models import ModelVersion
from pilots.services.model_documents import ModelVersionInput, add_model, approve_model_version

FOLDER = Path(pilots.library.__file__).parent / "begin_from"
YEARS_GOOD_FOR = 2


@transaction.atomic
def add_examples(*, author: User, approver: User) -> list[ModelVersion]:
    """Adds those that are not there yet, by their title, and publishes them. A second time it adds nothing.

    Raises DomainError when one of the two is no advisor, or when they are the same person.
    """
    found: dict[str, list[dict[str, Any]]] = tomllib.loads((FOLDER / "begin_from.toml").read_text(encoding="utf-8"))
    known = set(ModelVersion.objects.values_list("title", flat=True))
    return [_add(author, approver, **document) for document in found["document"] if document["title"] not in known]


def _add(author: User, approver: User, *, file: str, kind: str, **said: str) -> ModelVersion:
    text = (FOLDER / f"{file}.md").read_text(encoding="utf-8")
    day = clock.today()
    version = add_model(
        kind=kind,
        version=ModelVersionInput(
            holds_from=day,
            source_on=day,
            check_again_by=day + relativedelta(years=YEARS_GOOD_FOR),
            **{name: words.strip() for name, words in said.items()},
        ),
        upload=SimpleUploadedFile(f"{file}.odt", as_open_document(text), MIME),
        user=author,
    )
    return approve_model_version(version=version, read=version.seal, user=approver)
