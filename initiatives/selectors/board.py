"""Who does what in the board of a group, now and before."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from coophub.web import clock
from initiatives.models import BoardTerm, Initiative, Membership


@dataclass(frozen=True)
class TermsOfMember:
    """What somebody does in the board now, and will do."""

    now: list[BoardTerm]
    to_come: list[BoardTerm]

    @property
    def words(self) -> str:
        """As it stands behind a name; nothing for who does nothing there."""
        return ", ".join(term.function_name for term in self.now)


def board_terms_of(initiative: Initiative) -> QuerySet[BoardTerm]:
    """Every function that somebody has, will have or had, also of who left."""
    found = BoardTerm.objects.filter(membership__initiative=initiative)
    return found.select_related("membership__user").order_by("from_on", "pk")


def by_membership(terms: Iterable[BoardTerm]) -> dict[int, TermsOfMember]:
    """What each member does in the board today and will do, by the number of the membership."""
    today = clock.today()
    found: dict[int, TermsOfMember] = defaultdict(lambda: TermsOfMember([], []))
    for term in terms:
        if term.is_held_on(today):
            found[term.membership_id].now.append(term)
        elif term.from_on > today:
            found[term.membership_id].to_come.append(term)
    return found


def present_board(initiative: Initiative) -> list[BoardTerm]:
    """Who is in the board today. One query."""
    today = clock.today()
    return [term for term in board_terms_of(initiative).filter(membership__left_at=None) if term.is_held_on(today)]


def ended_terms(terms: Iterable[BoardTerm], today: dt.date) -> list[BoardTerm]:
    """What is over, the last first."""
    over = [term for term in terms if term.until_on is not None and term.until_on < today]
    return sorted(over, key=lambda term: (term.until_on or today, term.pk), reverse=True)


def terms_of(membership: Membership) -> QuerySet[BoardTerm]:
    return membership.board_terms.order_by("from_on", "pk")
