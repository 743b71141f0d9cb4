"""The forms of one section of the plan builder: filled from the document or from what was sent, and written back into
it. The rows of the document have their keys (`financing.plans.document.rows`).

Whether the whole is a valid plan is the engine's judgement: its problems come back here with the path of the value, and
are put beside the field that shows it.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any
from uuid import uuid4

from django import forms

from coophub.web.rows import RowFormSet, errors_by_name, missing_names, row_set
from financing.engine import Problem
from financing.plans.document.history import named_in_words
from financing.plans.document.patches import is_within
from financing.plans.document.rows import KEY, PlanDocument, PlanRow
from financing.plans.figures.problems import problem_beside_field
from financing.plans.forms.benchmarks import WithBenchmarks
from financing.plans.forms.months import follow_names
from financing.plans.forms.named import names_in
from financing.plans.forms.reading import point_once
from financing.plans.forms.rows import PlanRowForm
from financing.plans.forms.sections import PlanRows, Section

MANY_ROWS = 20
"""Above this many, a row has the fields behind its button only when one of them is used."""


class SectionForms:
    """The forms of one section, filled from a document or from what was sent."""

    def __init__(
        self, section: Section, document: PlanDocument, data: Mapping[str, Any] | None = None, *, more_of: str = ""
    ) -> None:
        """`more_of` is the key of a row of which everything is asked, where the list is too long for that."""
        self.more_of = more_of
        self.section = section
        self.document = document
        self.names = names_in(document)
        self.part = (
            section.part(data, initial=section.part.initial_of(document), prefix="part", names=self.names)
            if section.part
            else None
        )
        self.formsets: list[RowFormSet] = []
        for rows in section.lists:
            self.formsets.append(self._formset(rows, data))
            self.names = rows.known_to_all(self.names, self.formsets[-1])
        point_once(self.all_forms)

    @property
    def lists(self) -> list[tuple[PlanRows, RowFormSet]]:
        return list(zip(self.section.lists, self.formsets, strict=True))

    def is_valid(self) -> bool:
        judged = [form.is_valid() for form in [self.part, *self.formsets] if form is not None]
        return all(judged)

    def new_document(self) -> PlanDocument:
        """The document with what was typed in it."""
        document = deepcopy(self.document)
        if self.part is not None:
            self.part.write(document)
        lists = [(rows, formset, rows.read(self.document)) for rows, formset in self.lists]
        after = [_rows_after(formset.kept, before) for _rows, formset, before in lists]
        changed = [(rows, before, now) for (rows, _set, before), now in zip(lists, after, strict=True) if before or now]
        for rows, _before, now in changed:
            rows.write(document, now)
        # What names a line on the same page has its old name still.
        for rows, before, now in changed:
            follow_names(document, rows.path, _new_names(before, now))
        return document

    @property
    def notes(self) -> dict[str, str]:
        """A remark for each field, by its name on the page, of which the value is unusual."""
        return {
            form.add_prefix(name): remark
            for form in self.all_forms
            if isinstance(form, WithBenchmarks)
            for name, remark in form.notes.items()
        }

    @property
    def errors(self) -> dict[str, list[str]]:
        """What is wrong, by the name of the field on the page. A part that nobody filled in yet is not among them."""
        return errors_by_name(self.all_forms)

    @property
    def missing(self) -> list[str]:
        """The names of fields that still have to be filled in."""
        return missing_names(self.all_forms)

    @property
    def general_errors(self) -> list[str]:
        """What is wrong and belongs to no field."""
        found = [str(error) for form in self.all_forms for error in form.non_field_errors()]
        return found + [str(error) for formset in self.formsets for error in formset.non_form_errors()]

    @property
    def all_forms(self) -> list[forms.Form]:
        return [form for form in [self.part, *[form for formset in self.formsets for form in formset.forms]] if form]

    def show(self, problems: list[Problem]) -> None:
        """Puts each problem beside the field that shows the value, or above the form when no field does.

        Their paths are those of patches: problems of `financing.plans.document.checking`.
        """
        for problem in problems:
            path = problem.path.split("/")
            form, field = self._place(path)
            sentence = problem_beside_field(problem)
            if form is not None and field in form.fields:
                form.add_error(field, sentence)
            else:
                self._anywhere().add_error(None, f"{named_in_words(self.document, path)}: {sentence}")

    def refuse(self, sentence: str) -> None:
        """A sentence above the form that is about the whole."""
        self._anywhere().add_error(None, sentence)

    def _formset(self, rows: PlanRows, data: Mapping[str, Any] | None) -> RowFormSet:
        initial = [rows.form.initial_of(row) for row in rows.read(self.document)]
        given = {
            "names": self.names,
            "more_help": rows.more_help(self.document),
            "is_short": len(initial) > MANY_ROWS,
            "more_of": self.more_of,
        }
        return row_set(rows.form, rows.prefix, initial, data, most=rows.most, kind=rows.kind, form_kwargs=given)

    def _place(self, path: list[str]) -> tuple[forms.Form | None, str]:
        """The form and the field that show what stands at a path. Of a row without such a field it is the amount."""
        for name, shown in self.part.paths.items() if self.part is not None else ():
            if is_within(path, shown.split(".")):
                return self.part, name
        for rows, formset in self.lists:
            place = rows.path.split(".")
            if not is_within(path, place) or len(path) == len(place):
                continue
            steps = path[len(place) :]
            form = next((form for form in formset.kept if form.is_at(steps)), None)
            if form is not None:
                return form, form.field_at(steps[1:])
        return None, ""

    def _anywhere(self) -> forms.Form:
        if self.part is not None:
            return self.part
        first: forms.Form = next(form for formset in self.formsets for form in formset.forms)
        return first


def _rows_after(forms_of_rows: list[PlanRowForm], before: list[PlanRow]) -> list[PlanRow]:
    """The rows as they are now: those that were there in their order, and then the new ones."""
    old = {row[KEY]: row for row in before}
    typed: dict[str, PlanRowForm] = {}
    for form in forms_of_rows:
        # A page that was made by hand can say one key twice.
        typed[uuid4().hex if form.row_key in typed else form.row_key] = form
    after = {key: form.to_row(old.get(key, {KEY: key})) for key, form in typed.items()}
    return [after[key] for key in old if key in after] + [row for key, row in after.items() if key not in old]


def _new_names(before: list[PlanRow], after: list[PlanRow]) -> dict[str, str]:
    """What each line that was there and still is is called now."""
    names = {row[KEY]: str(row["name"]) for row in after if "name" in row}
    return {str(row["name"]): names[row[KEY]] for row in before if row[KEY] in names}
