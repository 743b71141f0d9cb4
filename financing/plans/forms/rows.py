"""One row of each list in a plan document: from the document to a form and back.

A form shows what most groups need. Keys for which it has no field stay in the row as they were.
"""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import EuroField, NumberField, PercentField, WholeNumberField
from financing.plans.forms.places import plain
from financing.plans.forms.usual_fields import WithUsual
from financing.plans.usual import Usual

Row = dict[str, Any]

SHARE_FORMS = {
    "share_land": "land",
    "share_construction": "construction",
    "share_additional": "additional",
    "share_contingency": "contingency",
    "share_all": "all",
}
SERIES = [
    ("inflation", _("Prices in general")),
    ("rent", _("Rents")),
    ("construction", _("Building costs")),
    ("maintenance", _("Maintenance costs")),
    ("canon", _("Ground rent")),
    ("market_value", _("Value of homes")),
]


def percent_field(label: Any, help_text: Any = "", **kwargs: Any) -> PercentField:
    return PercentField(label=label, help_text=help_text, decimal_places=6, max_digits=16, **kwargs)


class RowForm(WithUsual, forms.Form):
    """A row that remembers which row of the document it shows; a new row shows none."""

    row = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def has_changed(self) -> bool:
        """A new row counts when something was typed in it: its choices always have a value."""
        if not self.empty_permitted:
            return super().has_changed()
        typed = [
            name for name in self.fields if name not in ("row", "DELETE") and not isinstance(self[name].value(), bool)
        ]
        return any(
            self[name].value() not in (None, "")
            for name in typed
            if not isinstance(self.fields[name], forms.ChoiceField)
        )

    def kept(self, rows: list[Row]) -> Row:
        """What the document has in this row besides what the form says."""
        number = self.cleaned_data.get("row")
        return dict(rows[number]) if number is not None and number < len(rows) else {}

    @staticmethod
    def put(row: Row, **values: Any) -> Row:
        """The row with these values; None takes a key away."""
        row.update({key: plain(value) for key, value in values.items() if value is not None})
        return {key: value for key, value in row.items() if key not in values or values[key] is not None}


class AmountMixin:
    """How much a row is: a way to say it and a number, which is a percentage for a share."""

    amount_keys: dict[str, str]

    @classmethod
    def amount_from(cls, row: Row) -> Row:
        """What the form shows of a row's amount."""
        for form, key in cls.amount_keys.items():
            if row.get(key) is None or row.get(key) is False:
                continue
            if key == "share_of":
                return {"amount_form": f"share_{row['share_of']}", "amount": Decimal(str(row.get("share", 0))) * 100}
            if key == "remainder":
                return {"amount_form": form, "amount": None}
            factor = 100 if key.startswith("share_of") else 1
            return {"amount_form": form, "amount": Decimal(str(row[key])) * factor}
        return {}

    def amount_to(self, row: Row) -> Row:
        """The row with the amount as it was typed, and no other."""
        form, amount = self.cleaned_data["amount_form"], self.cleaned_data.get("amount")
        row = {key: value for key, value in row.items() if key not in {*self.amount_keys.values(), "share"}}
        if form == "remainder":
            return {**row, "remainder": True}
        if form in SHARE_FORMS:
            return {**row, "share_of": SHARE_FORMS[form], "share": plain(amount / 100)}
        is_share = form.startswith("share_of")
        return {**row, form: plain(amount / 100 if is_share else amount)}

    def measured(self, name: str, usual: Usual, value: Any) -> float:
        """A share is typed as a percentage."""
        return float(value) / 100 if name == "amount" and usual.unit == "percent" else float(value)

    def clean(self) -> Row:
        data = super().clean()
        if (
            data.get("amount_form")
            and data["amount_form"] != "remainder"
            and data.get("amount") is None
            and "amount" not in self.errors
        ):
            self.add_error("amount", forms.ValidationError(_("Fill in how much it is."), code="required"))
        return data


class DwellingForm(RowForm):
    usual = {"area_m2": "area_m2", "monthly_rent": "monthly_rent"}

    name = forms.CharField(label=_("Type of home"), max_length=200, help_text=_("For example: two rooms."))
    count = WholeNumberField(label=_("How many"), min_value=0, max_value=100_000)
    area_m2 = NumberField(label=_("Living area of one home"), unit=_("m²"), min_value=0, decimal_places=4)
    monthly_rent = EuroField(
        label=_("Rent per month"),
        min_value=0,
        help_text=_("Without service costs. Up to € 932.93 is a social rent, up to € 1,228.07 a middle rent (2026)."),
    )

    @staticmethod
    def initial_of(row: Row, number: int) -> Row:
        return {**{key: row.get(key) for key in ("name", "count", "area_m2", "monthly_rent")}, "row": number}

    def to_row(self, rows: list[Row]) -> Row:
        data = self.cleaned_data
        return self.put(
            self.kept(rows),
            name=data["name"],
            count=data["count"],
            area_m2=data["area_m2"],
            monthly_rent=data["monthly_rent"],
        )


class OtherIncomeForm(RowForm):
    name = forms.CharField(label=_("What"), max_length=200, help_text=_("For example: parking, or a room that is let."))
    amount = EuroField(label=_("Amount per year"), min_value=0)
    series = forms.ChoiceField(label=_("Grows with"), choices=SERIES)
    subject_to_vacancy = forms.BooleanField(label=_("Can be empty like a home"), required=False)

    @staticmethod
    def initial_of(row: Row, number: int) -> Row:
        return {"series": "inflation", "subject_to_vacancy": True, **row, "row": number}

    def to_row(self, rows: list[Row]) -> Row:
        data = self.cleaned_data
        return self.put(
            self.kept(rows),
            name=data["name"],
            amount=data["amount"],
            series=data["series"],
            subject_to_vacancy=data["subject_to_vacancy"],
        )


class CostLineForm(AmountMixin, RowForm):
    AMOUNTS = {
        ("land", "per_dwelling"): "land_per_dwelling",
        ("construction", "per_m2"): "construction_per_m2",
        ("construction", "per_dwelling"): "works_per_dwelling",
        ("additional", "share_construction"): "fees_share",
        ("contingency", "share_construction"): "contingency_share",
    }

    def usual_here(self) -> dict[str, str]:
        name = self.AMOUNTS.get((self.now("category"), self.now("amount_form")))
        return {"amount": name} if name else {}

    amount_keys = {"fixed": "fixed", "per_dwelling": "per_dwelling", "per_m2": "per_m2", "share": "share_of"}

    name = forms.CharField(label=_("What"), max_length=200)
    category = forms.ChoiceField(
        label=_("Kind of cost"),
        choices=[
            ("land", _("Ground")),
            ("construction", _("Building")),
            ("additional", _("Fees and charges")),
            ("contingency", _("For the unexpected")),
        ],
    )
    amount_form = forms.ChoiceField(
        label=_("How the amount is given"),
        choices=[
            ("fixed", _("In total, in euros")),
            ("per_dwelling", _("Per home, in euros")),
            ("per_m2", _("Per m² of living area, in euros")),
            ("share_construction", _("As a percentage of the building costs")),
            ("share_land", _("As a percentage of the ground")),
            ("share_additional", _("As a percentage of fees and charges")),
            ("share_contingency", _("As a percentage of the amount for the unexpected")),
            ("share_all", _("As a percentage of all of these together")),
        ],
    )
    amount = NumberField(
        label=_("How much"), help_text=_("Without VAT."), min_value=0, decimal_places=6, max_digits=18, required=False
    )
    vat_rate = percent_field(
        _("VAT"),
        _("For building and advice 21%. It cannot be reclaimed for homes that are let."),
        min_value=0,
        max_value=100,
    )

    @classmethod
    def initial_of(cls, row: Row, number: int) -> Row:
        return {
            "name": row.get("name"),
            "category": row.get("category"),
            "vat_rate": row.get("vat_rate", 0),
            **cls.amount_from(row),
            "row": number,
        }

    def to_row(self, rows: list[Row]) -> Row:
        data = self.cleaned_data
        row = self.amount_to(self.kept(rows))
        return self.put(row, name=data["name"], category=data["category"], vat_rate=data["vat_rate"])


class SourceForm(AmountMixin, RowForm):
    BY_KIND = {
        "bank_loan": {
            "share_of_investment": "bank_share",
            "rate": "bank_rate",
            "term_years": "bank_term_years",
        },
        "municipal_loan": {
            "per_dwelling": "municipal_per_dwelling",
            "rate": "municipal_rate",
            "term_years": "municipal_term_years",
        },
        "member_loan": {
            "per_dwelling": "own_money_per_dwelling",
            "rate": "member_loan_rate",
            "term_years": "member_loan_term_years",
        },
        "crowdfunding": {"rate": "crowd_rate", "term_years": "crowd_term_years"},
        "member_equity": {"per_dwelling": "own_money_per_dwelling", "return_rate": "return_rate"},
    }

    def usual_here(self) -> dict[str, str]:
        found = dict(self.BY_KIND.get(self.now("kind"), {}))
        amount = found.pop("per_dwelling", None), found.pop("share_of_investment", None)
        form = self.now("amount_form")
        name = {"per_dwelling": amount[0], "share_of_investment": amount[1]}.get(form)
        return {**found, **({"amount": name} if name else {})}

    amount_keys = {
        "fixed": "fixed",
        "per_dwelling": "per_dwelling",
        "share_of_investment": "share_of_investment",
        "share_of_market_value": "share_of_market_value",
        "remainder": "remainder",
    }

    name = forms.CharField(label=_("From whom"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind of money"),
        choices=[
            ("bank_loan", _("Loan of a bank")),
            ("municipal_loan", _("Loan of the municipality")),
            ("svn_loan", _("Loan of SVn")),
            ("member_loan", _("Loan of members")),
            ("crowdfunding", _("Crowdfunding or bonds")),
            ("member_equity", _("Money of members that stays in")),
            ("subsidy", _("Subsidy")),
            ("gift", _("Gift")),
            ("other_loan", _("Another loan")),
        ],
    )
    amount_form = forms.ChoiceField(
        label=_("How the amount is given"),
        choices=[
            ("fixed", _("In total, in euros")),
            ("per_dwelling", _("Per home, in euros")),
            ("share_of_investment", _("As a percentage of the investment")),
            ("share_of_market_value", _("As a percentage of the value of the homes")),
            ("remainder", _("What is still missing")),
        ],
    )
    amount = NumberField(
        label=_("How much"),
        help_text=_("Leave this open when it is what is still missing."),
        min_value=0,
        decimal_places=6,
        max_digits=18,
        required=False,
    )
    rate = percent_field(_("Interest per year"), _("Only for a loan."), required=False)
    term_years = WholeNumberField(
        label=_("Years to repay in"), min_value=1, max_value=100, required=False, help_text=_("Only for a loan.")
    )
    repayment = forms.ChoiceField(
        label=_("How it is repaid"),
        choices=[
            ("annuity", _("The same amount each month (annuity)")),
            ("linear", _("The same repayment each month (linear)")),
            ("bullet", _("All at the end")),
        ],
        required=False,
        help_text=_("Only for a loan."),
    )
    return_rate = percent_field(
        _("Return for members per year"), _("Only for money of members that stays in."), required=False
    )

    LOANS = "bank_loan municipal_loan svn_loan member_loan crowdfunding other_loan"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("rate", "term_years", "repayment"):
            self.fields[name].widget.attrs["data-only-for"] = f"kind {self.LOANS}"
        self.fields["return_rate"].widget.attrs["data-only-for"] = "kind member_equity"
        self.fields["amount"].widget.attrs["data-only-for"] = (
            "amount_form fixed per_dwelling share_of_investment share_of_market_value"
        )

    loan_keys = (
        "rate",
        "term_years",
        "repayment",
        "payments_per_year",
        "balloon_share",
        "grace_years",
        "capitalise_interest",
        "rate_resets",
        "guarantee_fee",
    )

    @classmethod
    def initial_of(cls, row: Row, number: int) -> Row:
        kept = {key: row.get(key) for key in ("name", "kind", "rate", "term_years", "return_rate")}
        return {**kept, "repayment": row.get("repayment", "annuity"), **cls.amount_from(row), "row": number}

    def to_row(self, rows: list[Row]) -> Row:
        data = self.cleaned_data
        row = self.amount_to(self.kept(rows))
        if row.get("kind") != data["kind"]:
            row.pop("rank", None)
        row = self.put(row, name=data["name"], kind=data["kind"], return_rate=data["return_rate"])
        if data["kind"] in ("member_equity", "subsidy", "gift") and row.get("rank") not in ("senior", "subordinated"):
            return {key: value for key, value in row.items() if key not in self.loan_keys}
        return self.put(row, rate=data["rate"], term_years=data["term_years"], repayment=data["repayment"] or None)


class OperatingCostForm(AmountMixin, RowForm):
    def usual_here(self) -> dict[str, str]:
        return {"amount": "operating_per_dwelling"} if self.now("amount_form") == "per_dwelling" else {}

    amount_keys = {
        "fixed": "fixed",
        "per_dwelling": "per_dwelling",
        "per_m2": "per_m2",
        "share_of_gross_rent": "share_of_gross_rent",
    }

    name = forms.CharField(label=_("What"), max_length=200)
    amount_form = forms.ChoiceField(
        label=_("How the amount is given"),
        choices=[
            ("per_dwelling", _("Per home, in euros")),
            ("fixed", _("In total, in euros")),
            ("per_m2", _("Per m² of living area, in euros")),
            ("share_of_gross_rent", _("As a percentage of the rents")),
        ],
    )
    amount = NumberField(label=_("How much per year"), min_value=0, decimal_places=6, max_digits=18, required=False)
    series = forms.ChoiceField(label=_("Grows with"), choices=SERIES)

    @classmethod
    def initial_of(cls, row: Row, number: int) -> Row:
        return {
            "name": row.get("name"),
            "series": row.get("series", "inflation"),
            **cls.amount_from(row),
            "row": number,
        }

    def to_row(self, rows: list[Row]) -> Row:
        data = self.cleaned_data
        return self.put(self.amount_to(self.kept(rows)), name=data["name"], series=data["series"])


class PlannedMaintenanceForm(RowForm):
    name = forms.CharField(label=_("What"), max_length=200, help_text=_("For example: painting."))
    year = WholeNumberField(label=_("Year"), min_value=1900, max_value=2200)
    amount = EuroField(label=_("Amount"), min_value=0, help_text=_("In money of the price level year."))

    @staticmethod
    def initial_of(row: Row, number: int) -> Row:
        return {**{key: row.get(key) for key in ("name", "year", "amount")}, "row": number}

    def to_row(self, rows: list[Row]) -> Row:
        data = self.cleaned_data
        return self.put(self.kept(rows), name=data["name"], year=data["year"], amount=data["amount"])
