"""The parts of an application as a group fills them in: which forms and lists of rows each has, how they begin, and
which service keeps them. A page keeps its parts together.
"""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.accounts.models import User
from coophub.web.clashes import MINE, THEIRS, ClashRow, Theirs, Writing
from coophub.web.formats import day, euro_cents
from coophub.web.requests import whole_number
from coophub.web.rows import RowForm, RowFormSet, row_set
from financing.plans.models import Plan
from financing.subsidies.applications import sections
from financing.subsidies.forms.wizard import (
    ActivityForm,
    AdvanceForm,
    AidForm,
    AidRowForm,
    AmountAskedForm,
    ApplicantForm,
    CostForm,
    IncomeForm,
    PlanForm,
    ProjectForm,
    VatForm,
    quarter_name,
)
from financing.subsidies.law.budget import quarters, spread
from financing.subsidies.models import Application
from financing.subsidies.services import budgeting, drafting
from financing.subsidies.services.drafts import clash_in, locked_draft

SPREAD = "spread"
"""The name of the button that spreads what is asked evenly over the quarters."""

REST = "rest"
"""The name of the button that fills in that the group pays the rest of the costs from its own money."""

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


class FormPart:
    """One part of an application, filled in or as it is stored."""

    slug = ""
    lead: str | Promise = ""

    def __init__(self, application: Application, data: Any = None, *, spare: str = "") -> None:
        self.application = application
        self.data = data
        self.spare = spare
        self.forms: dict[str, forms.Form] = {}
        self.lists: dict[str, ListPiece] = {}
        self.build()

    def build(self) -> None:
        """Makes the forms and lists of this part."""
        raise NotImplementedError

    def save(self, revision: int, user: User) -> Application:
        """Hands everything that could be read to the service."""
        raise NotImplementedError

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


class ProjectPart(FormPart):
    slug = sections.PROJECT

    def build(self) -> None:
        self.forms["form"] = ProjectForm(
            self.data,
            initial={**self.answers, "target": self.application.target},
            version=self.application.scheme_version,
        )

    def save(self, revision: int, user: User) -> Application:
        return drafting.save_answers(
            application=self.application,
            section=self.slug,
            answers=self.written(["activities", "contribution"]),
            target=(self.value("target") or "") if "target" in self.forms["form"].fields else None,
            revision=revision,
            user=user,
        )


class ActivitiesPart(FormPart):
    slug = sections.ACTIVITIES
    lead = gettext_lazy("Each thing that you do, with its start and end. One activity is enough if you do one thing.")

    def build(self) -> None:
        stored: Stored = [
            {
                "key": row.key,
                "title": row.title,
                "result": row.result,
                "starts_on": row.starts_on,
                "ends_on": row.ends_on,
            }
            for row in self.application.activities.all()
        ]
        formset = row_set(
            ActivityForm, "activities", stored, self.data, most=MOST_ROWS, has_spare=self.spare == "activities"
        )
        self.lists["activities"] = ListPiece(formset, gettext_lazy("Activity"), gettext_lazy("Add an activity"))

    def save(self, revision: int, user: User) -> Application:
        rows = [budgeting.ActivityInput(**row) for row in self.lists["activities"].kept]
        return budgeting.save_activities(application=self.application, rows=rows, revision=revision, user=user)


class PlanPart(FormPart):
    slug = sections.PLAN
    lead = gettext_lazy("The ministry looks at this plan: does your project close, and who pays for what?")

    def build(self) -> None:
        self.forms["form"] = PlanForm(self.data, initial={"plan": self.application.plan}, application=self.application)

    def save(self, revision: int, user: User) -> Application:
        plan = self.value("plan")
        if plan is None:
            return self.application
        return drafting.choose_plan(application=self.application, plan=plan, revision=revision, user=user)


class BudgetPart(FormPart):
    slug = sections.BUDGET
    lead = gettext_lazy("What it costs, who pays for it, and how much you ask. Both sides have to be the same.")

    def build(self) -> None:
        activities = [(str(row.key), row.title) for row in self.application.activities.all()]
        self.activities = activities
        self.forms["vat"] = VatForm(self.data, initial=self.answers)
        self.lists["lines"] = ListPiece(
            row_set(
                CostForm,
                "lines",
                self._costs(),
                self.data,
                most=MOST_ROWS,
                has_spare=self.spare == "lines",
                form_kwargs={"categories": self.application.scheme_version.costs, "activities": activities},
            ),
            gettext_lazy("Cost"),
            gettext_lazy("Add a cost"),
            gettext_lazy("What it costs"),
            self._which_costs(),
        )
        self.lists["income"] = ListPiece(
            row_set(
                IncomeForm,
                "income",
                self._income(),
                self.data,
                most=MOST_ROWS,
                has_spare=self.spare == "income",
                form_kwargs={"activities": activities},
            ),
            gettext_lazy("Income"),
            gettext_lazy("Add income"),
            gettext_lazy("Who else pays"),
            gettext_lazy(
                "Own money, loans, and every other subsidy for the same costs: no euro may be paid twice. "
                "Leave out what you ask here."
            ),
        )
        asked = self.application.amount_requested
        self.forms["amount"] = AmountAskedForm(
            self.data, initial={"amount_requested": asked or None}, application=self.application
        )

    def _which_costs(self) -> str | Promise:
        if self.application.scheme_version.earlier_costs_count:
            return gettext_lazy("Only costs of these activities. Those that you made before you apply count too.")
        if self.application.scheme_version.is_loan:
            return gettext_lazy("Only costs of these activities, and only those that you make after you submit.")
        return gettext_lazy(
            "Only costs of these activities, and only those that you make after you submit "
            "(Kaderbesluit BZK-subsidies, article 6)."
        )

    @property
    def pieces(self) -> list[forms.Form | ListPiece]:
        return [self.forms["vat"], self.lists["lines"], self.lists["income"], self.forms["amount"]]

    def save(self, revision: int, user: User) -> Application:
        saved = self._save(revision, user)
        if REST in self.data:
            saved = budgeting.pay_the_rest(application=saved, revision=saved.revision, user=user)
        return saved

    def _save(self, revision: int, user: User) -> Application:
        return budgeting.save_budget(
            application=self.application,
            lines=[
                budgeting.BudgetInput(
                    row["category"] or "", row["description"] or "", row["amount"], self._activity(row), row["key"]
                )
                for row in self.lists["lines"].kept
            ],
            income=[
                budgeting.IncomeInput(
                    row["kind"] or "",
                    row["description"] or "",
                    row["amount"],
                    row["status"] or "",
                    _key(row.get("activity")),
                    row["key"],
                )
                for row in self.lists["income"].kept
            ],
            vat=self.value("vat", "vat") or "",
            amount_requested=self.value("amount_requested", "amount") or Decimal(0),
            revision=revision,
            user=user,
        )

    def _activity(self, row: dict[str, Any]) -> uuid.UUID | None:
        """The activity that a cost is for: the only one, or the one that was chosen."""
        if len(self.activities) == 1:
            return uuid.UUID(self.activities[0][0])
        return _key(row.get("activity"))

    def _costs(self) -> Stored:
        return [
            {
                "key": row.key,
                "category": row.category,
                "description": row.description,
                "activity": str(row.activity.key) if row.activity else "",
                "amount": row.amount,
            }
            for row in self.application.budget_lines.select_related("activity")
        ]

    def _income(self) -> Stored:
        return [
            {
                "key": row.key,
                "kind": row.kind,
                "description": row.description,
                "status": row.status,
                "activity": str(row.activity.key) if row.activity else "",
                "amount": row.amount,
            }
            for row in self.application.income_lines.select_related("activity")
        ]


class AdvancePart(FormPart):
    slug = sections.ADVANCE
    lead = gettext_lazy("With an advance you get a part of the money before the work is done.")

    def build(self) -> None:
        needs = {need.quarter_starts_on: need.amount for need in self.application.liquidity_needs.all()}
        initial = {quarter_name(start): amount for start, amount in needs.items()}
        self.periods = sorted({*needs, *self._periods()})
        self.forms["form"] = AdvanceForm(
            self.data,
            initial={**initial, "wanted": self.answers.get("wanted", "")},
            periods=self.periods,
        )

    def save(self, revision: int, user: User) -> Application:
        needs = {start: self.value(quarter_name(start)) for start in self.periods}
        if SPREAD in self.data and (schedule := self._periods()):
            needs = dict(zip(schedule, spread(self.application.amount_requested, len(schedule)), strict=True))
        return budgeting.save_advance(
            application=self.application,
            wanted=self.value("wanted") or "",
            needs={start: amount for start, amount in needs.items() if amount},
            revision=revision,
            user=user,
        )

    def _periods(self) -> list[dt.date]:
        rows = list(self.application.activities.all())
        starts = [row.starts_on for row in rows if row.starts_on]
        ends = [row.ends_on for row in rows if row.ends_on]
        return list(quarters(min(starts), max(ends))) if starts and ends else []


class AidPart(FormPart):
    slug = sections.AID
    lead = gettext_lazy(
        "De-minimis aid is small support by a government: whoever gave it said so in a letter. "
        "Fill in what others gave you in the past three years, such as your municipality or province. "
        "What you were awarded through CoopHub we know already: leave that out."
    )

    def build(self) -> None:
        stored: Stored = [
            {
                "key": row.key,
                "granted_on": row.granted_on,
                "granted_by": row.granted_by,
                "amount": row.amount,
            }
            for row in self.application.aid_received.all()
        ]
        self.lists["aid"] = ListPiece(
            row_set(AidRowForm, "aid", stored, self.data, most=MOST_ROWS, has_spare=self.spare == "aid"),
            gettext_lazy("Aid"),
            gettext_lazy("Add aid that you received"),
            "",
            gettext_lazy("Did others give you none? Then leave this empty."),
        )
        self.forms["form"] = AidForm(self.data, initial=self.answers)

    @property
    def pieces(self) -> list[forms.Form | ListPiece]:
        return [self.lists["aid"], self.forms["form"]]

    def save(self, revision: int, user: User) -> Application:
        return budgeting.save_aid(
            application=self.application,
            rows=[
                budgeting.AidInput(row["granted_on"], row["granted_by"] or "", row["amount"], row["key"])
                for row in self.lists["aid"].kept
            ],
            declared=bool(self.value("declared")),
            revision=revision,
            user=user,
        )


class ApplicantPart(FormPart):
    slug = sections.APPLICANT
    lead = gettext_lazy("What we knew of you stands here already. Look whether it is right.")

    def build(self) -> None:
        # What the profile knows already is not asked again.
        known = {
            "kvk_number": self.application.initiative.kvk_number,
            "account_name": self.application.initiative.legal_name,
        }
        initial = {name: self.answers.get(name) or known.get(name, "") for name in ApplicantForm.base_fields}
        self.forms["form"] = ApplicantForm(self.data, initial=initial, version=self.application.scheme_version)

    def save(self, revision: int, user: User) -> Application:
        return drafting.save_answers(
            application=self.application,
            section=self.slug,
            answers=self.written(self.forms["form"].fields),
            revision=revision,
            user=user,
        )


PARTS: dict[str, type[FormPart]] = {
    part.slug: part for part in (ProjectPart, ActivitiesPart, PlanPart, BudgetPart, AdvancePart, AidPart, ApplicantPart)
}


class FormPage:
    """The parts that are filled in on one page, as they are stored or as they were sent."""

    def __init__(self, application: Application, parts: Iterable[str], data: Any = None, *, spare: str = "") -> None:
        self.application = application
        self.parts = [PARTS[part](application, data, spare=spare) for part in parts]
        self.clashing: list[FormPart] = []
        self.kept: list[FormPart] = []

    @property
    def slug(self) -> str:
        return sections.page_of(self.parts[0].slug)

    def is_valid(self) -> bool:
        judged = [part.is_valid() for part in self.parts]
        return all(judged)

    def sentences(self) -> list[str]:
        """Everything that could not be read, each with the name of its field."""
        return [sentence for part in self.parts for sentence in part.sentences()]

    @transaction.atomic
    def save(self, writing: Writing, user: User) -> Application:
        """Keeps what could be read. A part that was not touched here stands in nobody's way. One that was typed
        differently here and by somebody else meanwhile refuses the whole page with ClashError, or is left to the other
        when the writer chose so.
        """
        saved = locked_draft(self.application)
        clashes = {
            part: clash
            for part in self.parts
            if (clash := clash_in(saved, part.slug, part.builds_on(writing))) is not None
        }
        self.clashing = [part for part in clashes if part.is_touched]
        if self.clashing and writing.settle != THEIRS:
            raise clashes[self.clashing[0]]
        self.kept = [part for part in self.parts if part not in clashes]
        for part in self.kept:
            saved = part.save(part.builds_on(writing), user)
        return saved

    def new_marks(self) -> dict[str, str]:
        """The marks of the parts that were just kept, for a page that stays open."""
        stored = Application.objects.get(pk=self.application.pk)
        return {part.mark_name: type(part)(stored).mark for part in self.kept}

    def differences(self) -> list[ClashRow]:
        """What somebody else made of the parts that clash, beside what was typed here."""
        return [row for part in self.clashing for row in part.differences()]


def _plain(value: Any) -> str:
    """A value as the same text, whether it was just typed or was stored."""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, Plan):
        return str(value.pk)
    return "" if value is None else str(value).replace("\r\n", "\n")


def _key(value: Any) -> uuid.UUID | None:
    return uuid.UUID(str(value)) if value else None


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
