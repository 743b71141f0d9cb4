"""Which things take two people. An app names its own when CoopHub starts."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from coophub.accounts.models import Role, User
from coophub.proposals.models import Proposal
from coophub.web.refusals import Refusal
from coophub.web.registry import Registry


class ProposalKind(ABC):
    """One thing that takes two people: its words, who may propose and confirm it, and what it does.

    `name` is the action under which the trail keeps it. `roles` are those of the people who see it and are asked to
    confirm; `permission` says whether one of them may, with this thing. `without_anybody` says what to do when nobody
    else can.
    """

    name: ClassVar[str]
    title: ClassVar[str | Promise]
    permission: ClassVar[str]
    roles: ClassVar[tuple[Role, ...]]
    without_anybody: ClassVar[str | Promise]

    @abstractmethod
    def subjects(self) -> QuerySet[Any]:
        """The things that it can be about, with all that its words need."""

    @abstractmethod
    def sentence(self, proposal: Proposal) -> str:
        """What happens when it is confirmed, in the reader's language."""

    @abstractmethod
    def address(self, proposal: Proposal) -> str:
        """Where the thing itself stands."""

    @abstractmethod
    def act(self, proposal: Proposal, user: User) -> None:
        """Does it: `user` confirmed. Raises DomainError when it is not possible any more."""

    def target(self, subject: Model) -> Model:
        """The thing in whose log it stands, and with which the permission is asked."""
        return subject

    def may(self, person: User, target: Model) -> bool:
        """Whether this person may propose and confirm it."""
        return person.is_active and person.has_perm(self.permission, target)

    def why_not(self, proposal: Proposal, person: User) -> Refusal | None:
        """Why this person cannot do it any more, as things stand by now. `act` raises the same."""
        return None

    def hidden_from(self, person: User) -> list[str]:
        """The keys of the things of which this person, who may do it, sees no proposals."""
        return []


_kinds = Registry[ProposalKind]("kind of proposal")


def add_kinds(*kinds: ProposalKind) -> None:
    """Makes kinds known. Raises ValueError for a name that is taken."""
    for kind in kinds:
        _kinds.add(kind.name, kind)


def kind_named(name: str) -> ProposalKind:
    """Raises LookupError for a kind that nobody made known."""
    return _kinds.named(name)


def all_kinds() -> list[ProposalKind]:
    return [kind for _name, kind in _kinds]


def takes_part(person: User) -> bool:
    """Whether this person may propose and confirm something, of whatever kind."""
    return any(person.has_role(*kind.roles) for kind in all_kinds())


def target_of(proposal: Proposal) -> Model:
    """The thing in whose log the proposal stands."""
    return kind_named(proposal.kind).target(proposal.subject)
