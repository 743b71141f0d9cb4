"""Changes of a plan in plain words: what was it called on the page, what stood there, and what stands there now."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coophub.web.fields import EuroField, PercentField
from coophub.web.formats import euro, euro_cents, number, percent
from financing.plans.forms.sections import SECTIONS, Rows
from financing.plans.models import PlanChange
from financing.plans.patches import Patch, Step

AMOUNTS = ("fixed", "per_dwelling", "per_m2", "amount", "contribution")
SHARES = (
    "share",
    "share_of_investment",
    "share_of_market_value",
    "share_of_gross_rent",
    "balloon_share",
    "guarantee_fee",
)
OTHER_WORDS = {
    "share": gettext_lazy("How much"),
    "share_of": gettext_lazy("How the amount is given"),
    "remainder": gettext_lazy("What is still missing"),
    "rank": gettext_lazy("Order of repayment"),
    "by_year": gettext_lazy("Exceptions by year"),
    "grace_years": gettext_lazy("Years without repayment"),
    "rate_resets": gettext_lazy("Changes of the interest"),
    "guarantee_fee": gettext_lazy("Fee for a guarantee"),
    "development": gettext_lazy("The months before the first rent"),
}
SHOWN = 6


@dataclass(frozen=True)
class ChangeInWords:
    """One change on the history page."""

    change: PlanChange
    sentences: list[str]
    more: int

    @property
    def summary(self) -> str:
        """The first thing that changed, for a button."""
        return self.sentences[0] if self.sentences else ""


def change_in_words(change: PlanChange) -> ChangeInWords:
    sentences = sentences_of(change.patch if change.kind != PlanChange.Kind.UNDO else _turned(change.of))
    return ChangeInWords(change, sentences[:SHOWN], max(0, len(sentences) - SHOWN))


def sentences_of(patch: Patch) -> list[str]:
    """Each step as a sentence without a subject: "Rent per month of “3 rooms”: from € 1,050 to € 1,020"."""
    return [sentence for step in patch for sentence in _sentences(step)]


def value_in_words(step: Step, end: str) -> str:
    """What stands at one end of a step, as people read it."""
    if end not in step or step[end] is None:
        return _("nothing")
    return _written(_field(step["path"]), step["path"][-1], step[end])


def label_in_words(step: Step) -> str:
    """What the value is called on the page, with the row that it stands in."""
    label = _label(step["path"])
    return _("%(label)s of “%(row)s”") % {"label": label, "row": step["name"]} if step.get("name") else label


def _turned(change: PlanChange | None) -> Patch:
    """The patch of the change that was taken back."""
    return [] if change is None else change.patch


def _sentences(step: Step) -> list[str]:
    rows = _rows_at(step["path"])
    if rows is not None and isinstance(step.get("before", []), list) and isinstance(step.get("after", []), list):
        return _sentences_of_rows(rows, step.get("before") or [], step.get("after") or [])
    facts = {
        "what": label_in_words(step),
        "before": value_in_words(step, "before"),
        "after": value_in_words(step, "after"),
    }
    return [_("%(what)s: from %(before)s to %(after)s") % facts]


def _sentences_of_rows(rows: Rows, before: list[Any], after: list[Any]) -> list[str]:
    """A list that got longer or shorter: which rows came and went, and what changed in those that stayed."""
    old = {row.get("name", ""): row for row in before}
    new = {row.get("name", ""): row for row in after}
    found = [
        _("%(kind)s added: “%(name)s”") % {"kind": rows.row_title, "name": name} for name in new if name not in old
    ]
    found += [
        _("%(kind)s removed: “%(name)s”") % {"kind": rows.row_title, "name": name} for name in old if name not in new
    ]
    for name in old.keys() & new.keys():
        for key in {**old[name], **new[name]}:
            if old[name].get(key) != new[name].get(key):
                step: Step = {"path": [*rows.path, 0, key], "name": name}
                step |= {end: row[key] for end, row in (("before", old[name]), ("after", new[name])) if key in row}
                found += _sentences(step)
    return found or [_("%(kind)s: another order") % {"kind": rows.row_title}]


def _rows_at(path: list[str | int]) -> Rows | None:
    lists = {rows.path: rows for section in SECTIONS for rows in section.lists}
    return lists.get(tuple(path))  # type: ignore[arg-type]


def _field(path: list[str | int]) -> forms.Field | None:
    """The field of the builder that shows this value."""
    keys = tuple(key for key in path if not isinstance(key, int))
    for section in SECTIONS:
        for name, place in section.part.places.items() if section.part else ():
            if place.path == keys:
                return section.part.base_fields[name]
        for rows in section.lists:
            if keys[: len(rows.path)] == rows.path and len(keys) == len(rows.path) + 1:
                return rows.form.base_fields.get(keys[-1])
    return None


def _label(path: list[str | int]) -> str:
    field = _field(path)
    if field is not None:
        return str(field.label)
    key = path[-1]
    if key in AMOUNTS or key in SHARES:
        return str(OTHER_WORDS.get(str(key), _("How much")))
    return str(OTHER_WORDS.get(str(key), key))


def _written(field: forms.Field | None, key: str | int, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | dict):
        return ngettext("%(count)s value", "%(count)s values", len(value)) % {"count": len(value)}
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    if isinstance(value, str):
        return value
    if key in AMOUNTS or isinstance(field, EuroField):
        return euro(value) if float(value).is_integer() else euro_cents(value)
    if key in SHARES or isinstance(field, PercentField):
        return percent(value, _places(float(value) * 100))
    if "year" in str(key) and float(value) > 1000:
        return f"{value}"
    return number(value, _places(float(value)))


def _places(value: float) -> int:
    """As many decimals as the value has, at most four."""
    return min(4, max(0, -int(Decimal(str(round(value, 6))).normalize().as_tuple().exponent)))
