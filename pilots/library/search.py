"""Finding what the library has by its words, in any inflection, and by words that say the same."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, Func, Q
from django.db.models.functions import Greatest

from coophub.web.bilingual import reads_dutch
from coophub.web.searching import are_in_every_text, words_in
from financing.plans.document.examples import EXAMPLES, Example
from initiatives.models import Initiative, Phase
from initiatives.selectors.register import published_initiatives
from pilots.library.guide import Guide
from pilots.library.guide import guides as all_guides
from pilots.models import Lesson, ModelVersion
from pilots.selectors.lessons import published_lessons
from pilots.selectors.model_documents import offered_models
from pilots.selectors.usefulness import UNKNOWN, useful_shares

SYNONYMS = Path(__file__).parent / "synonyms.toml"
LONGEST_ENDING, SHORTEST_STEM = 3, 5
MOST_LESSONS, MOST_OF_A_KIND = 20, 10
QUERY = """
    SELECT place, document @@ whole.words AS has_all
    FROM (
        SELECT place, useful, setweight(to_tsvector(%(config)s::regconfig, heading), 'A')
            || setweight(to_tsvector(%(config)s::regconfig, body), 'C') AS document
        FROM unnest(%(headings)s::text[], %(bodies)s::text[], %(useful)s::float[])
            WITH ORDINALITY AS guide(heading, body, useful, place)
    ) AS guides,
        to_tsquery(%(config)s::regconfig, %(all)s) AS whole(words),
        to_tsquery(%(config)s::regconfig, %(any)s) AS part(words)
    WHERE document @@ part.words
    ORDER BY has_all DESC, ts_rank(document, part.words) * useful DESC, place
"""

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Sought:
    """What somebody looks for, as PostgreSQL reads it: texts with every word, and texts with some of them."""

    all: str
    any: str


def sought(text: str) -> Sought | None:
    """Each word of a text, or one that says the same; nothing for a text without words."""
    alternatives = [" | ".join(map(_written, phrases)) for phrases in _phrases(words_in(text.lower()))]
    if not alternatives:
        return None
    return Sought(" & ".join(f"({words})" for words in alternatives), " | ".join(alternatives))


@dataclass(frozen=True)
class FoundTexts:
    """What was found among the texts that are files of CoopHub, the best first. When it `says_nothing` nothing can be
    found by what was searched for.
    """

    guides: list[Guide]
    examples: list[Example]
    says_nothing: bool = False


def found(text: str) -> FoundTexts:
    """The guides, and the example plans, that have every word of `text`, in the language of the reader; when none of
    them has, those that have some. What fits better and what more readers found useful comes first. Two queries.

    PostgreSQL looks through the texts as they are: they are few, and are in no table that could lag behind.
    """
    guides, words = all_guides(), sought(text)
    if words is None:
        return FoundTexts([], [])
    useful = useful_shares("guide-")
    values: dict[str, Any] = {
        "useful": [
            *(useful.get(f"guide-{guide.facts.slug}", UNKNOWN) for guide in guides),
            *(UNKNOWN for _example in EXAMPLES),
        ],
        "config": _config(),
        "headings": [
            *(f"{guide.title} {guide.facts.words}" for guide in guides),
            *(f"{example.title} {example.form_label} {example.building_label}" for example in EXAMPLES),
        ],
        "bodies": [
            *(f"{guide.summary} {guide.text}" for guide in guides),
            *(f"{example.explanation} {example.for_whom} {example.why}" for example in EXAMPLES),
        ],
        "all": words.all,
        "any": words.any,
    }
    with connection.cursor() as cursor:
        cursor.execute(QUERY, values)
        rows: list[tuple[int, bool]] = cursor.fetchall()
    return FoundTexts(
        [guides[place - 1] for place in _best([row for row in rows if row[0] <= len(guides)])],
        [EXAMPLES[place - len(guides) - 1] for place in _best([row for row in rows if row[0] > len(guides)])],
        says_nothing=not rows and are_in_every_text(text, config=_config()),
    )


def _best(rows: list[tuple[int, bool]]) -> list[int]:
    return [place for place, has_all in rows if has_all] or [place for place, _has_all in rows]


def found_models(text: str) -> list[ModelVersion]:
    """The model documents that are offered with every word of `text`. One query."""
    words = sought(text)
    return list(offered_models().filter(_has(words.all))[:MOST_OF_A_KIND]) if words else []


def found_projects(text: str) -> list[Initiative]:
    """The projects that people live in and that are published, with every word of `text`. One query."""
    words = sought(text)
    if words is None:
        return []
    realised = published_initiatives().filter(phase=Phase.LIVING, words=_query(words.all, "dutch"))
    return list(realised.order_by("name", "pk")[:MOST_OF_A_KIND])


def found_lessons(text: str) -> list[Lesson]:
    """The published lessons that have every word of `text`; when none has, those that have some. One query."""
    words = sought(text)
    if words is None:
        return []
    rank: Func = SearchRank(F("words"), _query(words.any, "dutch"))
    if not reads_dutch():
        rank = Greatest(rank, SearchRank(F("words_en"), _query(words.any, "english")))
    has_all = ExpressionWrapper(_has(words.all), output_field=BooleanField())
    rows = published_lessons().filter(_has(words.any)).annotate(has_all=has_all, rank=rank)
    # With what it was found by, which the type of the model does not know.
    best: list[Any] = list(rows.order_by("-has_all", "-rank", "-pk")[:MOST_LESSONS])
    return [lesson for lesson in best if lesson.has_all] or best


def _has(words: str) -> Q:
    """In the Dutch, which each has, and for who reads English in that too."""
    in_dutch = Q(words=_query(words, "dutch"))
    return in_dutch if reads_dutch() else in_dutch | Q(words_en=_query(words, "english"))


def _query(words: str, config: str) -> SearchQuery:
    return SearchQuery(words, search_type="raw", config=config)


def _config() -> str:
    return "dutch" if reads_dutch() else "english"


def _phrases(words: list[str]) -> list[list[Phrase]]:
    """The words in their order: each, or several that are one term, with what says the same."""
    if not words:
        return []
    for length in range(min(len(words), _longest()), 0, -1):
        phrase = tuple(words[:length])
        same = _same_as(phrase)
        if same or length == 1:
            return [[phrase, *same], *_phrases(words[length:])]
    return []


def _same_as(phrase: Phrase) -> list[Phrase]:
    groups = _synonyms()
    if phrase not in groups and len(phrase) == 1:
        [word] = phrase
        stems = [(word[:-cut],) for cut in range(1, LONGEST_ENDING + 1) if len(word) - cut >= SHORTEST_STEM]
        phrase = next((stem for stem in stems if stem in groups), phrase)
    return [same for same in groups.get(phrase, []) if same != phrase]


def _written(phrase: Phrase) -> str:
    """As PostgreSQL reads it: the words behind each other, and what begins with the last."""
    return " <-> ".join(phrase) + ":*"


@cache
def _synonyms() -> dict[Phrase, list[Phrase]]:
    found = tomllib.loads(SYNONYMS.read_text(encoding="utf-8"))
    same: dict[Phrase, list[Phrase]] = {}
    for group in found["same"]:
        phrases = [tuple(words_in(term.lower())) for term in group]
        for phrase in phrases:
            same[phrase] = phrases
    return same


@cache
def _longest() -> int:
    return max(len(phrase) for phrase in _synonyms())
