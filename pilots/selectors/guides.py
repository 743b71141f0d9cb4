"""Guides that advisors write: what is offered, what was offered before, and what waits."""

from dataclasses import dataclass

from django.db.models import QuerySet

from coophub.accounts.models import User
from coophub.web.once import asked_once
from pilots.models import GuideVersion

WRITTEN_FOR = ("phase", "bottleneck", "form", "step", "criterion", "field", "ground")
"""The kinds of places (`pilots.library.subjects`) where an advisor can have a guide pointed at."""

UNDER_WAY = (GuideVersion.State.DRAFT, GuideVersion.State.WAITING)


@dataclass(frozen=True)
class GuideHistory:
    """The published versions of a guide, the newest first, and the one that is looked at."""

    shown: GuideVersion
    published: list[GuideVersion]

    @property
    def newer(self) -> GuideVersion | None:
        """The version that came in the place of the one that is looked at."""
        newest = self.published[0] if self.published else None
        return newest if newest is not None and newest.number > self.shown.number else None

    @property
    def others(self) -> list[GuideVersion]:
        return [version for version in self.published if version != self.shown]


@asked_once
def offered_keys() -> tuple[int, ...]:
    """The newest published version of each guide, in the order of their addresses. One query."""
    published = GuideVersion.objects.filter(state=GuideVersion.State.PUBLISHED)
    newest = published.order_by("slug", "-number").distinct("slug")
    return tuple(newest.values_list("pk", flat=True))


def newest_version(slug: str) -> GuideVersion | None:
    """The version that is offered at this address."""
    return versions_of(slug).filter(state=GuideVersion.State.PUBLISHED).first()


def versions_of(slug: str) -> QuerySet[GuideVersion]:
    """All versions at an address, the newest first."""
    return GuideVersion.objects.filter(slug=slug).order_by("-number")


def history_of(version: GuideVersion) -> GuideHistory:
    """One query."""
    published = versions_of(version.slug).filter(state=GuideVersion.State.PUBLISHED)
    return GuideHistory(version, list(published.defer("text", "text_en")))


def guides_to_approve(advisor: User) -> QuerySet[GuideVersion]:
    """What waits for an advisor who did not write it."""
    waiting = GuideVersion.objects.filter(state=GuideVersion.State.WAITING).exclude(author=advisor)
    return waiting.order_by("created_at", "pk")


def guides_under_way_of(advisor: User) -> QuerySet[GuideVersion]:
    """What somebody wrote that is not published yet."""
    return GuideVersion.objects.filter(author=advisor, state__in=UNDER_WAY).order_by("-pk")
