"""What waits for a second person, and who that can be."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

from coophub.accounts.models import User
from coophub.accounts.selectors import people_with_role
from coophub.proposals.kinds import all_kinds, kind_named, target_of
from coophub.proposals.models import IS_OPEN, Proposal


@dataclass(frozen=True)
class ShownProposal:
    """A proposal in words; `is_own` when its reader made it, so that somebody else confirms it."""

    proposal: Proposal
    title: str | Promise
    sentence: str
    is_own: bool


def visible_proposals(user: User) -> QuerySet[Proposal]:
    """Those that somebody may see, the longest waiting first."""
    seen = Q(pk__in=[])
    for kind in all_kinds():
        if user.has_role(*kind.roles):
            seen |= Q(kind=kind.name) & ~Q(subject_id__in=kind.hidden_from(user))
    return Proposal.objects.filter(seen)


def waiting_for(user: User) -> QuerySet[Proposal]:
    """What waits for this person."""
    return visible_proposals(user).filter(IS_OPEN).exclude(proposed_by=user)


def waiting_for_others(user: User) -> QuerySet[Proposal]:
    """What this person proposed, and a colleague confirms."""
    return visible_proposals(user).filter(IS_OPEN, proposed_by=user)


def settled(user: User) -> QuerySet[Proposal]:
    """What was confirmed or turned down, the last first."""
    return visible_proposals(user).exclude(IS_OPEN).order_by(Coalesce("confirmed_at", "turned_down_at").desc(), "-pk")


def proposals_of_kind(kind: str, user: User) -> QuerySet[Proposal]:
    """The open proposals of a kind that somebody may see."""
    return visible_proposals(user).filter(IS_OPEN, kind=kind)


def proposals_about(subjects: Iterable[Model], user: User) -> dict[Any, list[ShownProposal]]:
    """The open proposals about each of these things (of one model) by its key, as far as somebody may see them."""
    subjects = list(subjects)
    if not subjects:
        return {}
    found = visible_proposals(user).filter(
        IS_OPEN,
        subject_type=ContentType.objects.get_for_model(subjects[0]),
        subject_id__in=[str(subject.pk) for subject in subjects],
    )
    seen = in_words(found, user)
    return {subject.pk: [item for item in seen if item.proposal.subject_id == str(subject.pk)] for subject in subjects}


def in_words(proposals: QuerySet[Proposal], user: User) -> list[ShownProposal]:
    """Proposals as pages show them, in a fixed number of queries."""
    subjects = {found.model: found for found in (kind.subjects() for kind in all_kinds())}
    found = proposals.select_related("proposed_by", "confirmed_by", "turned_down_by")
    return [shown(item, user) for item in found.prefetch_related(GenericPrefetch("subject", list(subjects.values())))]


def shown(proposal: Proposal, user: User) -> ShownProposal:
    kind = kind_named(proposal.kind)
    return ShownProposal(proposal, kind.title, kind.sentence(proposal), proposal.proposed_by_id == user.pk)


def confirmers_of(proposal: Proposal) -> list[User]:
    """Who can confirm it: everybody who may, but for who proposed it."""
    kind, target = kind_named(proposal.kind), target_of(proposal)
    others = people_with_role(*kind.roles).exclude(pk=proposal.proposed_by_id)
    return [person for person in others if kind.may(person, target)]
