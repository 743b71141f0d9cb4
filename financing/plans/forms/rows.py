"""One row of each list in a plan document: from the document to a form and back.

A form asks every figure that its row can have, but for those that few groups need. What it does not ask stays in the
row as it was.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import NumberField
from coophub.web.formats import Words
from coophub.web.rows import RowForm, RowKeyField
from financing.plans.document.rows import KEY, PlanRow
from financing.plans.figures import FIGURES, LOAN_KEYS, headings, keys_of
from financing.plans.figures.benchmarks import Benchmark
from financing.plans.figures.choices import SHARES
from financing.plans.forms.benchmarks import WithBenchmarks
from financing.plans.forms.document_values import plain
from financing.plans.forms.figure_fields import field_of
from financing.plans.forms.reading import AMOUNTS_TO_READ_ABOUT, FIGURES_TO_READ_ABOUT

SHARE_OF = "share_of_"
"""How the name of a way to give an amount begins that is a share of one category of costs: `share_of_land`."""

AMOUNT_KEYS = ("amount_form", "amount")

PER_HOME = ("per_dwelling", "per_m2")
OF_AN_AMOUNT_PER_HOME = ("of", "follows_letting")
"""What only an amount per home or per m² has: for which types it is, and whether it follows the letting."""


def asked(rows: str, *, ways: tuple[str, ...] = (), but: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The keys of a row that a form shows, in the order of the document, without those in `but`.

    In the place of the `ways` to give an amount come the way and the amount.
    """
    shown = [key for key in keys_of(f"{rows}[]") if key not in but]
    first = next((place for place, key in enumerate(shown) if key in ways), len(shown))
    return (*shown[:first], *(AMOUNT_KEYS if ways else ()), *(key for key in shown[first:] if key not in ways))


class PlanRowForm(WithBenchmarks, RowForm):
    """A row that says by its key which row of the document it shows; the key of a new row is in no document yet.

    `rows` is the path of the list; `keys` are those of a row that the form shows, in their order, of which `optional`
    may stay open.
    """

    known_by = KEY
    rows: str = ""
    keys: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    key = RowKeyField()

    def __init__(self, *args: Any, more_help: Mapping[str, Words] | None = None, **kwargs: Any) -> None:
        self.more_help = more_help or {}
        super().__init__(*args, **kwargs)

    def add_fields(self) -> None:
        for key in self.keys:
            self.fields[key] = self.field_for(key)
            if key in self.more_help:
                self.fields[key].help_text = str(self.more_help[key])

    def field_for(self, key: str) -> forms.Field:
        return field_of(f"{self.rows}[].{key}", required=key not in self.optional)

    def benchmarks_here(self) -> dict[str, str]:
        paths = {key: f"{self.rows}[].{key}" for key in self.keys}
        return {
            key: FIGURES[path].benchmark for key, path in paths.items() if path in FIGURES and FIGURES[path].benchmark
        }

    @property
    def places(self) -> dict[str, str]:
        """By field where in the builder it is, for those that people read about."""
        paths = {key: f"{self.rows}[].{key}" for key in self.keys}
        return {key: FIGURES_TO_READ_ABOUT[path] for key, path in paths.items() if path in FIGURES_TO_READ_ABOUT}

    @classmethod
    def initial_of(cls, row: PlanRow) -> PlanRow:
        """What the form shows of a row of the document."""
        return {**{key: row.get(key) for key in cls.keys}, KEY: UUID(row[KEY])}

    def to_row(self, row: PlanRow) -> PlanRow:
        """A row of the document with what was typed in it."""
        return self.put(row, **{key: self.cleaned_data[key] for key in self.keys})

    @property
    def row_key(self) -> str:
        """Which row of the document it shows."""
        key: UUID = self.cleaned_data[KEY]
        return key.hex

    @staticmethod
    def put(row: PlanRow, **values: Any) -> PlanRow:
        """The row with these values; what was left open takes a key away."""
        given = {key: plain(value) for key, value in values.items() if value not in (None, "")}
        return {key: value for key, value in {**row, **given}.items() if key not in values or key in given}


class AmountField(NumberField):
    """An amount, or a percentage, as the way beside it says."""

    reads = "€ %"


class AmountForm(PlanRowForm):
    """A row whose amount can be given in several `ways`: a way to say it and a number, which is a percentage for a
    share.
    """

    ways: tuple[str, ...] = ()
    amount_label: Words = headings.HOW_MUCH
    amount_help: Words = ""

    @property
    def places(self) -> dict[str, str]:
        about = AMOUNTS_TO_READ_ABOUT.get(self.now("category") or self.now("kind") or "")
        return {**super().places, **({"amount": about} if about else {})}

    @classmethod
    def way_options(cls) -> list[tuple[str, Any]]:
        return [(way, FIGURES[f"{cls.rows}[].{way}"].label) for way in cls.ways]

    def field_for(self, key: str) -> forms.Field:
        if key == "amount_form":
            return forms.ChoiceField(label=headings.HOW_GIVEN, choices=self.way_options())
        if key == "amount":
            return AmountField(
                label=self.amount_label,
                help_text=self.amount_help,
                min_value=0,
                decimal_places=6,
                max_digits=18,
                required=False,
            )
        return super().field_for(key)

    @classmethod
    def initial_of(cls, row: PlanRow) -> PlanRow:
        return {**super().initial_of(row), "amount_form": None, "amount": None, **cls.amount_from(row)}

    @classmethod
    def amount_from(cls, row: PlanRow) -> PlanRow:
        """What the form shows of a row's amount."""
        if row.get("share_of") is not None:
            return {"amount_form": SHARE_OF + row["share_of"], "amount": _percentage(row.get("share", 0))}
        way = next((way for way in cls.ways if row.get(way) not in (None, False)), None)
        if way is None:
            return {}
        if way == "remainder":
            return {"amount_form": way}
        return {"amount_form": way, "amount": _percentage(row[way]) if _is_share(way) else Decimal(str(row[way]))}

    def amount_to(self, row: PlanRow) -> PlanRow:
        """The row with the amount as it was typed, and no other."""
        way: str = self.cleaned_data["amount_form"]
        amount: Any = self.cleaned_data.get("amount")
        gone = {*self.ways, "share_of", "share", *(() if way in PER_HOME else OF_AN_AMOUNT_PER_HOME)}
        row = {key: value for key, value in row.items() if key not in gone}
        if way == "remainder":
            return {**row, "remainder": True}
        if way.removeprefix(SHARE_OF) in SHARES:
            return {**row, "share_of": way.removeprefix(SHARE_OF), "share": plain(amount / 100)}
        return {**row, way: plain(amount / 100 if _is_share(way) else amount)}

    def to_row(self, row: PlanRow) -> PlanRow:
        keys = [key for key in self.keys if key not in AMOUNT_KEYS]
        return self.put(self.amount_to(row), **{key: self.cleaned_data[key] for key in keys})

    def measured(self, name: str, benchmark: Benchmark, value: Any) -> float:
        """A share is typed as a percentage."""
        return float(value) / 100 if name == "amount" and benchmark.unit == "percent" else float(value)

    def clean(self) -> PlanRow:
        data = super().clean() or {}
        way = data.get("amount_form")
        if way and way != "remainder" and data.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", forms.ValidationError(_("Fill in how much it is."), code="required"))
        if way and "amount" not in self.errors and ("€" if _is_share(way) else "%") in str(self["amount"].data):
            self.add_error("amount", _("Beside it you chose another way to give the amount."))
        return data


def _is_share(way: str) -> bool:
    return way.startswith(SHARE_OF)


def _percentage(share: float) -> Decimal:
    return Decimal(str(share)) * 100


class DwellingForm(PlanRowForm):
    rows = "dwellings"
    keys = ("name", "count", "area_m2", "monthly_rent")

    def add_fields(self) -> None:
        super().add_fields()
        # A home that is sold need not pay a rent, and another may pay one per m²: that stays in the row.
        is_stored = bool(self.initial.get("name"))
        self.fields["monthly_rent"].required = not is_stored or self.initial.get("monthly_rent") is not None


class OtherIncomeForm(PlanRowForm):
    rows = "other_income"
    keys = asked(rows)

    @classmethod
    def initial_of(cls, row: PlanRow) -> PlanRow:
        return super().initial_of({"series": "inflation", "subject_to_vacancy": True, **row})


class CostLineForm(AmountForm):
    rows = "investment.lines"
    ways = ("fixed", "per_dwelling", "per_m2")
    keys = asked(rows, ways=(*ways, "share_of", "share"), but=("indexed",))
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

    @classmethod
    def way_options(cls) -> list[tuple[str, Any]]:
        order = ("construction", "land", "additional", "contingency", "all")
        return [*super().way_options(), *((SHARE_OF + base, SHARES[base].label) for base in order)]

    @classmethod
    def initial_of(cls, row: PlanRow) -> PlanRow:
        return super().initial_of({"vat_rate": 0, **row})


class SourceForm(AmountForm):
    rows = "funding"
    ways = ("fixed", "per_dwelling", "per_m2", "share_of_investment", "share_of_market_value", "remainder")
    not_asked = (
        "rank",
        "repayment_rate",
        "payments_per_year",
        "balloon_share",
        "grace_years",
        "capitalise_interest",
        "guarantee_fee",
        "turnover_rate",
        "replaced",
        "indexed_by",
        "paid_on",
    )
    of_members = ("return_rate", "turnover_rate", "replaced", "indexed_by")
    keys = asked(rows, ways=ways, but=not_asked)
    optional = (*LOAN_KEYS, "return_rate")
    amount_help = _("Leave this open when it is what is still missing.")

    BENCHMARKS = {
        "bank_loan": {"share_of_investment": "bank_share", "rate": "bank_rate", "term_years": "bank_term_years"},
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

    LOANS = ("bank_loan", "municipal_loan", "svn_loan", "member_loan", "crowdfunding", "other_loan")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        only_for = {
            **dict.fromkeys((key for key in self.keys if key in LOAN_KEYS), ("kind", *self.LOANS)),
            "return_rate": ("kind", "member_equity"),
            "amount": ("amount_form", *(way for way in self.ways if way != "remainder")),
        }
        for name, words in only_for.items():
            self.fields[name].widget.attrs["data-only-for"] = " ".join(words)

    def benchmarks_here(self) -> dict[str, str]:
        known = self.BENCHMARKS.get(self.now("kind"), {})
        amount = known.get(self.now("amount_form"))
        return {**known, **({"amount": amount} if amount else {})}

    @property
    def places(self) -> dict[str, str]:
        """Of what only a loan has nothing stands with other sources, and of a return only with money that earns it."""
        kind = self.now("kind")
        elsewhere = {"rate": kind not in self.LOANS, "return_rate": kind != "member_equity"}
        return {name: place for name, place in super().places.items() if not elsewhere.get(name)}

    @classmethod
    def initial_of(cls, row: PlanRow) -> PlanRow:
        return super().initial_of({"repayment": "annuity", **row})

    def to_row(self, row: PlanRow) -> PlanRow:
        kind: str = self.cleaned_data["kind"]
        if row.get("kind") != kind:
            row = {key: value for key, value in row.items() if key != "rank"}
        row = super().to_row(row)
        is_loan = kind in self.LOANS or row.get("rank") in ("senior", "subordinated")
        gone = {
            *(() if is_loan else LOAN_KEYS),
            *(self.of_members if is_loan or kind != "member_equity" else ()),
            *(() if kind in ("subsidy", "gift") else ("paid_on",)),
        }
        return {key: value for key, value in row.items() if key not in gone}


class OperatingCostForm(AmountForm):
    rows = "operating_costs"
    ways = ("per_dwelling", "fixed", "per_m2", "share_of_gross_rent")
    keys = asked(rows, ways=ways, but=("from_year", "to_year", "follows_letting"))
    amount_label = headings.HOW_MUCH_A_YEAR

    def benchmarks_here(self) -> dict[str, str]:
        return {"amount": "operating_per_dwelling"} if self.now("amount_form") == "per_dwelling" else {}

    @classmethod
    def initial_of(cls, row: PlanRow) -> PlanRow:
        return super().initial_of({"series": "inflation", **row})


class PlannedMaintenanceForm(PlanRowForm):
    rows = "maintenance_reserve.items"
    keys = asked(rows)
