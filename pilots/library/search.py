"""Finding guides by their words, in any inflection."""

from typing import Any

from django.db import connection

from coophub.web.bilingual import reads_dutch
from coophub.web.searching import beginnings
from pilots.library.guide import Guide
from pilots.library.guide import guides as all_guides

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


def found(text: str) -> list[Guide]:
    """The guides that have every word of `text`, in the language of the reader; when none has, those that have some.
    One query.

    PostgreSQL looks through the texts as they are: they are few, and are in no table that could lag behind.
    """
    guides, words = all_guides(), beginnings(text)
    if not words:
        return []
    values: dict[str, Any] = {
        "config": "dutch" if reads_dutch() else "english",
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
