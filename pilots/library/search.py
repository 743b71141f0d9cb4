"""Finding guides by their words, in any inflection."""

import re
from collections.abc import Sequence
from typing import Any

from django.db import connection

from pilots.library.guide import Guide

CONFIGS = {"nl": "dutch", "en": "english"}
QUERY = """
    SELECT place, document @@ whole.words AS has_all
    FROM (
        SELECT place, setweight(to_tsvector(%(config)s::regconfig, heading), 'A')
            || setweight(to_tsvector(%(config)s::regconfig, body), 'C') AS document
        FROM unnest(%(headings)s::text[], %(bodies)s::text[]) WITH ORDINALITY AS guide(heading, body, place)
    ) AS guides,
        to_tsquery(%(config)s::regconfig, %(all)s) AS whole(words),
        to_tsquery(%(config)s::regconfig, %(any)s) AS part(words)
    WHERE document @@ part.words
    ORDER BY has_all DESC, ts_rank(document, part.words) DESC, place
"""


def found(guides: Sequence[Guide], text: str, language: str) -> list[Guide]:
    """Those that have every word of `text`; when none has, those that have some. One query.

    PostgreSQL looks through the texts as they are: they are few, and are in no table that could lag behind.
    """
    words = [f"{word}:*" for word in re.findall(r"[^\W_]+", text)[:10]]
    if not words:
        return list(guides)
    values: dict[str, Any] = {
        "config": CONFIGS[language],
        "headings": [f"{guide.title} {guide.facts.words}" for guide in guides],
        "bodies": [f"{guide.summary} {guide.text}" for guide in guides],
        "all": " & ".join(words),
        "any": " | ".join(words),
    }
    with connection.cursor() as cursor:
        cursor.execute(QUERY, values)
        rows = cursor.fetchall()
    best = [place for place, has_all in rows if has_all] or [place for place, _has_all in rows]
    return [guides[place - 1] for place in best]
