"""Changing a plan so that nothing is lost: every change is kept, can be taken back, and never hides another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web.clashes import MINE, THEIRS, ClashError
from coophub.web.errors import DomainError
from financing.engine import parse_plan
from financing.plans.document.patches import PatchStep, PlanDocument, clashing, difference, patched, without
from financing.plans.models import Plan, PlanChange
from financing.plans.selectors.changes import changes_since, next_steps, state_at
from financing.plans.services.lifetime import lifetime_of


@dataclass(frozen=True)
class Clash:
    """Two people changed the same value: what both made of it."""

    mine: PatchStep
    theirs: PatchStep
    change: PlanChange

    @property
    def key(self) -> str:
        """Names the value: the place in the document that was changed here."""
        return "/".join(map(str, self.mine["path"]))


class PlanClashError(ClashError):
    """Somebody else changed the same values meanwhile: `clashes` says which."""

    def __init__(self, plan: Plan, clashes: list[Clash]) -> None:
        who = clashes[0].change.by
        sentence = (
            _("%(name)s changed the same figures while you were typing. Choose which ones count.") % {"name": who}
            if who
            else _("The same figures were changed in another window. Choose which ones count.")
        )
        super().__init__(sentence, revision=plan.revision)
        self.clashes = clashes


@transaction.atomic
def save_plan(
    *,
    plan: Plan,
    document: PlanDocument,
    revision: int,
    user: User | None,
    section: str = "",
    page: UUID | None = None,
    settle: str = "",
    chosen: Mapping[str, str] | None = None,
    seen: int = 0,
) -> Plan:
    """Stores a changed document.

    `revision` is the one that it was made on; `page` names the open page that it was typed on.

    What others changed elsewhere in the plan stays. Where they changed the same values PlanClashError is raised; for
    who has `seen` the plan up to that revision, `chosen` then says by the key of a clash whose value counts, "mine" or
    "theirs", and `settle` says it for those that it leaves out. Raises PlanError for a document that is not valid.
    """
    parse_plan(document)
    plan = _locked(plan)
    if plan.document == document:
        return plan
    since = changes_since(plan, revision)
    mine = difference(state_at(plan, revision, page=page, since=since), document)
    if not mine:
        return plan
    clashes = [
        Clash(own, other, change)
        for change in since
        if page is None or change.page != page
        for own, other in clashing(mine, change.patch)
    ]
    clashes = [clash for clash in clashes if not _stands(plan.document, clash.mine)]
    sides = {clash.key: (chosen or {}).get(clash.key, settle) for clash in clashes}
    if clashes and not (seen == plan.revision and set(sides.values()) <= {MINE, THEIRS}):
        raise PlanClashError(plan, clashes)
    mine = without(mine, [clash.mine for clash in clashes if sides[clash.key] == THEIRS])
    return _store(plan, patched(plan.document, mine), PlanChange.Kind.EDIT, user=user, section=section, page=page)


@transaction.atomic
def undo_change(*, plan: Plan, revision: int, user: User | None) -> PlanChange:
    """Takes the last change back that was not taken back yet.

    Raises DomainError when there is none, or when the plan moved on.
    """
    plan = _locked(plan)
    change, _redo = next_steps(plan)
    if change is None:
        raise DomainError(_("There is nothing left to take back."))
    _check_revision(plan, revision)
    document = patched(plan.document, change.patch, backwards=True)
    _store(plan, document, PlanChange.Kind.UNDO, user=user, section=change.section, of=change)
    return change


@transaction.atomic
def redo_change(*, plan: Plan, revision: int, user: User | None) -> PlanChange:
    """Does the change again that was taken back last."""
    plan = _locked(plan)
    _undo, change = next_steps(plan)
    if change is None:
        raise DomainError(_("There is nothing to do again."))
    _check_revision(plan, revision)
    document = patched(plan.document, change.patch)
    _store(plan, document, PlanChange.Kind.REDO, user=user, section=change.section, of=change)
    return change


@transaction.atomic
def restore_plan(*, plan: Plan, to: int, user: User | None) -> Plan:
    """Brings the plan back as it was at revision `to`. That is a change like any other: it can be taken back."""
    plan = _locked(plan)
    if not 1 <= to <= plan.revision:
        raise DomainError(_("The plan was never at that point."))
    return _store(plan, state_at(plan, to), PlanChange.Kind.RESTORE, user=user)


def _locked(plan: Plan) -> Plan:
    return Plan.objects.select_for_update(of=("self",)).select_related("initiative", "updated_by").get(pk=plan.pk)


def _check_revision(plan: Plan, revision: int) -> None:
    if plan.revision != revision:
        raise ClashError(_("The plan was changed in the meantime. Look at it again first."), revision=plan.revision)


def _stands(document: Any, step: PatchStep) -> bool:
    """Whether the document already says what this step says."""
    *path, last = step["path"]
    try:
        for key in path:
            document = document[key]
        return bool(document[last] == step["after"]) if "after" in step else last not in document
    except (KeyError, IndexError, TypeError):
        return False


def _store(
    plan: Plan,
    document: PlanDocument,
    kind: PlanChange.Kind,
    *,
    user: User | None,
    section: str = "",
    page: UUID | None = None,
    of: PlanChange | None = None,
) -> Plan:
    patch = difference(plan.document, document)
    if not patch:
        return plan
    parsed = parse_plan(document)
    plan.document, plan.name, plan.updated_by = document, parsed.name, user
    plan.revision += 1
    plan.expires_at = lifetime_of(plan)
    plan.save()
    PlanChange.objects.create(
        plan=plan, revision=plan.revision, kind=kind, section=section, patch=patch, of=of, page=page, by=user
    )
    if plan.initiative_id is not None:
        # What visitors calculate is theirs: it leaves nothing behind.
        record(actor=user, action=ACTIONS[kind], target=plan, after={"changes": patch})
    return plan


ACTIONS = {
    PlanChange.Kind.EDIT: "plans.save",
    PlanChange.Kind.UNDO: "plans.undo",
    PlanChange.Kind.REDO: "plans.redo",
    PlanChange.Kind.RESTORE: "plans.restore",
}
