"""Model documents: what is offered, what was offered before, and what waits."""

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from coophub.accounts.models import User
from pilots.models import ModelDocument, ModelVersion


@dataclass(frozen=True)
class ModelHistory:
    """The versions of a model document that everybody may read, the newest first, and the one that is looked at."""

    shown: ModelVersion
    published: list[ModelVersion]

    @property
    def newest(self) -> ModelVersion | None:
        return self.published[0] if self.published else None

    @property
    def newer(self) -> ModelVersion | None:
        """The version that came in the place of the one that is looked at."""
        newest = self.newest
        return newest if newest is not None and newest.number > self.shown.number else None

    @property
    def others(self) -> list[ModelVersion]:
        return [version for version in self.published if version != self.shown]


def offered_models() -> QuerySet[ModelVersion]:
    """Of each model document the newest version that is published, in the order of kind and title."""
    newest = ModelVersion.objects.filter(model=OuterRef("model"), state=ModelVersion.State.PUBLISHED)
    offered = ModelVersion.objects.filter(pk=Subquery(newest.order_by("-number").values("pk")[:1]))
    return offered.select_related("model").order_by("model__kind", "title", "pk")


def history_of(version: ModelVersion) -> ModelHistory:
    """One query."""
    published = version.model.versions.filter(state=ModelVersion.State.PUBLISHED).order_by("-number")
    return ModelHistory(version, list(published))


def newest_version(model: ModelDocument) -> ModelVersion | None:
    """The version that is offered."""
    return model.versions.filter(state=ModelVersion.State.PUBLISHED).order_by("-number").first()


def models_to_approve(advisor: User) -> QuerySet[ModelVersion]:
    """What waits for an advisor who did not add it."""
    waiting = ModelVersion.objects.filter(state=ModelVersion.State.WAITING).exclude(author=advisor)
    return waiting.select_related("model").order_by("created_at", "pk")


def models_under_way_of(advisor: User) -> QuerySet[ModelVersion]:
    """What somebody added that is not published yet."""
    states = [ModelVersion.State.WAITING, ModelVersion.State.RETURNED]
    return ModelVersion.objects.filter(author=advisor, state__in=states).select_related("model").order_by("-pk")
