"""Asking the people of a programme the same questions, and keeping their answers as was promised."""

import datetime as dt
import random
import uuid
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeVar

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.celery import publish
from coophub.notifications.services import notify
from coophub.web import clock
from coophub.web.bilingual import both
from coophub.web.errors import DomainError
from coophub.web.formats import day
from coophub.web.refusals import refuse
from initiatives.selectors.people import members_by_initiative
from pilots.may import why_not_answer, why_not_judge, why_not_run_programmes
from pilots.models import (
    AnonymousAnswer,
    AnonymousText,
    Assignment,
    EvaluationRound,
    NamedAnswer,
    Pilot,
    Programme,
    Respondent,
    WrittenQuestionnaire,
)
from pilots.questions.question import Answer, written
from pilots.questions.questionnaire import AskedOf, Questionnaire
from pilots.selectors.cohorts.statistics.small_groups import FEWEST

Anonymous = TypeVar("Anonymous", AnonymousAnswer, AnonymousText)

FROM_QUESTIONNAIRE = (
    *("title", "title_en", "introduction", "introduction_en"),
    *("asked_of", "is_at_the_end", "is_anonymous"),
)
REMIND_DAYS_BEFORE = (7, 1)
"""So many days before the last day whoever did not answer hears of it."""


@transaction.atomic
def plan_round(
    *, programme: Programme, questionnaire: Questionnaire, opens_on: dt.date, closes_on: dt.date, user: User
) -> EvaluationRound:
    """Plans that the people of a programme are asked, from one day up to and including another.

    Raises DomainError for who does not run programmes, for days that passed or stand in the wrong order, while the same
    questionnaire is planned or open in the programme, and where too few people would be asked to show anything.
    """
    refuse(why_not_run_programmes(user))
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    if opens_on < clock.today():
        raise DomainError(_("Choose today or a later day."), field="opens_on")
    if closes_on < opens_on:
        raise DomainError(_("The last day comes before the first."), field="closes_on")
    before = programme.evaluation_rounds.filter(questionnaire=questionnaire.slug, closed_at=None).first()
    if before is not None:
        sentence = _("These questions are asked in this programme until %(day)s. Plan them again after that day.")
        raise DomainError(sentence % {"day": day(before.closes_on)}, field="questionnaire")
    planned = EvaluationRound(
        programme=programme,
        questionnaire=questionnaire.slug,
        version=questionnaire.version,
        questions=written(questionnaire.questions),
        opens_on=opens_on,
        closes_on=closes_on,
        **{name: getattr(questionnaire, name) for name in FROM_QUESTIONNAIRE},
    )
    people = len(_people(planned))
    if not people:
        raise DomainError(_nobody(planned), field="programme")
    if planned.is_anonymous and people < FEWEST:
        sentence = _(
            "Fewer than %(fewest)s people would be asked. They answer without their names, so nothing could be shown."
            " Choose questions with names, or wait until more people take part."
        )
        raise DomainError(sentence % {"fewest": FEWEST}, field="questionnaire")
    planned.save()
    record(
        actor=user,
        action="pilots.plan_round",
        target=planned,
        after={"programme": programme.name, "opens_on": opens_on, "closes_on": closes_on},
    )
    # A sweeper does the same within the hour when the broker is away.
    transaction.on_commit(lambda: publish("pilots.tasks.sweep_evaluations", []))
    return planned


def sweep_evaluations() -> int:
    """Opens, reminds of and closes what has to be today; gives how many rounds that were. What was missed is made up,
    and nothing is done twice.
    """
    today = clock.today()
    waiting = EvaluationRound.objects.filter(closed_at=None)
    due = [
        *((open_round, planned) for planned in waiting.filter(opened_at=None, opens_on__lte=today)),
        *((close_round, ended) for ended in waiting.filter(closes_on__lt=today)),
        *((_remind, open_one) for open_one in waiting.filter(closes_on__gte=today, opens_on__lte=today)),
    ]
    return sum(act(found) for act, found in due)


@transaction.atomic
def open_round(planned: EvaluationRound) -> bool:
    """Asks everybody who takes part today, and from then on its questions stay. Gives whether this call did it."""
    # Who writes the questions takes the same two in this order.
    questionnaire = _locked_questionnaire(planned)
    planned = locked_round(planned)
    if planned.opened_at:
        return False
    if questionnaire is not None and questionnaire.frozen_at is None:
        questionnaire.frozen_at = clock.now()
        questionnaire.save(update_fields=["frozen_at"])
    people = _people(planned)
    respondents = Respondent.objects.bulk_create(
        Respondent(round=planned, pilot=pilot, person=person) for pilot, person in people
    )
    planned.opened_at = clock.now()
    planned.save(update_fields=["opened_at"])
    tell_asked(respondents, "pilots_evaluation_asked", planned)
    return True


@transaction.atomic
def close_round(ended: EvaluationRound) -> bool:
    """Closes a round after its last day. Gives whether this call did it.

    Without names, who answered is forgotten, and the answers are written again in an order that says nothing: in which
    they came, or with whom in one transaction, is not to be found in the database either.
    """
    if not ended.opened_at:
        open_round(ended)
    ended = locked_round(ended)
    if ended.closed_at:
        return False
    answered = ended.respondents.filter(has_answered=True)
    ended.asked, ended.answered = ended.respondents.count(), answered.count()
    ended.closed_at = clock.now()
    ended.save(update_fields=["asked", "answered", "closed_at"])
    if ended.is_anonymous:
        ended.respondents.update(has_answered=None)
        _shuffle(ended)
    return True


@transaction.atomic
def answer(*, respondent: Respondent, answers: Mapping[str, Answer], user: User) -> None:
    """Keeps what somebody answered, by the keys of the questions. Without names nothing is recorded of when.

    Raises DomainError for somebody else's questions, for who answered already, and outside the period.
    """
    found = locked_round(respondent.round)
    respondent = Respondent.objects.select_for_update().select_related("pilot__initiative").get(pk=respondent.pk)
    respondent.round = found
    refuse(why_not_answer(respondent, user))
    respondent.has_answered = True
    respondent.save(update_fields=["has_answered"])
    kinds = {question.key: question.kind for question in found.asked_questions}
    texts = {key: str(said) for key, said in answers.items() if kinds[key] == "text"}
    others = {key: said for key, said in answers.items() if kinds[key] != "text"}
    if not found.is_anonymous:
        NamedAnswer.objects.bulk_create(
            [
                *(NamedAnswer(respondent=respondent, key=key, **_columns(said)) for key, said in others.items()),
                *(NamedAnswer(respondent=respondent, key=key, text=said) for key, said in texts.items()),
            ]
        )
        record(actor=user, action="pilots.answer_evaluation", target=respondent)
        return
    form = respondent.pilot.initiative.form
    AnonymousAnswer.objects.bulk_create(
        AnonymousAnswer(round=found, form=form, key=key, **_columns(said)) for key, said in others.items()
    )
    AnonymousText.objects.bulk_create(
        AnonymousText(round=found, pilot=respondent.pilot, key=key, text=said) for key, said in texts.items()
    )


@transaction.atomic
def release_text(*, text: AnonymousText, words: str, user: User) -> AnonymousText:
    """Lets others read what somebody wrote, in `words`: as it was, or without what they could be known by. What it was
    before is not kept.

    Raises DomainError for who coaches that group or is tied to it, and for a text that was read already.
    """
    return _judge(text, AnonymousText.State.RELEASED, words, user)


@transaction.atomic
def keep_text_back(*, text: AnonymousText, user: User) -> AnonymousText:
    """Shows nobody what somebody wrote, and keeps it no longer. Raises DomainError as `release_text` does."""
    return _judge(text, AnonymousText.State.KEPT_BACK, "", user)


def locked_round(round_: EvaluationRound) -> EvaluationRound:
    """The round as it is now, for who changes it in this transaction."""
    return EvaluationRound.objects.select_for_update(of=("self",)).select_related("programme").get(pk=round_.pk)


def who_hears(round_: EvaluationRound) -> QuerySet[Respondent]:
    """Who gets a message about an open round: who did not answer yet. Without names everybody who is asked, for a
    message stays, in CoopHub and in a mailbox, and would say later who had not answered by then.
    """
    asked = round_.respondents.select_related("person", "pilot__initiative")
    return asked if round_.is_anonymous else asked.filter(has_answered=False)


def tell_asked(respondents: Iterable[Respondent], kind: str, round_: EvaluationRound) -> None:
    """Gives each of these people a notice about their questions, with an e-mail."""
    for respondent in respondents:
        notify(
            recipients=[respondent.person],
            kind=kind,
            context={
                "title": both(round_, "title"),
                "initiative": respondent.pilot.initiative.name,
                "closes_on": round_.closes_on,
                "is_anonymous": round_.is_anonymous,
            },
            url=reverse("pilots:answer", args=[respondent.pk]),
        )


def _locked_questionnaire(planned: EvaluationRound) -> WrittenQuestionnaire | None:
    """What was written in CoopHub; None for a questionnaire that it comes with."""
    found = WrittenQuestionnaire.objects.select_for_update()
    return found.filter(slug=planned.questionnaire, version=planned.version).first()


def _judge(text: AnonymousText, state: AnonymousText.State, words: str, user: User) -> AnonymousText:
    text = AnonymousText.objects.select_for_update().get(pk=text.pk)
    refuse(why_not_judge(text, user))
    text.state, text.text, text.pilot, text.judged_by = state, words, None, user
    text.save(update_fields=["state", "text", "pilot", "judged_by"])
    record(actor=user, action="pilots.judge_text", target=text.round, after={"state": state.value})
    return text


def _remind(open_one: EvaluationRound) -> bool:
    """Tells that the last day comes near, once for each of `REMIND_DAYS_BEFORE`."""
    with transaction.atomic():
        open_one = locked_round(open_one)
        due = [open_one.closes_on - dt.timedelta(days=days) for days in REMIND_DAYS_BEFORE]
        passed = [on for on in due if open_one.opens_on < on <= clock.today()]
        if not passed or (open_one.reminded_on and open_one.reminded_on >= max(passed)):
            return False
        open_one.reminded_on = clock.today()
        open_one.save(update_fields=["reminded_on"])
        tell_asked(who_hears(open_one), "pilots_evaluation_reminder", open_one)
        return True


def _people(planned: EvaluationRound) -> list[tuple[Pilot, User]]:
    """Who would be asked today, each about the pilot in which they take part. At the end nobody is asked twice."""
    pilots = list(_pilots(planned).select_related("initiative"))
    if planned.asked_of == AskedOf.ADVISOR:
        assignments = Assignment.objects.filter(pilot__in=pilots, ended_on=None)
        return [(one.pilot, one.advisor) for one in assignments.select_related("advisor", "pilot__initiative")]
    members = members_by_initiative(pilot.initiative_id for pilot in pilots)
    return [(pilot, person) for pilot in pilots for person in members[pilot.initiative_id]]


def _pilots(planned: EvaluationRound) -> QuerySet[Pilot]:
    pilots = planned.programme.pilots.filter(ended_on__isnull=not planned.is_at_the_end)
    if not planned.is_at_the_end:
        return pilots
    before = Respondent.objects.filter(pilot=OuterRef("pk"), round__questionnaire=planned.questionnaire)
    return pilots.filter(~Exists(before))


def _nobody(planned: EvaluationRound) -> Promise:
    if planned.is_at_the_end:
        return _("No pilot of this programme has ended that was not asked before, so nobody would be asked.")
    return _("Nobody takes part in this programme now, so nobody would be asked.")


def _shuffle(round_: EvaluationRound) -> None:
    """Writes the answers of a round again, under new keys and in a random order."""
    _write_again(AnonymousAnswer.objects.filter(round=round_))
    _write_again(AnonymousText.objects.filter(round=round_))


def _write_again(found: QuerySet[Anonymous]) -> None:
    rows = list(found)
    found.delete()
    random.SystemRandom().shuffle(rows)
    for row in rows:
        row.pk = uuid.uuid4()
    found.bulk_create(rows)


def note_evaluation_export(*, round_: EvaluationRound, user: User) -> None:
    """Writes down who took the results of a round along."""
    record(actor=user, action="pilots.take_evaluation_along", target=round_)


def _columns(said: Answer) -> dict[str, Decimal | str]:
    return {"option": said} if isinstance(said, str) else {"number": Decimal(said)}
