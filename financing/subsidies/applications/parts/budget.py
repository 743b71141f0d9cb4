"""What it costs, who pays, and how much a group asks."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.bilingual import Bilingual
from coophub.web.fields import LineField
from coophub.web.formats import euro, euro_cents, percent
from coophub.web.forms import RadioCards, needed_later, offer
from coophub.web.rows import RowForm, RowKeyField, row_set
from financing.subsidies.applications.json_values import as_json
from financing.subsidies.applications.parts.fields import amount_field
from financing.subsidies.applications.parts.findings import (
    DraftToJudge,
    FrozenPart,
    FrozenRows,
    Missing,
    SectionFigure,
)
from financing.subsidies.applications.parts.part import MOST_ROWS, FormPart, ListPiece, Stored
from financing.subsidies.law.budget import RECOVERABLE, BudgetTotals, total
from financing.subsidies.models import Application, IncomeLine, SchemeVersion
from financing.subsidies.schemes.maxima import covered_of, maximum_for

BUDGET = "budget"
ASKED = "id_amount_requested"


def choice_field(label: Any, choices: Iterable[tuple[Any, Any]], **kwargs: Any) -> forms.ChoiceField:
    """One of a few, or nothing yet."""
    return needed_later(forms.ChoiceField(label=label, choices=[("", gettext_lazy("Choose")), *choices], **kwargs))


class VatForm(forms.Form):
    """Whether VAT is a cost: first, because it decides how the amounts are filled in (KB 6)."""

    vat = needed_later(
        forms.ChoiceField(
            label=gettext_lazy("Do you get the VAT on these costs back?"),
            choices=[
                ("not_recoverable", gettext_lazy("No")),
                (RECOVERABLE, gettext_lazy("Yes")),
                ("partly", gettext_lazy("Partly")),
            ],
            widget=RadioCards(
                descriptions={
                    "not_recoverable": gettext_lazy("Fill in what you pay, VAT included."),
                    RECOVERABLE: gettext_lazy("Fill in the amounts without VAT: what you get back is not a cost."),
                    "partly": gettext_lazy("Fill in the amounts with only the VAT that you do not get back."),
                }
            ),
        )
    )


class AmountAskedForm(forms.Form):
    amount_requested = amount_field(gettext_lazy("How much subsidy do you ask?"), least=Decimal(0))

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version = application.scheme_version
        field = self.fields["amount_requested"]
        if version.is_loan:
            field.label = _("How much do you want to borrow?")
        limits = {"least": euro(version.minimum_amount), "most": euro(maximum_for(version, application.initiative))}
        words = [_("You can ask from %(least)s to %(most)s.") % limits]
        if version.own_share:
            share = {"share": percent(version.own_share)}
            words.append(_("At least %(share)s of the costs is for your own account.") % share)
        field.help_text = " ".join(words)


class CostForm(RowForm):
    known_by = "key"
    key = RowKeyField()
    description = needed_later(LineField(label=gettext_lazy("What for?"), max_length=200))
    category = choice_field(gettext_lazy("Kind of cost"), [])
    activity = choice_field(gettext_lazy("Which activity?"), [])
    amount = amount_field(gettext_lazy("Amount"))

    def __init__(
        self, *args: Any, categories: Mapping[str, Bilingual], activities: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "category", [("", gettext_lazy("Choose")), *kinds_offered(categories)])
        offer_activities(self, activities)


class IncomeForm(RowForm):
    known_by = "key"
    key = RowKeyField()
    description = needed_later(
        LineField(
            label=gettext_lazy("From whom?"),
            max_length=200,
            help_text=gettext_lazy("For example: members, the province."),
        )
    )
    kind = choice_field(gettext_lazy("Kind of income"), IncomeLine.Kind.choices)
    status = choice_field(gettext_lazy("How certain is it?"), IncomeLine.Status.choices)
    activity = forms.ChoiceField(label=gettext_lazy("For which activity?"), choices=[], required=False)
    amount = amount_field(gettext_lazy("Amount"))

    def __init__(self, *args: Any, activities: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_activities(self, activities)
        if "activity" in self.fields:
            offer(self, "activity", [("", gettext_lazy("For all of it")), *activities])


class BudgetPart(FormPart):
    slug = BUDGET
    title = gettext_lazy("Costs and income")
    minutes = 30
    lead = gettext_lazy("What it costs, who pays for it, and how much you ask. Both sides have to be the same.")

    @classmethod
    def is_asked(cls, version: SchemeVersion) -> bool:
        """A notification asks no money, so it has no budget."""
        return version.has_money

    @classmethod
    def missing(cls, draft: DraftToJudge) -> Iterator[Missing]:
        yield from _missing_in_rows(draft)
        yield from _missing_in_amount(draft)

    @classmethod
    def figures(cls, application: Application) -> list[SectionFigure]:
        totals = budget_totals(application)
        difference = SectionFigure(_("Still to be paid"), euro_cents(totals.difference), tone="warn")
        if totals.costs and totals.difference == 0:
            difference = SectionFigure(_("Still to be paid"), euro_cents(0), _("Both sides are the same."), "good")
        elif totals.difference < 0:
            difference = SectionFigure(_("More than it costs"), euro_cents(-totals.difference), tone="bad")
        return [
            SectionFigure(_("Costs"), euro_cents(totals.costs)),
            SectionFigure(_("Income"), euro_cents(totals.income)),
            SectionFigure(_("What you ask"), euro_cents(totals.asked)),
            difference,
        ]

    @classmethod
    def frozen(cls, application: Application, on: dt.date) -> FrozenPart:
        costs = list(application.budget_lines.select_related("activity"))
        income = list(application.income_lines.select_related("activity"))
        beside = {
            "budget": [
                {
                    "category": line.category,
                    "description": line.description,
                    "activity": line.activity.title if line.activity else "",
                    "amount": as_json(line.amount),
                    "plan_line": line.plan_line,
                    "plan_revision": line.plan_revision,
                    "plan_amount": as_json(line.plan_amount),
                }
                for line in costs
            ],
            "income": [
                {
                    "kind": line.kind,
                    "description": line.description,
                    "status": line.status,
                    "activity": line.activity.title if line.activity else "",
                    "amount": as_json(line.amount),
                }
                for line in income
            ],
            "vat": application.answers.get(BUDGET, {}).get("vat", ""),
            "amount_requested": as_json(application.amount_requested),
            "totals": {
                "costs": as_json(total(line.amount for line in costs)),
                "income": as_json(total(line.amount for line in income)),
                "subsidies": as_json(total(line.amount for line in income if line.kind == IncomeLine.Kind.SUBSIDY)),
            },
        }
        return FrozenPart(application.answers.get(BUDGET), beside)

    @classmethod
    def rows_in(cls, content: Mapping[str, Any]) -> list[FrozenRows]:
        return [content["budget"], content["income"]]

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


def budget_totals(application: Application) -> BudgetTotals:
    """Both sides of the budget as they are filled in now."""
    return DraftToJudge(application).totals


def _missing_in_rows(draft: DraftToJudge) -> Iterator[Missing]:
    if not draft.answers(BUDGET).get("vat"):
        yield Missing(BUDGET, _("Say whether you get VAT back."), "id_vat_0")
    if not draft.costs:
        yield Missing(BUDGET, _("Fill in the costs."), "id_lines-0-description")
    for number, line in enumerate(draft.costs):
        about, place = {"number": number + 1}, f"id_lines-{number}"
        if not line.category:
            yield Missing(BUDGET, _("Cost %(number)s: choose the kind of cost.") % about, f"{place}-category")
        if not line.description:
            yield Missing(BUDGET, _("Cost %(number)s: write what it is for.") % about, f"{place}-description")
        if line.activity_id is None and len(draft.activities) > 1:
            yield Missing(
                BUDGET, _("Cost %(number)s: choose the activity that it is for.") % about, f"{place}-activity"
            )
        if line.amount is None:
            yield Missing(BUDGET, _("Cost %(number)s: fill in the amount.") % about, f"{place}-amount")
    for number, source in enumerate(draft.income):
        about, place = {"number": number + 1}, f"id_income-{number}"
        if not source.kind:
            yield Missing(BUDGET, _("Income %(number)s: choose the kind of income.") % about, f"{place}-kind")
        if not source.description:
            yield Missing(BUDGET, _("Income %(number)s: write from whom it comes.") % about, f"{place}-description")
        if not source.status:
            yield Missing(BUDGET, _("Income %(number)s: choose how certain it is.") % about, f"{place}-status")
        if source.amount is None:
            yield Missing(BUDGET, _("Income %(number)s: fill in the amount.") % about, f"{place}-amount")
    # KB 4 and 6: what is paid already by another subsidy is not paid again.
    for activity in draft.activities:
        cost = total(line.amount for line in draft.costs if line.activity_id == activity.pk)
        paid = total(
            source.amount
            for source in draft.income
            if source.kind == IncomeLine.Kind.SUBSIDY and source.activity_id == activity.pk
        )
        if paid > cost:
            yield Missing(
                BUDGET,
                _("Other subsidies pay %(paid)s for “%(activity)s”, which costs %(cost)s. Nothing may be paid twice.")
                % {"paid": euro_cents(paid), "activity": activity.title, "cost": euro_cents(cost)},
                "id_income-0-amount",
            )


def _missing_in_amount(draft: DraftToJudge) -> Iterator[Missing]:
    version, asked, totals = draft.version, draft.application.amount_requested, draft.totals
    if asked < version.minimum_amount or asked <= 0:
        yield Missing(BUDGET, _("Ask at least %(amount)s.") % {"amount": euro(version.minimum_amount)}, ASKED)
    if asked > version.maximum_amount:
        yield Missing(BUDGET, _("Ask at most %(amount)s.") % {"amount": euro(version.maximum_amount)}, ASKED)
    elif asked > (most := maximum_for(version, draft.application.initiative)):
        yield Missing(
            BUDGET,
            _("Ask at most %(amount)s for this phase and number of homes.") % {"amount": euro(most)},
            ASKED,
        )
    covered = covered_of(version, totals.costs)
    if totals.costs and asked > covered:
        yield Missing(
            BUDGET,
            _("Ask at most %(amount)s: part of the costs is for your own account.") % {"amount": euro(covered)},
            ASKED,
        )
    if totals.costs and totals.difference > 0:
        yield Missing(
            BUDGET,
            _("Fill in who pays the other %(amount)s: income and subsidy together have to be the costs.")
            % {"amount": euro_cents(totals.difference)},
            "income-add" if draft.income else "id_income-0-description",
        )
    if totals.costs and totals.difference < 0:
        yield Missing(
            BUDGET,
            _("Income and subsidy together are %(amount)s more than the costs. Ask less, or correct the income.")
            % {"amount": euro_cents(-totals.difference)},
            ASKED,
        )


def kinds_offered(categories: Mapping[str, Bilingual]) -> list[tuple[str, str]]:
    """The costs that count, by the name that the scheme keeps them under, as the reader reads them."""
    return [(name, str(words)) for name, words in categories.items()]


def offer_activities(form: forms.Form, activities: list[tuple[str, str]]) -> None:
    """Lets a row choose an activity; where there is only one there is nothing to choose."""
    if len(activities) < 2:
        del form.fields["activity"]
    else:
        offer(form, "activity", [("", gettext_lazy("Choose")), *activities])
