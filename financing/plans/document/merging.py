"""Two people who change a plan at once: what both touched, and the plan once they chose.

Values that only one of them touched are never in the way. Where both touched the same value, or one took away the row
that the other changed, that place is a clash, and somebody chooses whose counts.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from financing.plans.document.patches import (
    ABSENT,
    Patch,
    PatchStep,
    PlanPath,
    coming,
    difference,
    is_within,
    makes_a_list,
    patched,
    value_at,
    within,
)
from financing.plans.document.rows import PlanDocument
from financing.plans.figures import ROW

PlanPlace = tuple[str, ...]


@dataclass(frozen=True)
class DocumentClash:
    """What both changed: a value, or a whole row when one of them took it away.

    `theirs` has what each of the other changes does there, by its number in their order.
    """

    place: PlanPlace
    mine: Patch
    theirs: dict[int, Patch]


def find_clashes(
    *, base: PlanDocument, mine: PlanDocument, present: PlanDocument, theirs: Sequence[Patch]
) -> list[DocumentClash]:
    """Where `mine` and `theirs` both changed what stood there in `base`; `present` is what came out of theirs."""
    patch = difference(base, mine)
    others = [step for their in theirs for step in their]
    touched = {_outer(own["path"], other["path"]): None for own in patch for other in others if _touch(own, other)}
    outer = [place for place in touched if not any(is_within(place, other) for other in touched if other != place)]
    return [
        DocumentClash(place, within(patch, place), _by_number(theirs, place))
        for place in outer
        # Whoever made the same of it, or put it back as it was, is in nobody's way.
        if value_at(present, place) not in (value_at(mine, place), value_at(base, place))
    ]


def merged(
    *, base: PlanDocument, mine: PlanDocument, present: PlanDocument, theirs_count: Collection[PlanPlace]
) -> PlanDocument:
    """The present document with what `mine` changed in `base`, but not where theirs counts.

    What others took away and mine changed is there again, whole.
    """
    patch = _outside(difference(base, mine), theirs_count)
    gone = {place: None for step in patch if (place := _gone(present, step)) is not None}
    return patched(present, [*(coming(mine, place) for place in gone), *_outside(patch, gone)])


def _outside(patch: Patch, places: Collection[PlanPlace]) -> Patch:
    return [step for step in patch if not any(is_within(step["path"], place) for place in places)]


def _by_number(patches: Sequence[Patch], place: PlanPlace) -> dict[int, Patch]:
    return {number: steps for number, patch in enumerate(patches) if (steps := within(patch, place))}


def _outer(one: PlanPath, other: PlanPath) -> PlanPlace:
    return tuple(one if len(one) <= len(other) else other)


def _touch(own: PatchStep, other: PatchStep) -> bool:
    if makes_a_list(own) or makes_a_list(other):
        return False
    return is_within(own["path"], other["path"]) or is_within(other["path"], own["path"])


def _gone(present: PlanDocument, step: PatchStep) -> PlanPlace | None:
    """What this step changes something in and is no longer there. A list comes by itself with its first row."""
    path = step["path"]
    around = [tuple(path[:length]) for length in range(1, len(path)) if not path[length].startswith(ROW)]
    return next((place for place in around if value_at(present, place) is ABSENT), None)
