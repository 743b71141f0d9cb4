"""The norms of a next year, from a file: what they would change, and keeping them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from coophub.operations.errors import OperationError
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.fields import years_ahead
from financing.engine import Norms
from financing.plans.figures.norms import NORMS
from financing.plans.models import NormSet
from financing.plans.selectors.norms import plans_held_against
from financing.plans.services.norms import add_norms

LATEST = years_ahead(2)


@dataclass(frozen=True)
class NormsLoaded:
    """What a set changes; `plans` is how many are held against it from now on."""

    is_new: bool
    lines: list[str] = field(default_factory=list)
    plans: int = 0


def load_norms(document: Norms, *, only_looks: bool) -> NormsLoaded:
    """Adds a set beside those of earlier years, which stay. The same set twice changes nothing.

    Raises OperationError when another set holds from that day on: plans rest on it.
    """
    known = NormSet.objects.filter(valid_from=document.day).first()
    if known is not None:
        as_known = ({**_figures(known), "source": known.source}, _rents(known))
        if as_known == (_written(document), _written_rents(document)):
            return NormsLoaded(is_new=False)
        raise OperationError(
            f"There are other norms from {document.valid_from} on, and plans rest on them. Income limits that were "
            "left open are filled in on the page Norms; nothing else of them changes."
        )
    if document.day > LATEST():
        raise OperationError(f"Norms from {document.valid_from} on are more than two years ahead of {clock.today()}.")
    before = NormSet.objects.filter(valid_from__lt=document.day).order_by("-valid_from").first()
    found = NormsLoaded(True, list(_changes(before, document)), plans_held_against(document.day).count())
    if not only_looks:
        try:
            add_norms(valid_from=document.day, figures=_written(document), rents=_written_rents(document), user=None)
        except DomainError as error:
            raise OperationError(str(error)) from error
    return found


def _changes(before: NormSet | None, document: Norms) -> Iterator[str]:
    """What differs from the set before, in words."""
    if before is None:
        yield "These are the first norms."
        return
    old, new = _figures(before), _written(document)
    for name, figure in NORMS.items():
        if old[name] != new[name]:
            yield f"{figure.label}: {_said(name, old[name])} -> {_said(name, new[name])}"
    yield from _changes_of_rents(_rents(before), _written_rents(document))


def _changes_of_rents(old: dict[int, Decimal], new: dict[int, Decimal]) -> Iterator[str]:
    """Both ends of the rise, so that a figure that was mistyped shows."""
    both = sorted(set(old) & set(new))
    rises = {points: new[points] / old[points] - 1 for points in both}
    if rises:
        least, most = min(both, key=rises.__getitem__), max(both, key=rises.__getitem__)
        for word, points in (("least", least), ("most", most)):
            rise = f"{rises[points] * 100:+.2f}%"
            yield f"Highest rents, {word}: {points} points from {old[points]} to {new[points]} ({rise})"
    for word, points_of in (("Came", set(new) - set(old)), ("Gone", set(old) - set(new))):
        if points_of:
            yield f"{word}: rents for {len(points_of)} numbers of points, {min(points_of)} to {max(points_of)}"


def _said(name: str, value: Any) -> str:
    return "open" if value is None else NORMS[name].kind.write(value)


def _figures(norms: NormSet) -> dict[str, Any]:
    return {name: getattr(norms, name) for name in NORMS}


def _written(document: Norms) -> dict[str, Any]:
    """As the columns hold them: a number that JSON wrote is the decimal that it shows."""
    figures = {name: getattr(document, name) for name in NORMS}
    exact = {name: Decimal(str(value)) if isinstance(value, float) else value for name, value in figures.items()}
    return {**exact, "source": document.source}


def _rents(norms: NormSet) -> dict[int, Decimal]:
    return dict(norms.maximum_rents.values_list("points", "amount"))


def _written_rents(document: Norms) -> dict[int, Decimal]:
    return {row.points: Decimal(str(row.rent)) for row in document.rents}
