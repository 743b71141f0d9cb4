"""What a group does with its application for a programme: begin, write, submit, withdraw."""

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.notifications.services import notify
from coophub.web import clock
from coophub.web.clashes import ClashError
from coophub.web.errors import DomainError
from coophub.web.formats import moment
from coophub.web.refusals import refuse
from financing.subsidies.law.freezing import seal
from initiatives.models import Initiative
from initiatives.selectors.people import editors_of
from pilots.models import Call, Intake, Pilot, Selection, SubmittedIntake
from pilots.questions.question import Answer, read_questions
from pilots.selectors.may_apply import why_not_apply, why_not_submit, why_not_withdraw, why_not_write
from pilots.services.programmes import end_pilot


class MissingAnswersError(DomainError):
    """Questions that have to be answered and are not: `keys`."""

    def __init__(self, keys: Collection[str]) -> None:
        super().__init__(_("Answer the questions that are marked. What you filled in is kept."))
        self.keys = keys


@transaction.atomic
def start_intake(*, call: Call, initiative: Initiative, user: User) -> Intake:
    """A draft for this call; a group that has one gets that.

    Raises DomainError when the call is not open, and for a group that takes part already.
    """
    Initiative.objects.select_for_update().get(pk=initiative.pk)
    there = call.intakes.filter(initiative=initiative, withdrawn_at=None).first()
    if there is not None:
        return there
    refuse(why_not_apply(call, initiative, user))
    intake = Intake.objects.create(call=call, initiative=initiative, started_by=user)
    record(actor=user, action="pilots.start_intake", target=intake)
    return intake


@transaction.atomic
def save_intake(*, intake: Intake, answers: Mapping[str, Answer | None], revision: int, user: User) -> Intake:
    """Keeps the answers that were touched; None takes one away.

    Raises ClashError when somebody else changed one of them after `revision`: nothing is kept then. DomainError for
    one that was submitted.
    """
    intake = _locked(intake)
    refuse(why_not_write(intake, user))
    stored = {key: _plain(answer) for key, answer in answers.items() if answer not in (None, "")}
    touched = [key for key in answers if stored.get(key) != intake.answers.get(key)]
    _refuse_clash(intake, touched, revision, user)
    if not touched:
        return intake
    intake.revision += 1
    mark = {"revision": intake.revision, "by": user.pk, "at": clock.now().isoformat()}
    for key in touched:
        intake.changes[key] = mark
        intake.answers.pop(key, None)
        if key in stored:
            intake.answers[key] = stored[key]
    intake.save(update_fields=["answers", "changes", "revision"])
    return intake


@transaction.atomic
@clock.at_one_moment
def submit_intake(*, intake: Intake, user: User) -> Intake:
    """Freezes what was answered, by value, and tells the group. Sent twice: once.

    Raises DomainError outside the days of the call, MissingAnswersError while a question is open; the draft is kept.
    """
    intake = _locked(intake)
    if intake.submitted_at:
        return intake
    refuse(why_not_submit(intake, user))
    questions = read_questions(intake.call.questions)
    missing = [question.key for question in questions if question.is_required and question.key not in intake.answers]
    if missing:
        raise MissingAnswersError(missing)
    content = content_of(intake, submitted_by=str(user))
    intake.submitted_at = clock.now()
    intake.save(update_fields=["submitted_at"])
    SubmittedIntake.objects.create(
        intake=intake, content=content, sha256=seal(content), submitted_by=user, submitted_at=intake.submitted_at
    )
    record(actor=user, action="pilots.submit_intake", target=intake, after={"sha256": seal(content)})
    notify(
        recipients=editors_of(intake.initiative),
        kind="pilots_intake_received",
        context={"initiative": intake.initiative.name, "programme": intake.call.programme.name},
        url=reverse("pilots:own_intake", args=[intake.initiative.slug, intake.pk]),
    )
    return intake


@transaction.atomic
def withdraw_intake(*, intake: Intake, user: User) -> Intake:
    """Takes an application back; a group that was chosen gives its place back. Withdrawing twice changes nothing.

    Raises DomainError when its coaching has begun, and when it was not chosen.
    """
    intake = _locked(intake)
    if intake.withdrawn_at:
        return intake
    refuse(why_not_withdraw(intake, user))
    intake.withdrawn_at = clock.now()
    intake.save(update_fields=["withdrawn_at"])
    record(actor=user, action="pilots.withdraw_intake", target=intake)
    was_chosen = Selection.objects.filter(intake=intake, outcome=Selection.Outcome.CHOSEN).exists()
    if intake.call.selected_at and was_chosen:
        pilot = intake.call.programme.pilots.get(initiative=intake.initiative)
        end_pilot(pilot=pilot, outcome=Pilot.Outcome.WITHDREW, user=user)
    return intake


def content_of(intake: Intake, *, submitted_by: str) -> dict[str, Any]:
    """Everything that is submitted: who applies, as CoopHub knows them now, and each question with its answer."""
    group = intake.initiative
    return {
        "initiative": {
            "name": group.name,
            "municipality": group.municipality.name,
            "province": group.municipality.province,
            "form": group.form,
            "target_group": group.target_group,
            "homes": group.homes,
            "phase": group.phase,
        },
        "questions": intake.call.questions,
        "answers": intake.answers,
        "submitted_by": submitted_by,
    }


def _locked(intake: Intake) -> Intake:
    found = Intake.objects.select_for_update(of=("self",)).select_related("call__programme", "initiative__municipality")
    return found.get(pk=intake.pk)


def _plain(answer: Answer) -> int | str:
    return str(answer) if isinstance(answer, Decimal) else answer


def _refuse_clash(intake: Intake, touched: Collection[str], revision: int, user: User) -> None:
    """Somebody else answered the same questions after the page was opened."""
    after = [intake.changes[key] for key in touched if intake.changes.get(key, {"revision": 0})["revision"] > revision]
    theirs = [change for change in after if change["by"] != user.pk]
    if not theirs:
        return
    last = max(theirs, key=lambda change: change["revision"])
    name = User.objects.filter(pk=last["by"]).first() or _("Somebody")
    at = moment(dt.datetime.fromisoformat(last["at"]))
    raise ClashError(
        _("%(name)s changed an answer at %(time)s, while you were typing.") % {"name": name, "time": at},
        revision=intake.revision,
    )
