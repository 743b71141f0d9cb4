"""Awards as open data: the six fields of Woo 3.3a, for recipients that are no natural persons; and one award on a page
of its own.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from coophub.web import clock
from coophub.web.streams import batches
from coophub.web.written_once import written_once
from financing.subsidies.models import Application, Decision, LedgerEntry, SchemeVersion
from financing.subsidies.models.applicant import Applicant
from financing.subsidies.papers.letters.deciding import DecisionLetter
from financing.subsidies.procedure.awards import current_award
from financing.subsidies.selectors.applicants import OF_APPLICANT

KIND = LedgerEntry.Kind
AT_ONCE = 500
OF_NO_PERSON = Q(application__submission__legal_name__gt="") | Q(application__submission__kvk_number__gt="")
SO_MANY_KEYS = 25
"""A question for awards by their keys is written for so many, twice as many and so on, not for each number of them."""
GIVEN = (KIND.AWARD, KIND.INCREASE)


@dataclass(frozen=True)
class PublishedAward:
    """One award with its six fields (Woo 3.3a lid 1, a to f)."""

    number: str
    legal_basis: str
    recipient: str
    activities: str
    amounts: list[tuple[str, dt.date, Decimal]]
    withdrawals: list[tuple[str, dt.date, Decimal]]
    decided_on: dt.date
    is_example: bool
    scheme: str
    left: Decimal
    """What of it was not taken back."""


class AwardFacts(NamedTuple):
    """What is read of an application for its award."""

    number: str
    activities: str
    legal_basis: str
    is_example: bool
    scheme: str
    name: str | None
    legal_name: str | None
    municipality: str | None


OF_AWARD = (
    "number",
    "submission__activities",
    *(f"scheme_version__{field}" for field in ("legal_reference", "is_example", "scheme__name")),
    *OF_APPLICANT,
)


class AwardEntry(NamedTuple):
    """An entry of the ledger, as far as it says something of an award."""

    pk: int
    kind: str
    amount: Decimal
    reverses: int | None
    made_at: dt.datetime


@dataclass(frozen=True)
class AwardPage:
    """An award with what was decided about it, as far as that is for everybody.

    Reasons and obligations are written by people about people, so of the letter only those texts are here that the
    scheme has of its own, in the words in which it was published.
    """

    award: PublishedAward
    version: SchemeVersion
    activities_end_on: dt.date | None
    arrangement: str
    texts: list[str]


@dataclass(frozen=True)
class AwardKey:
    """By which an award is found again in the list of all, also when newer ones have come."""

    at: dt.datetime
    application: int

    PATTERN: ClassVar[str] = r"^[0-9]{1,16}-[0-9]{1,18}$"
    EPOCH: ClassVar[dt.datetime] = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

    def __str__(self) -> str:
        return f"{(self.at - self.EPOCH) // dt.timedelta(microseconds=1)}-{self.application}"

    @classmethod
    def read(cls, text: str) -> "AwardKey":
        """What has the form of `PATTERN`."""
        moment, application = text.split("-")
        return cls(cls.EPOCH + dt.timedelta(microseconds=int(moment)), int(application))


def awards_by_day() -> QuerySet[LedgerEntry, int]:
    """The applications with an award to an association, co-operative or foundation, the newest first, by their keys.

    The award that was not undone counts; where all were, the first. One query.
    """
    return _entries_that_count().values_list("application", flat=True)


def number_of_awards() -> int:
    """How many these are. One query, which does not ask which entry of each counts."""
    awards = LedgerEntry.objects.filter(OF_NO_PERSON, kind=KIND.AWARD)
    return awards.values("application").distinct().count()


def awards_with_last_change() -> QuerySet[Any, tuple[str | None, dt.datetime]]:
    """The numbers of the same applications, each with when its last entry was made. One query."""
    entries = LedgerEntry.objects.filter(application=OuterRef("pk")).order_by("-made_at").values("made_at")
    found = Application.objects.filter(pk__in=awards_by_day().order_by()).annotate(changed_at=Subquery(entries[:1]))
    return found.order_by("pk").values_list("number", "changed_at")


def award_keys(*, after: AwardKey | None, most: int) -> list[AwardKey]:
    """So many awards in that order, from the one behind `after` on. One query, which reads no more of them."""
    found = _first_keys(most)() if after is None else _keys_behind(most)(after.at, after.application)
    return [AwardKey(at, application) for at, application in found]


# How many there are at most is a part of the question, which only other values are put into.
@cache
def _first_keys(most: int) -> Callable[[], list[tuple[dt.datetime, int]]]:
    return written_once(lambda: _entries_one_by_one().values_list("made_at", "application")[:most])


@cache
def _keys_behind(most: int) -> Callable[[dt.datetime, int], list[tuple[dt.datetime, int]]]:
    def behind(at: dt.datetime, application: int) -> QuerySet[LedgerEntry, tuple[dt.datetime, int]]:
        # The last is for the index, which begins there.
        is_behind = Q(made_at__lt=at) | Q(made_at=at, application__lt=application)
        found = _entries_one_by_one().filter(is_behind, made_at__lte=at)
        return found.values_list("made_at", "application")[:most]

    return written_once(behind)


def _entries_that_count() -> QuerySet[LedgerEntry]:
    """Of each application the one entry by which its award is known: none other of it counts more."""
    undone = Exists(LedgerEntry.objects.filter(reverses=OuterRef("pk")))
    awards = LedgerEntry.objects.filter(kind=KIND.AWARD).annotate(is_undone=undone)
    is_earlier = Q(made_at__lt=OuterRef("made_at")) | Q(made_at=OuterRef("made_at"), pk__lt=OuterRef("pk"))
    counts_more = awards.filter(
        Q(is_undone__lt=OuterRef("is_undone")) | Q(is_undone=OuterRef("is_undone")) & is_earlier,
        application=OuterRef("application"),
    )
    return awards.filter(OF_NO_PERSON, ~Exists(counts_more.order_by())).order_by("-made_at", "-application")


def _entries_one_by_one() -> QuerySet[LedgerEntry]:
    """The same, looked for by application: a page of them takes a third of the time, and all of them three times."""
    awards = LedgerEntry.objects.filter(kind=KIND.AWARD)
    undone = Exists(LedgerEntry.objects.filter(reverses=OuterRef("pk")))
    own = awards.filter(application=OuterRef("application")).order_by(undone, "made_at", "pk")
    return awards.filter(OF_NO_PERSON, pk=Subquery(own.values("pk")[:1])).order_by("-made_at", "-application")


def published_award(number: str) -> AwardPage:
    """The award with this number. Raises Http404 where no award with it is published."""
    key = awards_by_day().filter(application__number=number).first()
    if key is None:
        raise Http404
    [award] = awards_of([key])
    application = Application.objects.select_related("scheme_version__scheme", "decision").get(pk=key)
    stands = current_award(application)
    return AwardPage(
        award=award,
        version=application.scheme_version,
        activities_end_on=stands.activities_end_on,
        arrangement=str(Decision.Arrangement(stands.arrangement).label) if stands.arrangement else "",
        texts=_texts_of_scheme(application),
    )


def _texts_of_scheme(application: Application) -> list[str]:
    """What stands in the letter of the decision in the words of the scheme itself: behind the reasons, or by itself."""
    decision = getattr(application, "decision", None)
    if decision is None or decision.signed_at is None:
        return []
    blocks = application.scheme_version.text_blocks.filter(letter=DecisionLetter.kind)
    return [block.text for block in blocks if block.is_always_used or f"\n\n{block.text}" in decision.reasons]


def awards_of(applications: Sequence[int]) -> list[PublishedAward]:
    """The awards of these applications, in their order. Two queries."""
    if not applications:
        return []
    keys = [*applications, *[applications[-1]] * (-len(applications) % SO_MANY_KEYS)]
    facts = {key: AwardFacts(*found) for key, *found in _facts_of(*keys)}
    entries: dict[int, list[AwardEntry]] = {}
    for key, *found in _entries_of(*keys):
        entries.setdefault(key, []).append(AwardEntry(*found))
    return [_published(facts[key], entries[key]) for key in applications]


@written_once
def _facts_of(*applications: int) -> QuerySet[Application, tuple[Any, ...]]:
    return Application.objects.filter(pk__in=applications).values_list("pk", *OF_AWARD)


@written_once
def _entries_of(*applications: int) -> QuerySet[LedgerEntry, tuple[Any, ...]]:
    found = LedgerEntry.objects.filter(application__in=applications).exclude(kind__in=[KIND.RESERVATION, KIND.RELEASE])
    return found.order_by("made_at", "pk").values_list("application", *AwardEntry._fields)


def published_awards() -> Iterator[PublishedAward]:
    """Every award, one after another, in a constant amount of memory."""
    for keys in batches(awards_by_day().iterator(chunk_size=AT_ONCE), AT_ONCE):
        yield from awards_of(keys)


def _published(facts: AwardFacts, entries: Sequence[AwardEntry]) -> PublishedAward:
    """An award as it stands.

    One that was published stays, with what undid it: taking it away would tell less than the truth.

    Of what only took back and was itself undone nothing shows, for it is as if it had not been.
    """
    undone = {entry.reverses for entry in entries if entry.reverses}
    recipient = Applicant(facts.name or "", facts.legal_name or "", facts.municipality or "").full_name
    awards = [entry for entry in entries if entry.kind == KIND.AWARD]
    award = next((entry for entry in awards if entry.pk not in undone), awards[0])
    reversed_awards = {entry.pk for entry in entries if entry.kind in GIVEN and entry.pk in undone}
    given, taken = [], []
    total = Decimal(0)
    for entry in entries:
        total += entry.amount
        on = clock.day_of(entry.made_at)
        if entry.reverses in reversed_awards:
            taken.append((str(entry.kind), on, -entry.amount))
        elif entry.kind in GIVEN:
            given.append((str(entry.kind), on, entry.amount))
        elif entry.pk in undone:
            continue
        elif entry.kind in (KIND.WITHDRAWAL, KIND.RECOVERY):
            taken.append((str(entry.kind), on, -entry.amount))
        elif entry.kind == KIND.LOWER_SETTLEMENT:
            given.append((str(entry.kind), on, total))
    return PublishedAward(
        number=facts.number or "",
        legal_basis=facts.legal_basis,
        recipient=recipient,
        activities=f"{facts.scheme}: {facts.activities}",
        amounts=given,
        withdrawals=taken,
        decided_on=clock.day_of(award.made_at),
        left=total,
        is_example=facts.is_example,
        scheme=facts.scheme,
    )
