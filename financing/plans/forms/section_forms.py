"""The forms of one section of the plan builder: filled from the document or from what was sent, and written back into
it.

Whether the whole is a valid plan is the engine's judgement: its problems come back here with the path of the value, and
are put beside the field that shows it.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from coophub.web.rows import RowFormSet, errors_by_name, missing_names, row_set
from financing.engine import Problem
from financing.plans.document.patches import PlanDocument
from financing.plans.forms.benchmarks import WithBenchmarks
from financing.plans.forms.document_values import write
from financing.plans.forms.months import follow_names
from financing.plans.forms.rows import PlanRowForm
from financing.plans.forms.sections import PlanRows, Section


class SectionForms:
    """The forms of one section, filled from a document or from what was sent."""

    def __init__(self, section: Section, document: PlanDocument, data: Mapping[str, Any] | None = None) -> None:
        self.section = section
        self.document = document
        self.part = (
            section.part(data, initial=section.part.initial_of(document), prefix="part") if section.part else None
        )
        self.formsets = [self._formset(rows, data) for rows in section.lists]

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
        for rows, formset in self.lists:
            present = formset.kept
            before = rows.read(self.document)
            new = [form.to_row(before) for form in present]
            if new or rows.read(document):
                write(document, rows.path, new)
                follow_names(document, rows.path, _new_names(before, present, new))
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
    def row_numbers(self) -> dict[str, int]:
        """For each row on the page, by the name of its hidden field, the row of the new document that it became."""
        return {form.add_prefix("row"): number for formset in self.formsets for number, form in enumerate(formset.kept)}

    @property
    def all_forms(self) -> list[forms.Form]:
        return [form for form in [self.part, *[form for formset in self.formsets for form in formset.forms]] if form]

    def show(self, problems: list[Problem]) -> None:
        """Puts each problem beside the field that shows the value, or above the form when no field does."""
        for problem in problems:
            form, field = self._place(problem.path)
            sentence = _(problem.template) % problem.params
            if form is not None and field in form.fields:
                form.add_error(field, sentence)
            else:
                self._anywhere().add_error(None, f"{problem.path}: {sentence}")

    def refuse(self, sentence: str) -> None:
        """A sentence above the form that is about the whole."""
        self._anywhere().add_error(None, sentence)

    def _formset(self, rows: PlanRows, data: Mapping[str, Any] | None) -> RowFormSet:
        initial = [rows.form.initial_of(row, number) for number, row in enumerate(rows.read(self.document))]
        more_help = rows.more_help(self.document)
        return row_set(rows.form, rows.prefix, initial, data, most=500, form_kwargs={"more_help": more_help})

    def _place(self, path: str) -> tuple[forms.Form | None, str]:
        for rows, formset in self.lists:
            start = f"{rows.path}["
            if path.startswith(start):
                number, _bracket, rest = path[len(start) :].partition("]")
                kept = formset.kept
                field = rest.lstrip(".").split(".")[0].split("[")[0]
                form = kept[int(number)] if int(number) < len(kept) else None
                return form, field if form is not None and field in form.fields else "amount"
        if self.part is not None:
            for name, shown in self.part.paths.items():
                if shown == path:
                    return self.part, name
        return None, ""

    def _anywhere(self) -> forms.Form:
        if self.part is not None:
            return self.part
        first: forms.Form = next(form for formset in self.formsets for form in formset.forms)
        return first


def _new_names(before: list[dict[str, Any]], present: list[PlanRowForm], new: list[dict[str, Any]]) -> dict[str, str]:
    """What each line that was there and still is is called now."""
    old = {number: str(row["name"]) for number, row in enumerate(before)}
    return {
        old[number]: str(row["name"])
        for form, row in zip(present, new, strict=True)
        if (number := form.cleaned_data.get("row")) in old
    }
