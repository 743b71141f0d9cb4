"""What members wrote beside tasks, steps and decisions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from coophub.accounts.models import User
from initiatives.models import Comment, GroupDecision, Initiative, Milestone, Task
from initiatives.selectors.people import active_members

Thing: TypeAlias = Task | Milestone | GroupDecision

COMMENTS = Count("comments", filter=Q(comments__removed_at=None))
"""How many there are about a thing, without those that were removed."""


@dataclass(frozen=True)
class Commented:
    """What comments are about, with its names in an address and in the trail."""

    initiative: Initiative
    thing: Thing

    @property
    def kind(self) -> str:
        """The name of the column that says so."""
        if isinstance(self.thing, Task):
            return "task"
        return "milestone" if isinstance(self.thing, Milestone) else "decision"

    @property
    def title(self) -> str:
        return str(self.thing)

    @property
    def address(self) -> str:
        """Of the page with its comments."""
        slug = self.initiative.slug
        if isinstance(self.thing, GroupDecision):
            return reverse("initiatives:decision_comments", args=[slug, self.thing.key])
        name = "initiatives:task_comments" if isinstance(self.thing, Task) else "initiatives:step_comments"
        return reverse(name, args=[slug, self.thing.pk])

    @property
    def stands_at(self) -> str:
        """The page that it is on itself."""
        slug = self.initiative.slug
        if isinstance(self.thing, GroupDecision):
            return reverse("initiatives:decision", args=[slug, self.thing.key])
        return reverse("initiatives:tasks" if isinstance(self.thing, Task) else "initiatives:roadmap", args=[slug])


def subject_of(comment: Comment) -> Commented:
    """What a comment is about."""
    thing = comment.task or comment.milestone or comment.decision
    if thing is None:
        raise ValueError(comment.pk)
    return Commented(comment.initiative, thing)


def comments_on(subject: Commented) -> QuerySet[Comment]:
    """Everything that was written about it, removed or not, the newest first. Two queries."""
    found = subject.initiative.comments.filter(**{subject.kind: subject.thing})
    return found.select_related("author", "removed_by").prefetch_related("mentioned")


def who_follow(subject: Commented) -> QuerySet[User]:
    """The members whom it concerns: who wrote about it, and who it is of or who wrote it down."""
    wrote = comments_on(subject).filter(removed_at=None).order_by().values("author")
    concerned = Q(pk__in=wrote)
    if isinstance(subject.thing, Task):
        concerned |= Q(pk=subject.thing.owner_id)
    if isinstance(subject.thing, GroupDecision):
        concerned |= Q(pk=subject.thing.recorded_by_id)
    return active_members(subject.initiative).filter(concerned)


def named_in(text: str, members: Iterable[User]) -> list[User]:
    """Whom the words call by "@" and their name, or their first name where nobody else has it."""
    people = list(members)
    said = text.casefold()
    firsts = [_first_name(member) for member in people]
    return [
        member
        for member, first in zip(people, firsts, strict=True)
        if _is_called(str(member).casefold(), said) or (firsts.count(first) == 1 and _is_called(first, said))
    ]


def _first_name(member: User) -> str:
    return str(member).casefold().split()[0]


def _is_called(name: str, said: str) -> bool:
    """Whether "@name" stands there, and is not the beginning of a longer name."""
    return any(not part[len(name) :][:1].isalnum() for part in said.split("@")[1:] if part.startswith(name))
