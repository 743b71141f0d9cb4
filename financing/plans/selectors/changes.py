"""The story of a plan's changes: what it was, what comes next to take back, and who did what."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coophub.web.errors import DomainError
from financing.plans.document.patches import apply
from financing.plans.document.rows import PlanDocument, keyed_document
from financing.plans.models import Plan, PlanChange

LOOK_BACK = 500
"""So many changes can be taken back one by one; the history goes back to the first."""


def changes_of(plan: Plan) -> QuerySet[PlanChange]:
    """Every change, the newest first, with who made it."""
    return plan.changes.select_related("by").order_by("-revision")


def changes_since(plan: Plan, revision: int) -> list[PlanChange]:
    """What changed after a revision until the plan as it was read, the oldest first.

    Raises DomainError for a revision that the plan never had, or of before its changes were kept.
    """
    between = plan.changes.filter(revision__gt=revision, revision__lte=plan.revision)
    found = list(between.select_related("by").order_by("revision"))
    if revision < 1 or len(found) != plan.revision - revision:
        raise DomainError(_("This page is too old to save. Open it again."))
    return found


def state_at(
    plan: Plan, revision: int, *, page: UUID | None = None, since: list[PlanChange] | None = None
) -> PlanDocument:
    """The document at that revision, with the keys of its rows; with `page` also with what that open page itself
    changed since.
    """
    since = changes_since(plan, revision) if since is None else since
    document = keyed_document(plan)
    for change in reversed(since):
        apply(document, change.patch, backwards=True)
    for change in since:
        if page is not None and change.page == page:
            apply(document, change.patch)
    return document


def next_steps(plan: Plan) -> tuple[PlanChange | None, PlanChange | None]:
    """The last change that was not taken back, and the one that was taken back last unless something else was done
    after.

    Two queries, however long the story is.
    """
    done: list[int] = []
    taken_back: list[int] = []
    for pk, kind in reversed(plan.changes.order_by("-revision").values_list("pk", "kind")[:LOOK_BACK]):
        if kind == PlanChange.Kind.UNDO:
            if done:
                taken_back.append(done.pop())
        elif kind == PlanChange.Kind.REDO:
            if taken_back:
                done.append(taken_back.pop())
        else:
            done.append(pk)
            taken_back = []
    tops = [*done[-1:], *taken_back[-1:]]
    found = (
        {change.pk: change for change in PlanChange.objects.filter(pk__in=tops).select_related("by")} if tops else {}
    )
    return (found[done[-1]] if done else None), (found[taken_back[-1]] if taken_back else None)
