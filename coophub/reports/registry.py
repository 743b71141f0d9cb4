"""Which kinds of report there are. An app names its own when CoopHub starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.db.models import Model
from django.utils.functional import Promise

from coophub.reports.models import ReportJob
from coophub.web.registry import Registry


@dataclass(frozen=True)
class RenderedReport:
    """A finished document."""

    filename: str
    content_type: str
    content: bytes


class Progress(Protocol):
    def __call__(self, percentage: int) -> None:
        """Tells how far the work is (0 to 100) and keeps the job in this worker's hands."""


Builder = Callable[[ReportJob, Progress], RenderedReport]


@dataclass(frozen=True)
class ReportKind:
    """`permission` is asked with the job's subject as object, by whoever wants to see or download it."""

    name: str
    title: str | Promise
    permission: str
    build: Builder
    queue: str = "reports"
    on_done: Callable[[ReportJob, Model], None] | None = None


_kinds = Registry[ReportKind]("kind of report")


def add_kinds(*kinds: ReportKind) -> None:
    """Makes kinds known. Raises ValueError for a name that is taken."""
    for kind in kinds:
        _kinds.add(kind.name, kind)


def kind_named(name: str) -> ReportKind:
    """Raises LookupError for a kind that nobody made known."""
    return _kinds.named(name)


def queues() -> set[str]:
    """Every queue into which a document may be put."""
    return {kind.queue for _name, kind in _kinds}
