"""Finding rows by the words in them: a column that the database keeps, with an index, so that no search reads all."""

import re
from typing import Any, TypeVar

from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, QuerySet, Value

M = TypeVar("M", bound=models.Model)

MARKS = "._-@:/"
"""What joins words in names of deeds, addresses and numbers: here they are words apart."""


def words_field(*fields: str, config: str = "simple") -> models.GeneratedField:
    """The column `words` of a model: every word in these fields. `config` is the language by which words are known in
    any inflection; "simple" takes them as they stand.
    """
    texts: list[Any] = [*fields]
    if config == "simple":
        texts = [Func(F(name), Value(MARKS), Value(" " * len(MARKS)), function="translate") for name in fields]
    return models.GeneratedField(
        expression=SearchVector(*texts, config=config), output_field=SearchVectorField(), db_persist=True
    )


def with_words(rows: QuerySet[M], text: str, *, config: str = "simple") -> QuerySet[M]:
    """Those of which `words` has every word of `text`, or words that begin with it."""
    words = re.findall(r"[^\W_]+", text)[:10]
    if not words:
        return rows
    query = SearchQuery(" & ".join(f"{word}:*" for word in words), search_type="raw", config=config)
    return rows.filter(words=query)
