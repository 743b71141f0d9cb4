"""What waits in a round, as the division reads it.

A round may be thousands of applications, and a board reads them all at each look. PostgreSQL writes them into one text
with its SHA-256: as long as that is the text that was read last, neither the text nor what follows from it is made
anew. It is read in one query, so text and seal are of one moment.
"""

import datetime as dt
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, IntegerField, QuerySet, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, TruncDate

from coophub.accounts.models import User
from financing.subsidies.models import AT_THE_MINISTRY, Application, Assessment, SchemeVersion, State
from financing.subsidies.procedure.interest import numbers_with_interest

NOT_SCORED: tuple[int, tuple[int, ...]] = (0, ())
MOST_ROUNDS = 4
"""So many rounds are remembered in each process: seldom are there more to divide at one time."""
FACTS = ("pk", "number", "amount_requested", "target", "day")
# The columns stand under names of ours, so that the order of them is the one that was asked for.
READ = """
    WITH written AS (
        SELECT
            coalesce((
                SELECT string_agg(concat_ws(E'\\t', {of_facts}), E'\\n') FROM ({facts}) AS fact ({of_facts})
            ), '') || E'\\f' || coalesce((
                SELECT string_agg(concat_ws(E'\\t', {of_scores}), E'\\n' ORDER BY c0)
                FROM ({scores}) AS given ({of_scores})
            ), '') AS content
    )
    SELECT CASE WHEN encode(sha256(convert_to(content, 'UTF8')), 'hex') <> %s THEN content END FROM written
"""


class Waiting(NamedTuple):
    """An application of a round, as the division reads it: the day counts on which it was complete (KB 9).

    `reviews` is how many reviewers scored it, `sums` what they gave together on each criterion, in the scheme's order.
    """

    pk: int
    number: str
    asked: Decimal
    target: str
    day: dt.date
    reviews: int
    sums: tuple[int, ...]


@dataclass
class Round:
    """All that waits in a round at one moment. `worked_out` remembers what follows from it, by what else that rests
    on.
    """

    seal: str
    waiting: Sequence[Waiting]
    worked_out: dict[Hashable, Any] = field(default_factory=dict)

    @cached_property
    def by_number(self) -> dict[str, Waiting]:
        return {item.number: item for item in self.waiting}

    @cached_property
    def asked(self) -> Decimal:
        return sum((item.asked for item in self.waiting), start=Decimal(0))

    @cached_property
    def unscored(self) -> int:
        return sum(1 for item in self.waiting if not item.reviews)


_last_read: dict[tuple[int, tuple[str, ...]], Round] = {}


def applications_in_round(version: SchemeVersion) -> QuerySet[Application]:
    """What is complete, at the ministry and undecided, in the order of receipt."""
    # What is at the ministry was submitted; saying so lets the index `applications_of_a_version` answer alone.
    waiting = Application.objects.filter(scheme_version=version, state__in=AT_THE_MINISTRY, submitted_at__isnull=False)
    return waiting.exclude(state=State.REMEDY_REQUESTED).order_by("submitted_at", "pk")


def interests_in_round(version: SchemeVersion, user: User) -> set[int]:
    """The applications of a round in which this person has an interest."""
    in_round = applications_in_round(version).filter(pk__in=numbers_with_interest(user))
    return set(in_round.values_list("pk", flat=True))


def round_of(version: SchemeVersion) -> Round:
    """What waits now. Two queries: the criteria, and all of it."""
    slugs = tuple(criterion.slug for criterion in version.criteria.all())
    key = (version.pk, slugs)
    last = _last_read.get(key)
    content = _read(version, slugs, last.seal if last is not None else "")
    if last is not None and content is None:
        return last
    # Under the seal of the very text that came, so that nothing else is ever taken for it.
    found = Round(sha256(content.encode()).hexdigest(), list(_parsed(content)))
    if key not in _last_read and len(_last_read) >= MOST_ROUNDS:
        _last_read.clear()
    _last_read[key] = found
    return found


def _read(version: SchemeVersion, slugs: Sequence[str], known: str) -> Any:
    """The text of what waits; None where that is the one whose seal is `known`."""
    found = applications_in_round(version)
    facts = found.annotate(day=Coalesce("rank_on", TruncDate("submitted_at"))).values_list(*FACTS)
    scores = _given_together(found, slugs)
    written: list[str] = []
    parameters: list[Any] = []
    for rows in (facts, scores):
        sql, values = rows.query.sql_with_params()
        written.append(sql)
        parameters += values
    query = READ.format(
        facts=written[0], scores=written[1], of_facts=_columns(len(FACTS)), of_scores=_columns(2 + len(slugs))
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [*parameters, known])
        return cursor.fetchone()[0]


def _columns(count: int) -> str:
    return ", ".join(f"c{number}" for number in range(count))


def _given_together(applications: QuerySet[Application], slugs: Sequence[str]) -> QuerySet[Any, Any]:
    """How many reviewers scored each application, and what they gave together on each criterion."""
    counting = Assessment.objects.counting().filter(application__in=applications.order_by()).order_by()
    sums = {f"sum_{place}": _sum_of(slug) for place, slug in enumerate(slugs)}
    found = counting.values("application").annotate(reviews=Count("pk"), **sums)
    return found.values_list("application", "reviews", *sums)


def _sum_of(slug: str) -> Sum:
    """What the reviewers gave together on a criterion; who gave nothing on it counts as nothing."""
    return Sum(Cast(KeyTextTransform(slug, "scores"), IntegerField()), default=0)


def _parsed(content: str) -> Iterator[Waiting]:
    facts, scores = content.split("\f")
    given: dict[str, tuple[int, tuple[int, ...]]] = {}
    for line in filter(None, scores.split("\n")):
        key, reviews, *sums = line.split("\t")
        given[key] = (int(reviews), tuple(map(int, sums)))
    for line in filter(None, facts.split("\n")):
        key, number, asked, target, day = line.split("\t")
        yield Waiting(int(key), number, Decimal(asked), target, dt.date.fromisoformat(day), *given.get(key, NOT_SCORED))
