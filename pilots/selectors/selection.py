"""Applications for a programme, as who scores and who chooses sees them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from coophub.accounts.models import User
from coophub.web.bilingual import AnyWords
from financing.subsidies.procedure.interest import since
from initiatives import ties
from initiatives.models import Initiative
from pilots.models import (
    Call,
    CallInvitation,
    Intake,
    IntakeInterest,
    IntakeScore,
    Programme,
    Selection,
    SubmittedIntake,
)
from pilots.questions.question import in_words, read_questions
from pilots.selectors.may_apply import why_not_begin
from pilots.selectors.ranking import Ranked, SelectionCriterion, ranking, read_criteria
from pilots.selectors.running import places_left


@dataclass(frozen=True)
class RankedIntake:
    """An application as it was submitted, with its place and what somebody gave it. Who is tied to the group, or says
    to have an interest, sees no score.
    """

    intake: Intake
    name: str
    municipality: str
    place: int | None
    score: Fraction | None
    scored_by: int
    is_scored_by_me: bool
    is_tied: bool
    says_interest: bool
    selection: Selection | None


@dataclass(frozen=True)
class CallForGroup:
    """A call as a group sees it on its page: open, or with its own application."""

    call: Call
    intake: Intake | None
    invitation: CallInvitation | None
    selection: Selection | None

    @property
    def can_be_answered(self) -> bool:
        """Whether the group can still apply, or go on with its draft."""
        is_submitted = self.intake is not None and self.intake.submitted_at and not self.intake.withdrawn_at
        return bool(self.call.is_open and not is_submitted)


@dataclass(frozen=True)
class ReadAnswer:
    question: AnyWords
    answer: AnyWords


@dataclass(frozen=True)
class GivenScore:
    """What an advisor gave, with the points by criterion in words."""

    given: IntakeScore
    points: list[tuple[AnyWords, int]]


@dataclass(frozen=True)
class CallBoard:
    """Everything that applied for a call, the highest score first; those without one last."""

    call: Call
    criteria: tuple[SelectionCriterion, ...]
    applicants: list[RankedIntake]
    places: int | None
    first_of_reserve: RankedIntake | None

    @property
    def unscored(self) -> int:
        return sum(applicant.score is None for applicant in self.applicants)


def ranked_intakes(call: Call) -> list[Ranked]:
    """What was submitted and not withdrawn, in the order of the ranking. Two queries."""
    keys = SubmittedIntake.objects.filter(intake__call=call, intake__withdrawn_at=None).values_list("intake", flat=True)
    given: dict[int, list[dict[str, int]]] = {key: [] for key in keys}
    counting = IntakeScore.objects.counting().filter(intake__call=call, intake__withdrawn_at=None)
    for key, scores in counting.values_list("intake", "scores"):
        given[key].append(scores)
    return ranking(given, read_criteria(call.criteria))


def board_of(call: Call, user: User) -> CallBoard:
    """Eight queries, however many applied."""
    found = SubmittedIntake.objects.filter(intake__call=call, intake__withdrawn_at=None)
    submitted = {
        item.intake_id: item
        for item in found.select_related("intake__selection__changed_by").defer("content", "intake__answers")
    }
    counting = IntakeScore.objects.counting().filter(intake__call=call).values_list("intake", "advisor")
    scored = [tuple(pair) for pair in counting]
    said = set(IntakeInterest.objects.filter(intake__call=call, person=user).values_list("intake", flat=True))
    tied = said | set(
        call.intakes.filter(initiative__in=ties.tied_initiatives(user, since())).values_list("pk", flat=True)
    )
    applicants = [
        RankedIntake(
            intake=submitted[row.key].intake,
            name=submitted[row.key].initiative_name or "",
            municipality=submitted[row.key].municipality or "",
            place=None if row.key in tied else row.place,
            score=None if row.key in tied else row.score,
            scored_by=sum(intake == row.key for intake, _advisor in scored),
            is_scored_by_me=(row.key, user.pk) in scored,
            is_tied=row.key in tied,
            says_interest=row.key in said,
            selection=getattr(submitted[row.key].intake, "selection", None),
        )
        for row in ranked_intakes(call)
    ]
    return CallBoard(
        call=call,
        criteria=read_criteria(call.criteria),
        applicants=applicants,
        places=places_left(call.programme),
        first_of_reserve=_first_of_reserve(applicants),
    )


def _first_of_reserve(applicants: Sequence[RankedIntake]) -> RankedIntake | None:
    waiting = {
        applicant.selection.reserve_place or 0: applicant
        for applicant in applicants
        if applicant.selection is not None and applicant.selection.outcome == Selection.Outcome.RESERVE
    }
    return waiting[min(waiting)] if waiting else None


def answers_of(submitted: SubmittedIntake) -> list[ReadAnswer]:
    """Each question with its answer as they were submitted; what was left open has none."""
    questions = read_questions(submitted.content["questions"])
    answers = submitted.content["answers"]
    return [
        ReadAnswer(question.words, in_words(question, answers[question.key]) if question.key in answers else "")
        for question in questions
    ]


def scores_of(intake: Intake, criteria: Sequence[SelectionCriterion]) -> list[GivenScore]:
    """What each advisor gave; one that was struck out as well."""
    given = intake.scores.select_related("advisor")
    return [GivenScore(score, [(one.words, score.scores[one.slug]) for one in criteria]) for score in given]


def selection_told(intake: Intake) -> Selection | None:
    """What was chosen for an application, once the selection is made."""
    return Selection.objects.filter(intake=intake).first() if intake.call.selected_at else None


def calls_for(initiative: Initiative) -> list[CallForGroup]:
    """The calls that are open, and those for which the group applied; the newest first. Four queries."""
    own: dict[int, Intake] = {}
    for intake in initiative.intakes.select_related("selection").order_by("pk"):
        own[intake.call_id] = intake
    pilot_in = set(initiative.pilots.values_list("programme", flat=True))
    invited = {item.call_id: item for item in initiative.call_invitations.select_related("invited_by")}
    published = Call.objects.filter(published_at__isnull=False).select_related("programme").order_by("-closes_on", "pk")
    return [
        CallForGroup(
            call=call,
            intake=own.get(call.pk),
            invitation=invited.get(call.pk),
            selection=getattr(own[call.pk], "selection", None) if call.selected_at and call.pk in own else None,
        )
        for call in published
        if call.pk in own or (call.is_open and call.programme_id not in pilot_in)
    ]


def calls_to_answer(initiative: Initiative, user: User) -> list[CallForGroup]:
    """The calls for which this person can apply for the group now, the one that closes first on top; nothing for who
    may not. Five queries at most.
    """
    if why_not_begin(initiative, user):
        return []
    found = [each for each in calls_for(initiative) if each.can_be_answered]
    return sorted(found, key=lambda each: each.call.closes_on or dt.date.max)


def call_of(programme: Programme) -> Call | None:
    """The call of a programme, published or not."""
    return Call.objects.filter(programme=programme).select_related("programme").first()
