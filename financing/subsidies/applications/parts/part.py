"""A part of an application: one class says all of it. What it is called, when a scheme has it, what people fill in,
what is missing and worth knowing, what is frozen of it and how that reads.

`sections.py` puts the parts in order; `templates/subsidies/parts/_<slug>.html` shows one as it was frozen; what keeps
it, where that is more than its answers, stands in `form_page.py`.
"""

import datetime as dt
import hashlib
import json
import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.web.clashes import MINE, ClashRow, Theirs, Writing
from coophub.web.formats import day, euro_cents
from coophub.web.requests import whole_number
from coophub.web.rows import RowForm, RowFormSet
from financing.plans.models import Plan
from financing.subsidies.applications.parts.findings import (
    DraftToJudge,
    FrozenPart,
    FrozenRows,
    Missing,
    Remark,
    SectionFigure,
)
from financing.subsidies.models import Application, SchemeVersion
from initiatives.models import Initiative

MOST_ROWS = 100

Stored = list[dict[str, Any]]


@dataclass(frozen=True)
class ListPiece:
    """A list of rows on a page, with its words."""

    formset: RowFormSet
    row: str | Promise
    add: str | Promise
    heading: str | Promise = ""
    explanation: str | Promise = ""

    @property
    def kept(self) -> list[dict[str, Any]]:
        return [{**form.values, "key": form.cleaned_data.get("key") or uuid.uuid4()} for form in self.formset.kept]


class FormPart(ABC):
    """One part of an application. An instance is one that is filled in, or as it is stored."""

    slug = ""
    title: str | Promise = ""
    lead: str | Promise = ""
    minutes = 0
    """How long it takes about, for who has everything at hand. An estimate."""
    required: ClassVar[Mapping[str, str | Promise]] = {}
    """The answers without which an application is not complete, each with what is said when it is not there."""

    @classmethod
    def is_asked(cls, version: SchemeVersion) -> bool:
        """Whether an application under this version has the part."""
        return True

    @classmethod
    def known(cls, version: SchemeVersion, initiative: Initiative, user: User) -> dict[str, Any]:
        """The answers that CoopHub knows before anything is typed, to confirm or correct."""
        return {}

    @classmethod
    def missing(cls, draft: DraftToJudge) -> Iterator[Missing]:
        """What it still lacks, each thing with the id of the very field where it is filled in."""
        given = draft.answers(cls.slug)
        for name, sentence in cls.required.items():
            if not given.get(name):
                yield Missing(cls.slug, str(sentence), f"id_{name}")

    @classmethod
    def remarks(cls, draft: DraftToJudge) -> Iterator[Remark]:
        """What the group had better know."""
        yield from ()

    @classmethod
    def figures(cls, application: Application) -> list[SectionFigure]:
        """What follows from what is filled in."""
        return []

    @classmethod
    def frozen(cls, application: Application, on: dt.date) -> FrozenPart:
        """What an application says of it on a day."""
        return FrozenPart(application.answers.get(cls.slug))

    @classmethod
    def rows_in(cls, content: Mapping[str, Any]) -> list[FrozenRows]:
        """The lists that a content has of it, which are compared row by row with those that were signed."""
        return []

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Any:
        """What a content says of it, ready for its template. A content may be older than the part."""
        return content["answers"].get(cls.slug, {})

    def __init__(self, application: Application, data: Any = None, *, spare: str = "") -> None:
        self.application = application
        self.data = data
        self.spare = spare
        self.forms: dict[str, forms.Form] = {}
        self.lists: dict[str, ListPiece] = {}
        self.build()

    @abstractmethod
    def build(self) -> None:
        """Makes the forms and lists of this part."""

    @property
    def mark_name(self) -> str:
        return f"mark-{self.slug}"

    @property
    def mark(self) -> str:
        """What the page shows of this part, for when it comes back: the revision, and a hash of what stands there."""
        sent = self.data.get(self.mark_name) if self.data else None
        return sent or f"{self.application.revision}.{self._hash_of(typed=False)}"

    @property
    def is_touched(self) -> bool:
        """Whether something else was typed than the page showed; a page that does not say what it showed counts."""
        return self.mark.partition(".")[2] != self._hash_of(typed=True)

    def builds_on(self, writing: Writing) -> int:
        """The revision to go on from: what the page showed of this part, or what its writer saw and replaces."""
        if writing.settle == MINE or self.mark_name not in self.data:
            return writing.builds_on
        return whole_number(self.mark.partition(".")[0])

    def _hash_of(self, *, typed: bool) -> str:
        standing = [
            [field, _plain(self.value(field, name) if typed else form.initial.get(field))]
            for name, form in self.forms.items()
            for field in form.fields
        ]
        for rows in self.lists.values():
            stored = [
                {"key": form.initial["key"], **{name: form.initial.get(name) for name in form.own_names}}
                for form in rows.formset.initial_forms
            ]
            standing += [[name, _plain(row[name])] for row in (rows.kept if typed else stored) for name in sorted(row)]
        return hashlib.sha256(json.dumps(standing).encode()).hexdigest()

    @property
    def answers(self) -> dict[str, Any]:
        answers: dict[str, Any] = self.application.answers.get(self.slug, {})
        return answers

    @property
    def pieces(self) -> list[forms.Form | ListPiece]:
        """What the page shows, from top to bottom."""
        return [*self.forms.values(), *self.lists.values()]

    def is_valid(self) -> bool:
        return all(
            [
                *[form.is_valid() for form in self.forms.values()],
                *[rows.formset.is_valid() for rows in self.lists.values()],
            ]
        )

    def sentences(self) -> list[str]:
        """Everything that could not be read, each with the name of its field."""
        every = [*self.forms.values(), *(form for rows in self.lists.values() for form in rows.formset.forms)]
        own = [str(error) for rows in self.lists.values() for error in rows.formset.non_form_errors()]
        return own + [
            f"{form[name].label}: {error}" if name in form.fields else str(error)
            for form in every
            for name, errors in form.errors.items()
            for error in errors
        ]

    def value(self, name: str, form: str = "form") -> Any:
        """What was typed in a field, or what is stored when that could not be read."""
        cleaned = self.forms[form].cleaned_data
        return cleaned[name] if name in cleaned else self.forms[form].initial.get(name)

    def written(self, names: Iterable[str]) -> dict[str, Any]:
        """What was typed in these fields, as an answer that is stored; nothing typed is an empty text."""
        return {name: self.value(name) or "" for name in names}

    def differences(self) -> list[ClashRow]:
        """What the stored application has that was typed differently here. The page has been read with `is_valid`."""
        stored = type(self)(self.application)
        found = []
        for name, mine in self.forms.items():
            theirs = stored.forms[name]
            for field in theirs.fields:
                kept = theirs.initial.get(field)
                typed = mine.cleaned_data.get(field, kept)
                if (kept or None) != (typed or None):
                    found.append(
                        _row(str(theirs[field].label), _shown(mine, field, typed), _shown(theirs, field, kept))
                    )
        for name, rows in self.lists.items():
            found.extend(_different_rows(rows, stored.lists[name]))
        return found


def _plain(value: Any) -> str:
    """A value as the same text, whether it was just typed or was stored."""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, Plan):
        return str(value.pk)
    return "" if value is None else str(value).replace("\r\n", "\n")


def _row(label: str, mine: str, theirs: str) -> ClashRow:
    return ClashRow(label, mine, [Theirs(theirs)])


def _different_rows(mine: ListPiece, theirs: ListPiece) -> Iterator[ClashRow]:
    """The stored rows that were typed differently here or are not here at all, each in one line."""
    typed = {row["key"]: row for row in mine.kept}
    for number, form in enumerate(theirs.formset.initial_forms, start=1):
        stored = form.initial
        own = typed.get(stored["key"])
        if own is None or any((own[name] or None) != (stored.get(name) or None) for name in own):
            yield _row(f"{theirs.row} {number}", _in_one_line(form, own or {}), _in_one_line(form, stored))


def _in_one_line(form: RowForm, row: Mapping[str, Any]) -> str:
    names = [name for name in form.own_names if row.get(name)]
    return ", ".join(_shown(form, name, row[name]) for name in names) or _("nothing")


def _shown(form: forms.Form, name: str, value: Any) -> str:
    """A value as people write it."""
    if value in (None, ""):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return euro_cents(value)
    if isinstance(value, dt.date):
        return day(value)
    choices = dict(getattr(form.fields[name], "choices", None) or {}) if isinstance(value, str) else {}
    return str(choices.get(value, value))
