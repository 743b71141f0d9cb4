"""Sources of money: loans, money of members, subsidy and gifts."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web.formats import Words
from financing.plans.document.rows import KEY, PlanRow
from financing.plans.figures import FIGURES, LOAN_KEYS
from financing.plans.figures.choices import PAYMENTS, RANKS, RANKS_OF_LOANS, UNSAID
from financing.plans.forms.cost_rows import ONLY_PER_HOME
from financing.plans.forms.document_values import plain
from financing.plans.forms.figure_fields import as_options, field_of, words_of
from financing.plans.forms.rows import AmountForm, asked

LOANS = ("bank_loan", "municipal_loan", "svn_loan", "member_loan", "crowdfunding", "other_loan")
GRANTS = ("subsidy", "gift")
A_LOAN, MEMBERS, A_GRANT = (" ".join(("kind", *kinds)) for kinds in (LOANS, ("member_equity",), GRANTS))
WITH_AN_END = f"{A_LOAN}; repayment annuity linear"

ROLLS = ("rolls_over.share", "rolls_over.rate", "rolls_over.until", "rolls_over.spread")
OF_A_LOAN = (
    "rank",
    "payments_per_year",
    "grace_years",
    "capitalise_interest",
    "balloon_share",
    "repayment_rate",
    "guarantee_fee",
    *ROLLS,
)
OF_MEMBERS = ("turnover_rate", "replaced", "indexed_by")


def reset_names(number: int) -> tuple[str, str]:
    """The fields of one change of the interest: after how many years, and to what."""
    return f"rate_resets.{number}.after_years", f"rate_resets.{number}.rate"


class SourceForm(AmountForm):
    rows = "funding"
    ways = ("fixed", "per_dwelling", "per_m2", "share_of_investment", "share_of_market_value", "remainder")
    further: tuple[str, ...] = (*OF_A_LOAN, *OF_MEMBERS, "paid_on", "of")
    keys = asked(rows, ways=ways, further=further)
    optional = (*LOAN_KEYS, "return_rate")
    only_for = {
        **dict.fromkeys((*(key for key in keys if key in LOAN_KEYS), *OF_A_LOAN), A_LOAN),
        **dict.fromkeys(("balloon_share", "repayment_rate"), WITH_AN_END),
        **dict.fromkeys(("return_rate", *OF_MEMBERS), MEMBERS),
        "paid_on": A_GRANT,
        "of": ONLY_PER_HOME,
        "amount": " ".join(("amount_form", *(way for way in ways if way != "remainder"))),
    }
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.resets: list[tuple[str, str]] = []
        super().__init__(*args, **kwargs)

    def add_fields(self) -> None:
        super().add_fields()
        if not self.has_more:
            return
        stored = self.initial.get("rate_resets") or []
        self.resets = [reset_names(number) for number in range(len(stored) + 1)]
        for number, names in enumerate(self.resets):
            for name in names:
                key = name.rpartition(".")[2]
                field = field_of(f"funding[].rate_resets[].{key}", required=False)
                field.widget.attrs["data-only-for"] = A_LOAN
                if key == "after_years":
                    field.unit = FIGURES[f"funding[].rate_resets[].{key}"].unit  # type: ignore[attr-defined]
                if number < len(stored):
                    field.initial = stored[number][key]
                self.fields[name] = field
        changes = [name for names in self.resets for name in names]
        self.further = (*self.further, *changes)
        self.order_fields([*self.keys[: self.keys.index(ROLLS[0])], *changes])

    def usual_of(self, name: str) -> Any:
        if name.startswith("rate_resets."):
            return None
        return FIGURES[self.path(name)].default if name == "payments_per_year" else super().usual_of(name)

    @property
    def more_title(self) -> Words:  # type: ignore[override]  # it follows what the row is
        kind = self.now("kind")
        if kind in GRANTS:
            return _("More: when it is paid")
        if kind == "member_equity":
            return _("More: members who leave, growth")
        return _("More: years without repayment, other interest, lending again")

    def field_for(self, key: str) -> forms.Field:
        if key == "indexed_by":
            return self.named_field(key, self.names.series)
        path = self.path(key)
        if key == "rank":
            present = self.initial.get(key)
            ranks = {**RANKS_OF_LOANS, **({present: RANKS[present]} if present in RANKS else {})}
            choices = [("", UNSAID[path]), *as_options(ranks)]
            return forms.ChoiceField(choices=choices, required=False, **words_of(path))
        if key == "payments_per_year":
            options = as_options(PAYMENTS)
            return forms.TypedChoiceField(
                choices=options, coerce=int, empty_value=None, required=False, **words_of(path)
            )
        field = super().field_for(key)
        if key.startswith("rolls_over."):
            field.required = field.widget.is_required = False
            if key in (ROLLS[0], ROLLS[-1]):
                # It is asked of loans alone.
                field.help_text = ""
        return field

    def field_at(self, steps: Any) -> str:
        if steps[:1] == ["rate_resets"] and len(steps) > 1:
            keys = [f"#{reset[KEY]}" for reset in self._resets()]
            number = keys.index(steps[1]) if steps[1] in keys else 0
            steps = ["rate_resets", str(number), *steps[2:]]
        return super().field_at(steps)

    def benchmarks_here(self) -> dict[str, str]:
        known = self.BENCHMARKS.get(self.now("kind"), {})
        amount = known.get(self.now("amount_form"))
        return {**known, **({"amount": amount} if amount else {})}

    @property
    def places(self) -> dict[str, str]:
        """Of what only a loan has nothing stands with other sources, and of a return only with money that earns it."""
        kind = self.now("kind")
        elsewhere = {"rate": kind not in LOANS, "return_rate": kind != "member_equity"}
        return {name: place for name, place in super().places.items() if not elsewhere.get(name)}

    @classmethod
    def initial_of(cls, row: PlanRow) -> PlanRow:
        found = super().initial_of({"repayment": "annuity", **row})
        return {
            **found,
            "payments_per_year": row.get("payments_per_year", 12),
            "rate_resets": row.get("rate_resets", []),
        }

    def clean(self) -> PlanRow:
        data = super().clean() or {}
        for pair in self.resets:
            given = [name for name in pair if data.get(name) is not None]
            for name in pair:
                if len(given) == 1 and name not in (*given, *self.errors):
                    sentence = _("Fill in both: after how many years, and the interest from then on.")
                    self.add_error(name, forms.ValidationError(sentence, code="required"))
        return data

    def to_row(self, row: PlanRow) -> PlanRow:
        kind: str = self.cleaned_data["kind"]
        if row.get("kind") != kind and "rank" not in self.changed_data:
            row = {key: value for key, value in row.items() if key != "rank"}
            self.cleaned_data["rank"] = None
        row = super().to_row(row)
        if self.has_more:
            row = self._with_resets(row)
        is_loan = kind in LOANS or row.get("rank") in RANKS_OF_LOANS
        gone = {
            *(() if is_loan else LOAN_KEYS),
            *(("return_rate", *OF_MEMBERS) if is_loan or kind != "member_equity" else ()),
            *(() if kind in GRANTS else ("paid_on",)),
            *(("rank",) if kind not in LOANS and "rank" in self.changed_data else ()),
        }
        return {key: value for key, value in row.items() if key not in gone}

    def _with_resets(self, row: PlanRow) -> PlanRow:
        row = {key: value for key, value in row.items() if key != "rate_resets"}
        rolls = row.get("rolls_over")
        if rolls and not any(value not in (None, False) for value in rolls.values()) and "share" not in rolls:
            del row["rolls_over"]
        resets = self._resets()
        return {**row, "rate_resets": resets} if resets else row

    def _resets(self) -> list[PlanRow]:
        """The changes of the interest as they were filled in, those that were there with their keys."""
        stored = self.initial.get("rate_resets") or []
        keys = [*(reset[KEY] for reset in stored), self._new_key]
        return [
            {KEY: key, "after_years": self.cleaned_data[after], "rate": plain(self.cleaned_data[rate])}
            for key, (after, rate) in zip(keys, self.resets, strict=False)
            if self.cleaned_data.get(after) is not None
        ]

    @property
    def _new_key(self) -> str:
        """The same as long as the page is judged: a problem is known by it."""
        if not hasattr(self, "_key_of_new"):
            self._key_of_new = uuid4().hex
        return self._key_of_new
