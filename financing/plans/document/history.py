"""Changes of a plan in plain words: what was it called on the page, what stood there, and what stands there now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from financing.plans.document.patches import Patch, PatchStep
from financing.plans.figures import FIGURES, label_of, path_of
from financing.plans.models import PlanChange

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


def value_in_words(step: PatchStep, end: str) -> str:
    """What stands at one end of a step, as people read it."""
    value = step.get(end)
    if value is None:
        return _("nothing")
    figure = FIGURES.get(path_of(step["path"]))
    return str(value) if figure is None else figure.written(value)


def label_in_words(step: PatchStep) -> str:
    """What the value is called on the page, with the row that it stands in."""
    *before, last = step["path"]
    figure = FIGURES.get(path_of(step["path"]))
    name = str(last if figure is None else figure.label)
    if before[-1:] == ["by_year"]:
        name = f"{name} ({last})"
    return _("%(label)s of “%(row)s”") % {"label": name, "row": step["name"]} if step.get("name") else name


def _turned(change: PlanChange | None) -> Patch:
    """The patch of the change that was taken back."""
    return [] if change is None else change.patch


def _sentences(step: PatchStep) -> list[str]:
    path = path_of(step["path"])
    if f"{path}[].name" in FIGURES and all(isinstance(step.get(end, []), list) for end in ("before", "after")):
        return _sentences_of_rows(step["path"], step.get("before") or [], step.get("after") or [])
    facts = {
        "what": label_in_words(step),
        "before": value_in_words(step, "before"),
        "after": value_in_words(step, "after"),
    }
    return [_("%(what)s: from %(before)s to %(after)s") % facts]


def _sentences_of_rows(path: Sequence[str | int], before: list[Any], after: list[Any]) -> list[str]:
    """A list that got longer or shorter: which rows came and went, and what changed in those that stayed."""
    kind = label_of(path_of(path))
    old = {row.get("name", ""): row for row in before}
    new = {row.get("name", ""): row for row in after}
    found = [_("%(kind)s added: “%(name)s”") % {"kind": kind, "name": name} for name in new if name not in old]
    found += [_("%(kind)s removed: “%(name)s”") % {"kind": kind, "name": name} for name in old if name not in new]
    for name in old.keys() & new.keys():
        for key in {**old[name], **new[name]}:
            if old[name].get(key) != new[name].get(key):
                step: PatchStep = {"path": [*path, 0, key], "name": name}
                step |= {end: row[key] for end, row in (("before", old[name]), ("after", new[name])) if key in row}
                found += _sentences(step)
    return found or [_("%(kind)s: another order") % {"kind": kind}]
