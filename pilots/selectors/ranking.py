"""What applications for a programme are scored on, as data, and how they rank. No database, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from coophub.web.bilingual import Bilingual, both
from financing.subsidies.law.allocation import weighted_score

LEAST_SCORE, HIGHEST_SCORE = 0, 10
MOST_CRITERIA = 20


class SelectionCriterion(BaseModel):
    """What an application is scored on, from 0 to 10, and how heavily it counts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: str = Field(min_length=1, max_length=50)
    title: str = Field(min_length=1, max_length=200)
    title_en: str = Field(default="", max_length=200)
    guidance: str = Field(default="", max_length=2000)
    guidance_en: str = Field(default="", max_length=2000)
    weight: int = Field(ge=1, le=100)

    @property
    def words(self) -> Bilingual:
        return both(self, "title")

    @property
    def advice(self) -> Bilingual:
        """How to score it."""
        return both(self, "guidance")


class Ranked(NamedTuple):
    """An application with its place; equal scores share a place. Without a score nobody looked at it yet."""

    key: int
    place: int | None
    score: Fraction | None
    means: Mapping[str, Fraction]


_ADAPTER = TypeAdapter(tuple[SelectionCriterion, ...])


def read_criteria(document: Sequence[Mapping[str, Any]]) -> tuple[SelectionCriterion, ...]:
    """The criteria of a document. Raises pydantic's ValidationError."""
    return _ADAPTER.validate_python(list(document))


def mean_of(given: Sequence[Mapping[str, int]], slugs: Iterable[str]) -> dict[str, Fraction]:
    """The mean of what advisors gave, by criterion; nothing while nobody scored."""
    return {slug: Fraction(sum(scores[slug] for scores in given), len(given)) for slug in slugs} if given else {}


def ranking(given: Mapping[int, Sequence[Mapping[str, int]]], criteria: Sequence[SelectionCriterion]) -> list[Ranked]:
    """The applications, the highest weighted mean first, with places as in a race: 1, 2, 2, 4. Those that nobody
    scored come last, without a place.

    Each score is of every criterion, from 0 to 10; the mean is exact.
    """
    weights = {criterion.slug: criterion.weight for criterion in criteria}
    means = {key: mean_of(scores, weights) for key, scores in given.items()}
    scored = {key: weighted_score(mean, weights) for key, mean in means.items() if mean}
    ranked: list[Ranked] = []
    for score, equals in groupby(sorted(scored, key=lambda key: (-scored[key], key)), scored.__getitem__):
        place = len(ranked) + 1
        ranked += [Ranked(key, place, score, means[key]) for key in equals]
    return ranked + [Ranked(key, None, None, {}) for key in sorted(given) if key not in scored]
