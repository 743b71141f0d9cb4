"""Changing a plan so that nothing is lost: every change is kept, can be taken back, and never hides another."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web import clock
from coophub.web.clashes import MINE, THEIRS, ClashError
from coophub.web.errors import DomainError
from financing.engine import parse_plan
from financing.plans.document.checking import check_plan
from financing.plans.document.incoming import as_kept
from financing.plans.document.merging import DocumentClash, find_clashes, merged
from financing.plans.document.patches import difference, patched
from financing.plans.document.rows import (
    KEY,
    PlanDocument,
    PlanRow,
    keyed_alike,
    keyed_document,
    keys_of,
    told_apart,
    without_keys,
)
from financing.plans.models import Plan, PlanChange
from financing.plans.selectors.changes import changes_since, next_steps, state_at
from financing.plans.selectors.outcomes import plan_closes
from financing.plans.services.lifetime import lifetime_of
from financing.plans.services.norms import set_home_rooms


@dataclass(frozen=True)
class PlanClash:
    """Two people changed the same value or row: what both made of it."""

    clash: DocumentClash
    changes: Sequence[PlanChange]
    """What others changed since the page was opened."""

    @property
    def key(self) -> str:
        """Names what was changed: its place in the document."""
        return "/".join(self.clash.place)


class PlanClashError(ClashError):
    """Somebody else changed the same values meanwhile: `clashes` says which."""

    def __init__(self, plan: Plan, clashes: list[PlanClash]) -> None:
        first = clashes[0]
        who = first.changes[min(first.clash.theirs)].by
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
    source: str = "",
    page: UUID | None = None,
    settle: str = "",
    chosen: Mapping[str, str] | None = None,
    seen: int = 0,
) -> Plan:
    """Stores a changed document, of which the rows have their keys (`financing.plans.document.rows`).

    `revision` is the one that it was made on; `page` names the open page that it was typed on.

    What others changed elsewhere in the plan stays. Where they changed the same values PlanClashError is raised; for
    who has `seen` the plan up to that revision, `chosen` then says by the key of a clash whose value counts, "mine" or
    "theirs", and `settle` says it for those that it leaves out. Raises PlanError for a document that is not valid; its
    problems name rows by their key.
    """
    document = as_kept(document)
    check_plan(document)
    plan = _locked(plan)
    present = keyed_document(plan)
    if present == document:
        return plan
    since = changes_since(plan, revision)
    base = state_at(plan, revision, page=page, since=since)
    others = [change for change in since if page is None or change.page != page]
    theirs = [change.patch for change in others]
    clashes = [
        PlanClash(clash, others) for clash in find_clashes(base=base, mine=document, present=present, theirs=theirs)
    ]
    sides = {clash.key: (chosen or {}).get(clash.key, settle) for clash in clashes}
    if clashes and not (seen == plan.revision and set(sides.values()) <= {MINE, THEIRS}):
        raise PlanClashError(plan, clashes)
    theirs_count = [clash.clash.place for clash in clashes if sides[clash.key] == THEIRS]
    new = merged(base=base, mine=document, present=present, theirs_count=theirs_count)
    return _store(plan, new, PlanChange.Kind.EDIT, user=user, section=section, source=source, page=page)


@transaction.atomic
def replace_document(*, plan: Plan, document: Mapping[str, Any], revision: int, user: User) -> Plan:
    """Puts another document, as it is published, in place of that of a plan: what a program wrote on `revision`.

    A row that is called the same stays the same row. Raises PlanError with the paths of that document, and ClashError
    when the plan moved on: a program does not choose between values.
    """
    document = as_kept(document)
    parse_plan(document)
    plan = _locked(plan)
    _check_revision(plan, revision)
    return _store(plan, keyed_alike(document, keyed_document(plan)), PlanChange.Kind.EDIT, user=user)


@transaction.atomic
def put_homes(
    *,
    plan: Plan,
    homes: Sequence[PlanRow],
    rooms: Sequence[int | None] = (),
    replace: bool,
    revision: int,
    key: UUID,
    user: User | None,
    source: str = "",
) -> Plan:
    """Puts types of homes into the plan, beside those that are there or instead of them; with the rooms of each, as
    far as they are known.

    One that is called the same as a home that it replaces takes its place, with what the new one leaves unsaid; of
    several the first takes that of the first. `source` says where they come from, when a register gave them. `key` is
    that of the form: sent twice, the same homes come once. Raises what `save_plan` raises.
    """
    document = state_at(_locked(plan), revision)
    present = document.get("dwellings", [])
    known = dict(zip(_names(present), present, strict=True)) if replace else {}
    new = [
        _said({**known.pop(name, {KEY: uuid5(key, str(number)).hex}), **home})
        for number, (name, home) in enumerate(zip(_names(homes), homes, strict=True))
    ]
    document["dwellings"] = new if replace else [*present, *new]
    plan = save_plan(plan=plan, document=document, revision=revision, user=user, section="homes", source=source)
    known_rooms = {home[KEY]: count for home, count in zip(new, rooms, strict=False) if count is not None}
    return set_home_rooms(plan=plan, rooms=known_rooms, user=user)


@transaction.atomic
def put_values(
    *, plan: Plan, values: Mapping[str, int], year: int, revision: int, user: User | None, source: str
) -> Plan:
    """Puts WOZ values of that year into the plan, by the keys of its types of home as they were at `revision`.

    Raises what `save_plan` raises.
    """
    document = state_at(_locked(plan), revision)
    document["dwellings"] = [
        {**home, "woz_value": values[home[KEY]], "woz_year": year} if home[KEY] in values else home
        for home in document.get("dwellings", [])
    ]
    return save_plan(plan=plan, document=document, revision=revision, user=user, section="homes", source=source)


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
    document = patched(keyed_document(plan), change.patch, backwards=True)
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
    document = patched(keyed_document(plan), change.patch)
    _store(plan, document, PlanChange.Kind.REDO, user=user, section=change.section, of=change)
    return change


@transaction.atomic
def restore_plan(*, plan: Plan, to: int, user: User | None) -> Plan:
    """Brings the plan back as it was at revision `to`. That is a change like any other: it can be taken back."""
    plan = _locked(plan)
    if not 1 <= to <= plan.revision:
        raise DomainError(_("The plan was never at that point."))
    return _store(plan, state_at(plan, to), PlanChange.Kind.RESTORE, user=user)


def _said(row: PlanRow) -> PlanRow:
    """Without what it leaves unsaid."""
    return {key: value for key, value in row.items() if value is not None}


def _names(homes: Sequence[PlanRow]) -> list[str]:
    return told_apart(str(home.get("name")) for home in homes)


def _locked(plan: Plan) -> Plan:
    return Plan.objects.select_for_update(of=("self",)).select_related("initiative", "updated_by").get(pk=plan.pk)


def _check_revision(plan: Plan, revision: int) -> None:
    if plan.revision != revision:
        raise ClashError(_("The plan was changed in the meantime. Look at it again first."), revision=plan.revision)


def _store(
    plan: Plan,
    document: PlanDocument,
    kind: PlanChange.Kind,
    *,
    user: User | None,
    section: str = "",
    source: str = "",
    page: UUID | None = None,
    of: PlanChange | None = None,
) -> Plan:
    before = keyed_document(plan)
    patch = difference(before, document)
    if not patch:
        return plan
    plan.name, plan.updated_by = check_plan(document).name, user
    if plan.initiative_id is not None:
        plan.stopped_closing_at = _stopped_closing_at(plan, without_keys(document))
    plan.document, plan.row_keys = without_keys(document), keys_of(document)
    plan.revision += 1
    plan.expires_at = lifetime_of(plan)
    plan.save()
    PlanChange.objects.create(
        plan=plan,
        revision=plan.revision,
        kind=kind,
        section=section,
        patch=patch,
        source=source,
        of=of,
        page=page,
        by=user,
    )
    if plan.initiative_id is not None:
        # What visitors calculate is theirs: it leaves nothing behind.
        record(actor=user, action=ACTIONS[kind], target=plan, after={"changes": patch})
    return plan


def _stopped_closing_at(plan: Plan, document: dict[str, Any]) -> dt.datetime | None:
    """The moment that the plan keeps with this document: since when it does not close any more."""
    if plan_closes(document):
        return None
    if plan.stopped_closing_at is None and plan_closes(plan.document):
        return clock.now()
    return plan.stopped_closing_at


ACTIONS = {
    PlanChange.Kind.EDIT: "plans.save",
    PlanChange.Kind.UNDO: "plans.undo",
    PlanChange.Kind.REDO: "plans.redo",
    PlanChange.Kind.RESTORE: "plans.restore",
}
