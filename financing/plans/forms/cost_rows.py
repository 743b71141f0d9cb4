"""Income and costs: what is built, what is paid each year, work that is planned, and brackets of the tax."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from financing.plans.document.rows import PlanRow
from financing.plans.figures import headings
from financing.plans.figures.choices import ANSWERS, SHARES, UNSAID
from financing.plans.forms.figure_fields import as_options, words_of
from financing.plans.forms.rows import PER_HOME, SHARE_OF, AmountForm, PlanRowForm, asked

ONLY_PER_HOME = " ".join(("amount_form", *PER_HOME))
YES_NO = {"yes": True, "no": False}


class OtherIncomeForm(PlanRowForm):
    rows = "other_income"
    keys = asked(rows)

    @classmethod
    def initial_of(cls, row: PlanRow) -> PlanRow:
        return super().initial_of({"series": "inflation", "subject_to_vacancy": True, **row})


class CostLineForm(AmountForm):
    rows = "investment.lines"
    ways = ("fixed", "per_dwelling", "per_m2")
    further = ("of", "indexed")
    keys = asked(rows, ways=(*ways, "share_of", "share"), further=further)
    only_for = {"of": ONLY_PER_HOME, "indexed": " ".join(("amount_form", *ways))}
    amount_help = _("Without VAT.")

    BENCHMARKS = {
        ("land", "per_dwelling"): "land_per_dwelling",
        ("construction", "per_m2"): "construction_per_m2",
        ("construction", "per_dwelling"): "works_per_dwelling",
        ("additional", "share_of_construction"): "fees_share",
        ("contingency", "share_of_construction"): "contingency_share",
    }

    def benchmarks_here(self) -> dict[str, str]:
        name = self.BENCHMARKS.get((self.now("category"), self.now("amount_form")))
        return {"amount": name} if name else {}

    def field_for(self, key: str) -> forms.Field:
        if key != "indexed":
            return super().field_for(key)
        return forms.TypedChoiceField(
            **{**words_of(self.path(key)), "help_text": _("A price that was agreed for good does not grow.")},
            choices=[("", UNSAID[self.path(key)]), *as_options(ANSWERS)],
            coerce=YES_NO.get,
            empty_value=None,
            required=False,
        )

    @classmethod
    def way_options(cls) -> list[tuple[str, Any]]:
        order = ("construction", "land", "additional", "contingency", "all")
        return [*super().way_options(), *((SHARE_OF + base, SHARES[base].label) for base in order)]

    @classmethod
    def initial_of(cls, row: PlanRow) -> PlanRow:
        found = super().initial_of({"vat_rate": 0, **row})
        names: dict[object, str] = {given: name for name, given in YES_NO.items()}
        return {**found, "indexed": names.get(row.get("indexed"))}

    def to_row(self, row: PlanRow) -> PlanRow:
        row = super().to_row(row)
        # A share follows lines that grow already.
        grows_twice = "share_of" in row and row.get("indexed")
        return {key: value for key, value in row.items() if key != "indexed" or not grows_twice}


class OperatingCostForm(AmountForm):
    rows = "operating_costs"
    ways = ("per_dwelling", "fixed", "per_m2", "share_of_gross_rent")
    further = ("from_year", "to_year", "of", "follows_letting")
    keys = asked(rows, ways=ways, further=further)
    only_for = {"of": ONLY_PER_HOME, "follows_letting": ONLY_PER_HOME}
    amount_label = headings.HOW_MUCH_A_YEAR

    def benchmarks_here(self) -> dict[str, str]:
        return {"amount": "operating_per_dwelling"} if self.now("amount_form") == "per_dwelling" else {}

    @classmethod
    def initial_of(cls, row: PlanRow) -> PlanRow:
        return super().initial_of({"series": "inflation", **row})


class PlannedMaintenanceForm(PlanRowForm):
    rows = "maintenance_reserve.items"
    keys = asked(rows)


class BracketForm(PlanRowForm):
    rows = "corporate_tax.brackets"
    keys = asked(rows)
    optional = ("up_to",)
