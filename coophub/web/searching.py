"""Finding rows by the words in them: a column that the database keeps, with an index, so that no search reads all."""

import re
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import connection, models
from django.db.models import F, Func, QuerySet, Value

M = TypeVar("M", bound=models.Model)

MARKS = "._-@:/"
"""What joins words in names of deeds, addresses and numbers: here they are words apart."""


NEAR_WORDS, SHORTEST_NEAR = "coophub_near_words", 4
"""A function of the database, which the first migration that needs it makes; and the length from which it counts."""


def words_field(*fields: Any, config: str = "simple") -> models.GeneratedField:
    """The column `words` of a model: every word in these fields, or in a text inside one (`KT`). `config` is the
    language by which words are known in any inflection; "simple" takes them as they stand.
    """
    texts: list[Any] = [*fields]
    if config == "simple":
        texts = [_apart(field) for field in fields]
    return models.GeneratedField(
        expression=SearchVector(*texts, config=config), output_field=SearchVectorField(), db_persist=True
    )


def _apart(field: Any) -> Func:
    marks, spaces = Value(MARKS), Value(" " * len(MARKS))
    if isinstance(field, str):
        return Func(F(field), marks, spaces, function="translate")
    return Func(field, marks, spaces, function="translate", output_field=models.TextField())


def near_words_field(field: str) -> models.GeneratedField:
    """A column that finds words with one letter wrong: each word of four letters or more, and what is left of it
    without each of its letters in turn. Two words that differ by one letter have one of these in common.
    """
    return models.GeneratedField(
        expression=Func(F(field), function=NEAR_WORDS), output_field=ArrayField(models.TextField()), db_persist=True
    )


def with_words_like(rows: QuerySet[M], text: str, *, column: str) -> QuerySet[M]:
    """Those of which `column` (`near_words_field`) has each word of `text`, or one that differs by a letter too many,
    too few, another, or two that changed places. Nothing for a text without a word of four letters.
    """
    words = [word for word in words_in(text) if len(word) >= SHORTEST_NEAR]
    if not words:
        return rows.none()
    for word in words:
        rows = rows.filter(**{f"{column}__overlap": Func(Value(word), function=NEAR_WORDS)})
    return rows


def beginnings(text: str) -> list[str]:
    """The first ten words of a text as PostgreSQL looks for them: each finds words that begin with it."""
    return [f"{word}:*" for word in words_in(text)]


def words_in(text: str) -> list[str]:
    """The first ten words of a text."""
    return re.findall(r"[^\W_]+", text)[:10]


def are_in_every_text(text: str, *, config: str = "dutch") -> bool:
    """Whether a text has words, but only those that nearly every text of this language has, such as "de" and "een".
    Nothing is found by them. One query.
    """
    words = beginnings(text)
    if not words:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT numnode(to_tsquery(%s::regconfig, %s)) = 0", [config, " & ".join(words)])
        return bool(cursor.fetchone()[0])


def with_words(rows: QuerySet[M], text: str, *, config: str = "simple") -> QuerySet[M]:
    """Those of which `words` has every word of `text`, or words that begin with it."""
    words = beginnings(text)
    if not words:
        return rows
    query = SearchQuery(" & ".join(words), search_type="raw", config=config)
    return rows.filter(words=query)
