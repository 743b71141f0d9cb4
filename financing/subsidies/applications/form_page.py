"""A page of an application as a group fills it in, and which service keeps each of its parts. A page keeps its parts
together.
"""

import uuid
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction

from coophub.accounts.models import User
from coophub.web.clashes import THEIRS, ClashRow, Writing
from financing.subsidies.applications import sections
from financing.subsidies.applications.parts.activities import ACTIVITIES, ActivitiesPart
from financing.subsidies.applications.parts.advance import ADVANCE, AdvancePart, quarter_name
from financing.subsidies.applications.parts.aid import AID, AidPart
from financing.subsidies.applications.parts.budget import BUDGET, BudgetPart
from financing.subsidies.applications.parts.part import FormPart
from financing.subsidies.applications.parts.plan import PLAN, PlanPart
from financing.subsidies.applications.parts.project import PROJECT, ProjectPart
from financing.subsidies.law.budget import spread
from financing.subsidies.models import Application
from financing.subsidies.services import budgeting, drafting
from financing.subsidies.services.drafts import clash_in, locked_draft

SPREAD = "spread"
"""The name of the button that spreads what is asked evenly over the quarters."""

REST = "rest"
"""The name of the button that fills in that the group pays the rest of the costs from its own money."""


class FormPage:
    """The parts that are filled in on one page, as they are stored or as they were sent."""

    def __init__(self, application: Application, parts: Iterable[str], data: Any = None, *, spare: str = "") -> None:
        self.application = application
        self.parts = [sections.BY_SLUG[part](application, data, spare=spare) for part in parts]
        self.clashing: list[FormPart] = []
        self.kept: list[FormPart] = []

    @property
    def slug(self) -> str:
        return sections.page_of(self.parts[0].slug)

    def is_valid(self) -> bool:
        judged = [part.is_valid() for part in self.parts]
        return all(judged)

    def sentences(self) -> list[str]:
        """Everything that could not be read, each with the name of its field."""
        return [sentence for part in self.parts for sentence in part.sentences()]

    @transaction.atomic
    def save(self, writing: Writing, user: User) -> Application:
        """Keeps what could be read. A part that was not touched here stands in nobody's way. One that was typed
        differently here and by somebody else meanwhile refuses the whole page with ClashError, or is left to the other
        when the writer chose so.
        """
        saved = locked_draft(self.application)
        clashes = {
            part: clash
            for part in self.parts
            if (clash := clash_in(saved, part.slug, part.builds_on(writing))) is not None
        }
        self.clashing = [part for part in clashes if part.is_touched]
        if self.clashing and writing.settle != THEIRS:
            raise clashes[self.clashing[0]]
        self.kept = [part for part in self.parts if part not in clashes]
        for part in self.kept:
            saved = _kept(part, part.builds_on(writing), user)
        return saved

    def new_marks(self) -> dict[str, str]:
        """The marks of the parts that were just kept, for a page that stays open."""
        stored = Application.objects.get(pk=self.application.pk)
        return {part.mark_name: type(part)(stored).mark for part in self.kept}

    def differences(self) -> list[ClashRow]:
        """What somebody else made of the parts that clash, beside what was typed here."""
        return [row for part in self.clashing for row in part.differences()]


def _project(part: ProjectPart, revision: int, user: User) -> Application:
    return drafting.save_answers(
        application=part.application,
        section=part.slug,
        answers=part.written(["activities", "contribution"]),
        target=(part.value("target") or "") if "target" in part.forms["form"].fields else None,
        revision=revision,
        user=user,
    )


def _activities(part: ActivitiesPart, revision: int, user: User) -> Application:
    rows = [budgeting.ActivityInput(**row) for row in part.lists["activities"].kept]
    return budgeting.save_activities(application=part.application, rows=rows, revision=revision, user=user)


def _plan(part: PlanPart, revision: int, user: User) -> Application:
    plan = part.value("plan")
    if plan is None:
        return part.application
    return drafting.choose_plan(application=part.application, plan=plan, revision=revision, user=user)


def _budget(part: BudgetPart, revision: int, user: User) -> Application:
    saved = budgeting.save_budget(
        application=part.application,
        lines=[
            budgeting.BudgetInput(
                row["category"] or "", row["description"] or "", row["amount"], _activity(part, row), row["key"]
            )
            for row in part.lists["lines"].kept
        ],
        income=[
            budgeting.IncomeInput(
                row["kind"] or "",
                row["description"] or "",
                row["amount"],
                row["status"] or "",
                _key(row.get("activity")),
                row["key"],
            )
            for row in part.lists["income"].kept
        ],
        vat=part.value("vat", "vat") or "",
        amount_requested=part.value("amount_requested", "amount") or Decimal(0),
        revision=revision,
        user=user,
    )
    if REST in part.data:
        saved = budgeting.pay_the_rest(application=saved, revision=saved.revision, user=user)
    return saved


def _activity(part: BudgetPart, row: dict[str, Any]) -> uuid.UUID | None:
    """The activity that a cost is for: the only one, or the one that was chosen."""
    if len(part.activities) == 1:
        return uuid.UUID(part.activities[0][0])
    return _key(row.get("activity"))


def _key(value: Any) -> uuid.UUID | None:
    return uuid.UUID(str(value)) if value else None


def _advance(part: AdvancePart, revision: int, user: User) -> Application:
    needs = {start: part.value(quarter_name(start)) for start in part.periods}
    if SPREAD in part.data and (schedule := part.quarters_of_work()):
        needs = dict(zip(schedule, spread(part.application.amount_requested, len(schedule)), strict=True))
    return budgeting.save_advance(
        application=part.application,
        wanted=part.value("wanted") or "",
        needs={start: amount for start, amount in needs.items() if amount},
        revision=revision,
        user=user,
    )


def _aid(part: AidPart, revision: int, user: User) -> Application:
    return budgeting.save_aid(
        application=part.application,
        rows=[
            budgeting.AidInput(row["granted_on"], row["granted_by"] or "", row["amount"], row["key"])
            for row in part.lists["aid"].kept
        ],
        declared=bool(part.value("declared")),
        revision=revision,
        user=user,
    )


KEPT_BY: dict[str, Callable[[Any, int, User], Application]] = {
    PROJECT: _project,
    ACTIVITIES: _activities,
    PLAN: _plan,
    BUDGET: _budget,
    ADVANCE: _advance,
    AID: _aid,
}
"""What keeps a part that is more than the answers of its form."""


def _kept(part: FormPart, revision: int, user: User) -> Application:
    """Hands everything of a part that could be read to the service."""
    if part.slug in KEPT_BY:
        return KEPT_BY[part.slug](part, revision, user)
    return drafting.save_answers(
        application=part.application,
        section=part.slug,
        answers=part.written(part.forms["form"].fields),
        revision=revision,
        user=user,
    )
