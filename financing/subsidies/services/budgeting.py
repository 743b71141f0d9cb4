"""The rows of an application: activities, costs and income, aid received, and when the money is needed.

A row is known by its key. Saving a list makes it as the page has it: rows that are not in it any more go. As in
`drafting.py`, a stale page is refused, and what changes nothing leaves the second signature in place.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models, transaction

from coophub.accounts.models import User
from coophub.audit.services import record
from financing.subsidies.applications.parts.activities import ACTIVITIES
from financing.subsidies.applications.parts.advance import ADVANCE
from financing.subsidies.applications.parts.aid import AID
from financing.subsidies.applications.parts.budget import BUDGET, budget_totals
from financing.subsidies.applications.plan_lines import plan_lines_of
from financing.subsidies.law.budget import RECOVERABLE
from financing.subsidies.models import (
    Activity,
    AidReceived,
    Application,
    BudgetLine,
    IncomeLine,
    LiquidityNeed,
)
from financing.subsidies.services.drafts import locked_draft, touch


@dataclass(frozen=True)
class ActivityInput:
    title: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    result: str = ""
    key: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True)
class BudgetInput:
    """A cost. `activity` is the key of the activity that it belongs to."""

    category: str
    description: str
    amount: Decimal | None
    activity: uuid.UUID | None = None
    key: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True)
class IncomeInput:
    """Money that pays for a part of the costs.

    `activity` is the key of the activity that it is for, if it is for one.
    """

    kind: str
    description: str
    amount: Decimal | None
    status: str = ""
    activity: uuid.UUID | None = None
    key: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True)
class AidInput:
    granted_on: dt.date | None
    granted_by: str
    amount: Decimal | None
    key: uuid.UUID = field(default_factory=uuid.uuid4)


@transaction.atomic
def save_activities(
    *, application: Application, rows: Sequence[ActivityInput], revision: int, user: User
) -> Application:
    """What the group does, and when."""
    application = locked_draft(application, ACTIVITIES, revision)
    wanted = {
        row.key: {"title": row.title, "result": row.result, "starts_on": row.starts_on, "ends_on": row.ends_on}
        for row in rows
    }
    if not _make_as(Activity, application, wanted):
        return application
    touch(application, ACTIVITIES, user)
    record(actor=user, action="subsidies.save_activities", target=application, after={"rows": _in_audit(wanted)})
    return application


@transaction.atomic
def save_budget(
    *,
    application: Application,
    lines: Sequence[BudgetInput],
    amount_requested: Decimal,
    revision: int,
    user: User,
    income: Sequence[IncomeInput] = (),
    vat: str = "",
) -> Application:
    """What it costs, what brings in money, whether the group can get VAT back, and how much subsidy it asks."""
    application = locked_draft(application, BUDGET, revision)
    activities = {activity.key: activity for activity in application.activities.all()}
    costs = {
        line.key: {
            "category": line.category,
            "description": line.description,
            "amount": line.amount,
            "activity": activities.get(line.activity) if line.activity else None,
        }
        for line in lines
    }
    incomes = {
        line.key: {
            "kind": line.kind,
            "description": line.description,
            "status": line.status,
            "amount": line.amount,
            "activity": activities.get(line.activity) if line.activity else None,
        }
        for line in income
    }
    changed = [_make_as(BudgetLine, application, costs), _make_as(IncomeLine, application, incomes)]
    before = (application.amount_requested, application.answers.get(BUDGET))
    if not any(changed) and before == (amount_requested, {"vat": vat}):
        return application
    application.amount_requested = amount_requested
    application.answers = {**application.answers, BUDGET: {"vat": vat}}
    touch(application, BUDGET, user)
    record(
        actor=user,
        action="subsidies.save_budget",
        target=application,
        before={"amount": before[0]},
        after={"amount": amount_requested, "vat": vat, "lines": _in_audit(costs), "income": _in_audit(incomes)},
    )
    return application


@transaction.atomic
def pay_the_rest(*, application: Application, revision: int, user: User) -> Application:
    """Adds what nobody pays yet as the group's own money, which is certain. Nothing is left: nothing changes."""
    application = locked_draft(application, BUDGET, revision)
    rest = budget_totals(application).difference
    if rest <= 0:
        return application
    row = IncomeLine.objects.create(
        application=application,
        kind=IncomeLine.Kind.OWN,
        status=IncomeLine.Status.CERTAIN,
        description=application.initiative.name,
        amount=rest,
        position=application.income_lines.count(),
    )
    touch(application, BUDGET, user)
    record(actor=user, action="subsidies.save_budget", target=application, after={"income": [[str(row), rest]]})
    return application


@transaction.atomic
def take_over_plan_lines(
    *, application: Application, categories: Mapping[str, str], revision: int, user: User
) -> Application:
    """Copies lines of the chosen plan into the budget, each under the kind of cost that `categories` has for the key of
    its row; a line that was copied before gets its amount of now.

    The rows remember the plan's revision and the amount it had, so that a later change of the plan shows.
    """
    application = locked_draft(application, BUDGET, revision)
    if application.plan is None:
        return application
    without_vat = application.answers.get(BUDGET, {}).get("vat") == RECOVERABLE
    present = {line.plan_row: line for line in application.budget_lines.all() if line.plan_row}
    position = application.budget_lines.count()
    taken: list[list[Any]] = []
    for line in plan_lines_of(application.plan):
        if line.key not in categories:
            continue
        amount = line.amount(without_vat=without_vat)
        if amount <= 0:
            continue
        row = present.get(line.key) or BudgetLine(
            application=application, plan_row=line.key, description=line.name, position=position + len(taken)
        )
        row.plan_line = line.name
        row.category = categories[line.key] or row.category
        row.amount = row.plan_amount = amount
        row.plan_revision = application.plan.revision
        row.save()
        taken.append([line.name, amount])
    if taken:
        touch(application, BUDGET, user)
        record(
            actor=user,
            action="subsidies.take_over_plan_lines",
            target=application,
            after={"plan": application.plan.name, "revision": application.plan.revision, "lines": taken},
        )
    return application


@transaction.atomic
def save_aid(
    *, application: Application, rows: Sequence[AidInput], declared: bool, revision: int, user: User
) -> Application:
    """The de-minimis aid of the past years, and the declaration that this is all."""
    application = locked_draft(application, AID, revision)
    wanted = {
        row.key: {"granted_on": row.granted_on, "granted_by": row.granted_by, "amount": row.amount} for row in rows
    }
    answers = {"declared": declared}
    if not _make_as(AidReceived, application, wanted) and application.answers.get(AID) == answers:
        return application
    application.answers = {**application.answers, AID: answers}
    touch(application, AID, user)
    record(
        actor=user,
        action="subsidies.save_aid",
        target=application,
        after={"declared": declared, "rows": _in_audit(wanted)},
    )
    return application


@transaction.atomic
def save_advance(
    *, application: Application, wanted: str, needs: Mapping[dt.date, Decimal], revision: int, user: User
) -> Application:
    """Whether the group asks for an advance ("yes", "no" or nothing yet), and how much it needs in which quarter."""
    application = locked_draft(application, ADVANCE, revision)
    present = {need.quarter_starts_on: need.amount for need in application.liquidity_needs.all()}
    kept = {start: amount for start, amount in needs.items() if amount}
    answers = {"wanted": wanted}
    if present == kept and application.answers.get(ADVANCE) == answers:
        return application
    application.liquidity_needs.all().delete()
    LiquidityNeed.objects.bulk_create(
        LiquidityNeed(application=application, quarter_starts_on=start, amount=amount) for start, amount in kept.items()
    )
    application.answers = {**application.answers, ADVANCE: answers}
    touch(application, ADVANCE, user)
    record(
        actor=user,
        action="subsidies.save_advance",
        target=application,
        after={"wanted": wanted, "needs": {start.isoformat(): amount for start, amount in kept.items()}},
    )
    return application


def _make_as(
    model: type[models.Model], application: Application, wanted: Mapping[uuid.UUID, Mapping[str, Any]]
) -> bool:
    """Makes an application's rows of a kind as they are wanted, in that order. Says whether anything was different."""
    rows = model._default_manager.filter(application=application)
    present: dict[uuid.UUID, Any] = {row.key: row for row in rows}  # type: ignore[attr-defined]
    gone = present.keys() - wanted.keys()
    if gone:
        rows.filter(key__in=gone).delete()
    changed = bool(gone)
    for position, (key, values) in enumerate(wanted.items()):
        row = present.get(key) or model(application=application, key=key)
        values = {**values, "position": position}
        if key in present and all(getattr(row, name) == value for name, value in values.items()):
            continue
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        changed = True
    return changed


def _in_audit(rows: Mapping[uuid.UUID, Mapping[str, Any]]) -> list[list[Any]]:
    return [
        [str(value) if isinstance(value, models.Model | dt.date) else value for value in row.values()]
        for row in rows.values()
    ]
