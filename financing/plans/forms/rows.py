"""One row of each list in a plan document: from the document to a form and back.

What few people need of a row stands behind a button. What a form does not ask stays in the row as it was.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import NumberField
from coophub.web.formats import Words
from coophub.web.rows import RowForm, RowKeyField
from financing.plans.document.rows import KEY, PlanRow
from financing.plans.figures import FIGURES, ROW, headings, keys_of
from financing.plans.figures.benchmarks import Benchmark
from financing.plans.figures.choices import SHARES, UNSAID
from financing.plans.forms.document_values import plain, read, write
from financing.plans.forms.figure_fields import as_options, field_of, usual_at, words_of
from financing.plans.forms.more import WithMore, is_typed
from financing.plans.forms.named import NamedField, NamedListField, NamesInPlan, RowNames
from financing.plans.forms.reading import AMOUNTS_TO_READ_ABOUT, FIGURES_TO_READ_ABOUT

SHARE_OF = "share_of_"
"""How the name of a way to give an amount begins that is a share of one category of costs: `share_of_land`."""

AMOUNT_KEYS = ("amount_form", "amount")

PER_HOME = ("per_dwelling", "per_m2")
OF_AN_AMOUNT_PER_HOME = ("of", "follows_letting")
"""What only an amount per home or per m² has: for which types it is, and whether it follows the letting."""


def asked(rows: str, *, ways: tuple[str, ...] = (), further: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The keys of a row that a form shows, in the order of the document, those behind the button last in their own.

    In the place of the `ways` to give an amount come the way and the amount.
    """
    shown = [key for key in keys_of(f"{rows}[]") if key not in further]
    first = next((place for place, key in enumerate(shown) if key in ways), len(shown))
    after = (key for key in shown[first:] if key not in ways)
    return (*shown[:first], *(AMOUNT_KEYS if ways else ()), *after, *further)


class PlanRowForm(WithMore, RowForm):
    """A row that says by its key which row of the document it shows; the key of a new row is in no document yet.

    `rows` is the path of the list; `keys` are those of a row that the form shows, in their order, of which `optional`
    may stay open and `further` are behind the button. `only_for` says by key at which value of a choice it is asked.
    A key within a key is a field as well: `rolls_over.share`.
    """

    known_by = KEY
    rows: str = ""
    keys: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    only_for: Mapping[str, str] = {}

    key = RowKeyField()

    def __init__(
        self,
        *args: Any,
        names: NamesInPlan,
        more_help: Mapping[str, Words] | None = None,
        is_short: bool = False,
        more_of: str = "",
        **kwargs: Any,
    ) -> None:
        self.names, self.more_help, self.is_short, self.more_of = names, more_help or {}, is_short, more_of
        super().__init__(*args, **kwargs)

    def add_fields(self) -> None:
        super().add_fields()
        for key in self.asked_now(self.keys):
            self.fields[key] = self.field_for(key)
            if key in self.further:
                self.fields[key].initial = self.usual_of(key)
            if key in self.more_help:
                self.fields[key].help_text = str(self.more_help[key])
            if key in self.only_for:
                self.fields[key].widget.attrs["data-only-for"] = self.only_for[key]

    @property
    def is_asked_for(self) -> bool:
        return bool(self.more_of) and str(self.initial.get(KEY)) == self.more_of

    def usual_of(self, name: str) -> Any:
        return usual_at(self.path(name))

    @classmethod
    def path(cls, key: str) -> str:
        return f"{cls.rows}[].{key}"

    def field_for(self, key: str) -> forms.Field:
        path, is_needed = self.path(key), key not in (*self.optional, *self.further)
        if path in UNSAID and FIGURES[path].choices:
            choices = [("", UNSAID[path]), *as_options(FIGURES[path].choices or {})]
            return forms.ChoiceField(required=False, choices=choices, **words_of(path))
        return field_of(path, required=is_needed)

    def named_field(self, key: str, named: RowNames) -> forms.Field:
        """A choice among the rows of the plan."""
        path, stored = self.path(key), self.initial.get(key)
        if key == "of":
            return NamedListField(named=named, stored=stored, required=False, **words_of(path))
        blank = UNSAID.get(path, "")
        return NamedField(named=named, stored=stored, blank=blank, required=not blank, **words_of(path))

    @property
    def own_names(self) -> list[str]:
        return [name for name in super().own_names if is_typed(name)]

    def is_at(self, steps: Sequence[str]) -> bool:
        """Whether its row stands there, within its list."""
        return bool(steps) and steps[0] == ROW + self.row_key

    def field_at(self, steps: Sequence[str]) -> str:
        """The field that shows what stands at a place of its row, or what holds it; of another the first one."""
        places = (".".join(steps[:length]) for length in range(len(steps), 0, -1))
        found = (name for place in places for name in self.own_names if f"{name}.".startswith(f"{place}."))
        return next(found, next((name for name in ("amount", *self.own_names) if name in self.fields), ""))

    def benchmarks_here(self) -> dict[str, str]:
        paths = {key: self.path(key) for key in self.keys}
        return {
            key: FIGURES[path].benchmark for key, path in paths.items() if path in FIGURES and FIGURES[path].benchmark
        }

    @property
    def places(self) -> dict[str, str]:
        """By field where in the builder it is, for those that people read about."""
        paths = {key: self.path(key) for key in self.keys}
        return {key: FIGURES_TO_READ_ABOUT[path] for key, path in paths.items() if path in FIGURES_TO_READ_ABOUT}

    @classmethod
    def initial_of(cls, row: PlanRow) -> PlanRow:
        """What the form shows of a row of the document."""
        found = {key: read(row, key) for key in cls.keys}
        unsaid = {key: usual_at(cls.path(key)) for key in cls.further if found.get(key) is None}
        return {**found, **unsaid, KEY: UUID(row[KEY])}

    def to_row(self, row: PlanRow) -> PlanRow:
        """A row of the document with what was typed in it."""
        return self.put(row, {key: self.cleaned_data.get(key) for key in self.asked_now(self.keys)})

    @property
    def row_key(self) -> str:
        """Which row of the document it shows."""
        key: UUID = self.cleaned_data[KEY]
        return key.hex

    def put(self, row: PlanRow, values: Mapping[str, Any]) -> PlanRow:
        """The row with these values; what was left open takes a key away, and what is usual anyway is not written."""
        found = deepcopy(row)
        for key, value in values.items():
            is_usual = key in self.further and value == self.usual_of(key) and read(found, key) is None
            write(found, key, None if is_usual or value in ("", []) else value)
        return {key: value for key, value in found.items() if value != {}}


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
        if key == "of":
            return self.named_field(key, self.names.homes)
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
        gone = {*self.ways, "share_of", "share"}
        row = {key: value for key, value in row.items() if key not in gone}
        if way == "remainder":
            return {**row, "remainder": True}
        if way.removeprefix(SHARE_OF) in SHARES:
            return {**row, "share_of": way.removeprefix(SHARE_OF), "share": plain(amount / 100)}
        return {**row, way: plain(amount / 100 if _is_share(way) else amount)}

    def to_row(self, row: PlanRow) -> PlanRow:
        keys = [key for key in self.asked_now(self.keys) if key not in AMOUNT_KEYS]
        row = self.put(self.amount_to(row), {key: self.cleaned_data.get(key) for key in keys})
        is_per_home = self.cleaned_data["amount_form"] in PER_HOME
        return {key: value for key, value in row.items() if is_per_home or key not in OF_AN_AMOUNT_PER_HOME}

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
