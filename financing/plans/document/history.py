"""Changes of a plan in plain words: what was it called on the page, what stood there, and what stands there now."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from financing.plans.document.merging import DocumentClash
from financing.plans.document.patches import Patch, PatchStep, PlanPath, is_a_row, makes_a_list, name_of, value_at
from financing.plans.document.rows import PlanDocument
from financing.plans.figures import ROW, Figure, figure_at, label_of, path_of
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
    return [_sentence(step) for step in patch if not makes_a_list(step)]


def value_in_words(step: PatchStep, end: str) -> str:
    """What stands at one end of a step, as people read it."""
    value = step.get(end)
    if value is None:
        return _("nothing")
    figure = _figure(step["path"])
    if figure is None and isinstance(value, dict) and step["path"][0] == "series":
        # A whole series of the plan's own is told by how it grows.
        return _figure_of_growth(step["path"]).written(value.get("rate", 0))
    return str(value) if figure is None else figure.written(value)


def label_in_words(step: PatchStep) -> str:
    """What the value is called on the page with the row that it stands in, or what the row itself is called."""
    path, name = step["path"], step.get("name", "")
    if is_a_row(path):
        kind = label_of(path_of(path[:-1]))
        return _("%(kind)s “%(name)s”") % {"kind": kind, "name": name} if name else kind
    figure = _figure(path)
    label = str(path[-1] if figure is None else figure.label)
    if path[-2:-1] == ["by_year"]:
        label = f"{label} ({path[-1]})"
    return _("%(label)s of “%(row)s”") % {"label": label, "row": name} if name else label


def named_in_words(document: PlanDocument, path: PlanPath) -> str:
    """What stands at a path of a document is called on the page, with the row that it stands in."""
    places = [path[: length + 1] for length, name in enumerate(path) if name.startswith(ROW)]
    rows = [value_at(document, place) for place in places]
    step: PatchStep = {"path": list(path), "name": next((name for row in reversed(rows) if (name := name_of(row))), "")}
    return label_in_words(step)


def end_in_words(place: PlanPath, steps: Patch) -> str:
    """What somebody made of what stands at a place that two people changed, by their steps there."""
    whole = _whole(place, steps)
    if whole is None:
        return "; ".join(sentences_of(steps))
    if not is_a_row(place):
        return value_in_words(whole, "after")
    return _("there") if "after" in whole else _("taken away")


def clash_in_words(clash: DocumentClash) -> tuple[str, str]:
    """What it is that two people changed, and what stood there, of a row nothing."""
    theirs = [step for steps in clash.theirs.values() for step in steps]
    first = _whole(clash.place, theirs) or _whole(clash.place, clash.mine)
    if first is None:
        return "", ""
    return label_in_words(first), "" if is_a_row(clash.place) else value_in_words(first, "before")


def _figure(path: PlanPath) -> Figure | None:
    try:
        return figure_at(path_of(path))
    except KeyError:
        return None


def _figure_of_growth(path: PlanPath) -> Figure:
    return figure_at(path_of([*path, "rate"]))


def _whole(place: PlanPath, steps: Patch) -> PatchStep | None:
    """The step that changes all of what stands at a place."""
    return next((step for step in steps if step["path"] == list(place)), None)


def _turned(change: PlanChange | None) -> Patch:
    """The patch of the change that was taken back."""
    return [] if change is None else change.patch


def _sentence(step: PatchStep) -> str:
    if is_a_row(step["path"]):
        row = label_in_words(step)
        return (_("%(row)s added") if "after" in step else _("%(row)s removed")) % {"row": row}
    facts = {
        "what": label_in_words(step),
        "before": value_in_words(step, "before"),
        "after": value_in_words(step, "after"),
    }
    return _("%(what)s: from %(before)s to %(after)s") % facts
