"""How long municipalities take to answer, and what groups ask them: only where no group can be told from it.

What is counted goes in steps of `FEWEST` groups. With so many groups or more, the questions up to the first of the last
whole step count; a group beyond that shows nothing until there are `FEWEST` new ones. So no two figures, of whichever
days, differ by what fewer than `FEWEST` groups asked; and what stands there stands as it was on the first of the month.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from coophub.web import clock
from initiatives.models import EnquiryKind
from initiatives.selectors.policies import heirs

FEWEST = 5
"""So many groups are the least of whom a figure is shown."""
KEPT_FOR = 60 * 60
EVERYWHERE = ""

QUERY = """
    WITH asked AS (
        SELECT coalesce(heir.code, enquiry.municipality_id) AS municipality, enquiry.initiative_id AS initiative,
            enquiry.kind, enquiry.sent_at, answer.answered_at
        FROM initiatives_enquiry AS enquiry
        LEFT JOIN initiatives_enquiryanswer AS answer
            ON answer.enquiry_id = enquiry.id AND answer.answered_at < %(as_of)s
        LEFT JOIN unnest(%(ended)s::text[], %(heirs)s::text[]) AS heir(ended, code)
            ON heir.ended = enquiry.municipality_id
        WHERE enquiry.municipality_id IS NOT NULL AND enquiry.sent_at < %(as_of)s
            AND (answer.id IS NOT NULL OR enquiry.withdrawn_at IS NULL OR enquiry.withdrawn_at >= %(as_of)s)
    ),
    wide AS (SELECT * FROM asked UNION ALL SELECT '', initiative, kind, sent_at, answered_at FROM asked),
    begun AS (
        SELECT municipality, initiative, min(sent_at) AS first_at FROM wide GROUP BY municipality, initiative
    ),
    ranked AS (
        SELECT municipality, initiative, first_at,
            row_number() OVER (PARTITION BY municipality ORDER BY first_at, initiative) AS place,
            count(*) OVER (PARTITION BY municipality) AS groups
        FROM begun
    ),
    counted AS (
        SELECT municipality, max(first_at) AS until, max(place) AS groups
        FROM ranked WHERE place <= groups - groups %% %(fewest)s GROUP BY municipality
    ),
    kept AS (
        SELECT wide.*, counted.groups,
            CASE WHEN answered_at IS NULL THEN 'infinity'::float8
            ELSE (answered_at AT TIME ZONE %(zone)s)::date - (wide.sent_at AT TIME ZONE %(zone)s)::date END AS days
        FROM wide
        JOIN counted USING (municipality)
        JOIN ranked USING (municipality, initiative)
        WHERE wide.sent_at <= counted.until AND ranked.place <= counted.groups
    ),
    kinds AS (
        SELECT municipality, array_agg(kind ORDER BY kind) AS kinds
        FROM (
            SELECT municipality, kind FROM kept GROUP BY municipality, kind
            HAVING count(DISTINCT initiative) >= %(fewest)s
        ) AS often GROUP BY municipality
    )
    SELECT municipality, max(kept.groups), count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY days), max(kinds.kinds)
    FROM kept LEFT JOIN kinds USING (municipality) GROUP BY municipality
"""


@dataclass(frozen=True)
class AnswerFigures:
    """What can be told of the questions to a municipality. `days` is None where half of them is not answered."""

    groups: int
    questions: int
    days: int | None
    kinds: tuple[EnquiryKind, ...]

    @property
    def kind_labels(self) -> list[str]:
        return [str(kind.label) for kind in self.kinds]


def as_of() -> dt.datetime:
    """The first moment of this month: what happened since then counts from the next month on."""
    return timezone.make_aware(dt.datetime.combine(clock.today().replace(day=1), dt.time()))


def answer_figures() -> dict[str, AnswerFigures]:
    """The figures of each municipality of today that has them, by its code, and of all together as `EVERYWHERE`.

    They are the same until the month ends or municipalities merge, so they are kept for an hour. Two queries.
    """
    gone = heirs()
    key = f"answer-figures:{as_of():%Y-%m}:{'-'.join(f'{code}{heir}' for code, heir in sorted(gone.items()))}"
    found: dict[str, AnswerFigures] | None = cache.get(key)
    if found is None:
        found = _read(gone)
        cache.set(key, found, KEPT_FOR)
    return found


def _read(gone: Mapping[str, str]) -> dict[str, AnswerFigures]:
    values: dict[str, Any] = {
        "as_of": as_of(),
        "ended": list(gone),
        "heirs": list(gone.values()),
        "fewest": FEWEST,
        "zone": settings.TIME_ZONE,
    }
    with connection.cursor() as cursor:
        cursor.execute(QUERY, values)
        rows = cursor.fetchall()
    return {
        code: AnswerFigures(
            groups=groups,
            questions=questions,
            days=None if days == float("inf") else int(days),
            kinds=tuple(EnquiryKind(kind) for kind in kinds or ()),
        )
        for code, groups, questions, days, kinds in rows
    }
