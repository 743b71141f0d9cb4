"""The story of a plan's changes: what it was, what comes next to take back, and who did what."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coophub.web.errors import DomainError
from financing.plans.models import Plan, PlanChange
from financing.plans.patches import patched

Document = dict[str, Any]

LOOK_BACK = 500
"""So many changes can be taken back one by one; the history goes back to the first."""


def changes_of(plan: Plan) -> QuerySet[PlanChange]:
    """Every change, the newest first, with who made it."""
    return plan.changes.select_related("by").order_by("-revision")


def changes_since(plan: Plan, revision: int) -> list[PlanChange]:
    """What changed after a revision, the oldest first.

    Raises DomainError for a revision that the plan never had, or of before its changes were kept.
    """
    found = list(plan.changes.filter(revision__gt=revision).select_related("by").order_by("revision"))
    if revision < 1 or len(found) != plan.revision - revision:
        raise DomainError(_("This page is too old to save. Open it again."))
    return found


def state_at(plan: Plan, revision: int, *, page: UUID | None = None, since: list[PlanChange] | None = None) -> Document:
    """The document at that revision; with `page` also with what that open page itself changed since."""
    since = changes_since(plan, revision) if since is None else since
    document: Document = plan.document
    for change in reversed(since):
        document = patched(document, change.patch, backwards=True)
    for change in since:
        if page is not None and change.page == page:
            document = patched(document, change.patch)
    return document


def next_steps(plan: Plan) -> tuple[PlanChange | None, PlanChange | None]:
    """The last change that was not taken back, and the one that was taken back last unless something else was done after. One query."""
    done: list[PlanChange] = []
    taken_back: list[PlanChange] = []
    for change in reversed(plan.changes.order_by("-revision").select_related("by")[:LOOK_BACK]):
        if change.kind == PlanChange.Kind.UNDO:
            if done:
                taken_back.append(done.pop())
        elif change.kind == PlanChange.Kind.REDO:
            if taken_back:
                done.append(taken_back.pop())
        else:
            done.append(change)
            taken_back = []
    return (done[-1] if done else None), (taken_back[-1] if taken_back else None)
