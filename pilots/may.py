"""May this person do this now: the refusal that the service raises under its lock, and that the page asks to decide
what to offer.
"""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.accounts.rules import Person
from coophub.web import clock
from coophub.web.access import NOT_YOURS_TO_DO
from coophub.web.formats import day
from coophub.web.model_fields import FIRST_DAY
from coophub.web.refusals import OUT_OF_ORDER, Refusal, by_person, by_state, by_time
from initiatives.access import FOR_EDITORS
from initiatives.models import Initiative
from initiatives.ties import tied_people
from pilots.models import (
    AnonymousText,
    Assignment,
    Bottleneck,
    CoachingGoal,
    EvaluationRound,
    GuideVersion,
    Lesson,
    ModelDocument,
    ModelVersion,
    Pilot,
    PlannedSession,
    Respondent,
    ThreadMessage,
    WrittenQuestionnaire,
)

DAYS_BETWEEN_REQUESTS = 30


def why_not_read_notes(pilot: Pilot, user: User) -> Refusal | None:
    """Read what advisors noted for themselves: who coaches the pilot, and not who runs the programmes."""
    return None if user.has_perm("pilots.read_notes", pilot) else by_person(NOT_YOURS_TO_DO)


def why_not_coach(pilot: Pilot, user: User) -> Refusal | None:
    """Write a session down, and say that something is solved: its advisor, as long as the pilot goes on."""
    if pilot.ended_on:
        return by_state(_("This pilot ended on %(day)s.") % {"day": day(pilot.ended_on)})
    if user.has_perm("pilots.coach_pilot", pilot):
        return None
    before = pilot.assignments.filter(advisor=user, ended_on__isnull=False).order_by("-ended_on").first()
    if before is None:
        return by_person(_("Only the advisor of this pilot can do this."))
    sentence = _("You coached this group until %(day)s. Give what you wrote to who coaches it now.")
    return by_person(sentence % {"day": day(before.ended_on)})


def why_not_resolve(bottleneck: Bottleneck, user: User) -> Refusal | None:
    return why_not_coach(bottleneck.pilot, user) or (OUT_OF_ORDER if bottleneck.resolved_on else None)


def why_not_move(planned: PlannedSession, user: User) -> Refusal | None:
    """Give an appointment another moment, or call it off: as long as it did not take place."""
    is_past = planned.cancelled_at or planned.held_as_id
    return why_not_coach(planned.pilot, user) or (OUT_OF_ORDER if is_past else None)


def why_not_end(pilot: Pilot) -> Refusal | None:
    return by_state(_("This pilot has ended already.")) if pilot.ended_on else None


def why_not_assign(pilot: Pilot) -> Refusal | None:
    """Give a pilot an advisor."""
    return by_state(_("This pilot has ended already.")) if pilot.ended_on else None


def why_not_hand_over(pilot: Pilot, user: User) -> Refusal | None:
    """Let another advisor lead a pilot: who leads it, or who runs programmes."""
    if pilot.ended_on:
        return by_state(_("This pilot ended on %(day)s.") % {"day": day(pilot.ended_on)})
    if not user.has_perm("pilots.hand_over", pilot):
        return by_person(_("Only the lead advisor of this pilot hands it over."))
    return None


def why_not_end_assignment(assignment: Assignment, user: User) -> Refusal | None:
    """Let an advisor who helps go: who may hand the pilot over. Who leads hands it over instead."""
    if refusal := why_not_hand_over(assignment.pilot, user):
        return refusal
    if assignment.role == Assignment.Role.LEAD:
        return by_state(_("Who leads a pilot hands it over to somebody else."))
    return None


def why_not_check(goal: CoachingGoal, user: User) -> Refusal | None:
    """Write down how it stands with a goal, while they are at work on it."""
    return why_not_coach(goal.pilot, user) or (None if goal.is_open else OUT_OF_ORDER)


def why_not_ask_for_coach(initiative: Initiative, user: Person) -> Refusal | None:
    """Ask who runs the programmes for an advisor: an owner or editor of a group that has none, now and then."""
    if not user.has_perm("pilots.ask_for_coach", initiative):
        return by_person(FOR_EDITORS)
    if initiative.ended_on:
        return by_state(_("This initiative has ended."))
    if Assignment.objects.filter(pilot__initiative=initiative, pilot__ended_on=None, ended_on=None).exists():
        return by_state(_("You have an advisor already."))
    last = initiative.coach_requests.first()
    again = clock.day_of(last.asked_at) + timedelta(days=DAYS_BETWEEN_REQUESTS) if last else clock.today()
    if last is None or again <= clock.today():
        return None
    sentence = _("Your group asked for an advisor on %(asked)s. Have you heard nothing by %(again)s? Then ask again.")
    return by_time(sentence % {"asked": day(clock.day_of(last.asked_at)), "again": day(again)})


def why_not_read_thread(pilot: Pilot, user: Person) -> Refusal | None:
    """Read what advisor and group write each other: they alone, as long as they are it."""
    return None if user.has_perm("pilots.view_thread", pilot) else by_person(NOT_YOURS_TO_DO)


def why_not_write_message(pilot: Pilot, user: Person) -> Refusal | None:
    """Write in the thread of a pilot, and make an action of what stands there."""
    if pilot.ended_on:
        return by_state(_("This pilot ended on %(day)s.") % {"day": day(pilot.ended_on)})
    if why_not_read_thread(pilot, user):
        sentence = _("You are not in this group any more, and do not coach it. Copy what you wrote if you need it.")
        return by_person(sentence)
    return None if user.has_perm("pilots.write_in_thread", pilot) else by_person(FOR_EDITORS)


def why_not_agree(message: ThreadMessage, user: Person) -> Refusal | None:
    """Make an action of a message, once."""
    if refusal := why_not_write_message(message.pilot, user):
        return refusal
    return OUT_OF_ORDER if hasattr(message, "action") else None


def why_not_run_programmes(user: Person) -> Refusal | None:
    """Take initiatives into a programme, and end their coaching."""
    return None if user.has_perm("pilots.manage_programmes") else by_person(NOT_YOURS_TO_DO)


def why_not_change_questionnaire(found: WrittenQuestionnaire, user: Person) -> Refusal | None:
    """Write on at a questionnaire: until its first round has opened."""
    if refusal := why_not_run_programmes(user):
        return refusal
    if found.frozen_at is None:
        return None
    sentence = _("These questions were asked on %(day)s, so they stay as they are. Write a new version to change them.")
    return by_state(sentence % {"day": day(clock.day_of(found.frozen_at))})


def why_not_remove_questionnaire(found: WrittenQuestionnaire, user: Person) -> Refusal | None:
    """Throw a draft away: until it was asked, and while no round is planned with it."""
    if refusal := why_not_change_questionnaire(found, user):
        return refusal
    if EvaluationRound.objects.filter(questionnaire=found.slug, version=found.version).exists():
        return by_state(_("A round is planned with these questions, so the draft stays."))
    return None


def why_not_move_round(found: EvaluationRound, user: Person) -> Refusal | None:
    """Give a round another last day: as long as it is not closed."""
    if refusal := why_not_run_programmes(user):
        return refusal
    if not found.is_over:
        return None
    sentence = _("These questions could be answered until %(day)s. Nothing is asked any more, so this day stays.")
    return by_time(sentence % {"day": day(found.closes_on)})


def why_not_close_early(found: EvaluationRound, user: Person) -> Refusal | None:
    """Close a round before its last day, once people are asked."""
    if refusal := why_not_move_round(found, user):
        return refusal
    return None if found.opened_at else by_time(_("Nobody has been asked these questions yet."))


def why_not_answer(respondent: Respondent, user: Person) -> Refusal | None:
    """Answer the questions that one was asked, once and in their period."""
    if respondent.person_id != user.pk:
        return by_person(NOT_YOURS_TO_DO)
    if respondent.round.is_over:
        return by_time(_("These questions could be answered until %(day)s.") % {"day": day(respondent.round.closes_on)})
    if respondent.has_answered:
        return by_state(_("You have answered these questions already. Thank you."))
    return None


def why_not_read_texts(user: Person) -> Refusal | None:
    """Read what people of other groups wrote without their names."""
    return None if user.has_perm("pilots.view_case_load") else by_person(NOT_YOURS_TO_DO)


def why_not_judge(text: AnonymousText, user: User) -> Refusal | None:
    """Read what somebody wrote without their name, and let others read it: an advisor who stands apart from the group,
    once the round has closed.
    """
    if text.state != AnonymousText.State.WAITING:
        return by_state(_("Somebody read this text already."))
    if why_not_read_texts(user) or text.pilot is None or _is_tied(text.pilot, user):
        return by_person(_("An advisor of another group reads this."))
    return None if text.round.closed_at else by_time(_("Texts are read after the last day of the round."))


def _is_tied(pilot: Pilot, user: User) -> bool:
    """Whether somebody coaches the group, belongs to it, or ever did."""
    return user.pk in tied_people(pilot.initiative, FIRST_DAY)


def why_not_write_lesson(bottleneck: Bottleneck, user: User) -> Refusal | None:
    """Tell what was learnt: who coaches the group, once, of what is solved."""
    if not user.has_perm("pilots.coach_pilot", bottleneck.pilot):
        return by_person(_("Only the advisor of this pilot can do this."))
    if bottleneck.resolved_on is None:
        return by_state(_("There is a lesson to write when the bottleneck is solved."))
    if bottleneck.lessons.exclude(state=Lesson.State.WITHDRAWN).exists():
        return by_state(_("A lesson was written about this bottleneck already."))
    return None


def why_not_change_lesson(lesson: Lesson, user: Person) -> Refusal | None:
    if not user.has_perm("pilots.change_lesson", lesson):
        return by_person(_("Only who wrote a lesson changes it."))
    return by_state(_("This lesson was withdrawn.")) if lesson.state == Lesson.State.WITHDRAWN else None


def why_not_offer_lesson(lesson: Lesson, user: Person) -> Refusal | None:
    """Ask a second advisor to approve it."""
    return why_not_change_lesson(lesson, user) or (None if lesson.state == Lesson.State.DRAFT else OUT_OF_ORDER)


def why_not_approve_lesson(lesson: Lesson, user: Person) -> Refusal | None:
    """Approve it, or send it back: another advisor, who has nothing to do with the group."""
    if not lesson.is_waiting:
        return OUT_OF_ORDER
    if not user.has_perm("pilots.approve_lesson", lesson):
        return by_person(_("A lesson is approved by another advisor, who is not tied to the group."))
    return None


def why_not_withdraw_lesson(lesson: Lesson, user: Person) -> Refusal | None:
    if not user.has_perm("pilots.withdraw_lesson", lesson):
        return by_person(NOT_YOURS_TO_DO)
    return OUT_OF_ORDER if lesson.state == Lesson.State.WITHDRAWN else None


def why_not_add_model(user: Person) -> Refusal | None:
    """Add a document to begin from: an advisor."""
    return None if user.has_perm("pilots.add_model") else by_person(NOT_YOURS_TO_DO)


def why_not_add_model_version(model: ModelDocument, user: Person) -> Refusal | None:
    """Add a newer version: an advisor, while no other version waits."""
    if refusal := why_not_add_model(user):
        return refusal
    if model.versions.filter(state__in=[ModelVersion.State.WAITING, ModelVersion.State.RETURNED]).exists():
        return by_state(_("A version of this model document waits already. First that one is approved or withdrawn."))
    return None


def why_not_correct_model_version(version: ModelVersion, user: Person) -> Refusal | None:
    """Change a version that is not published: who added it."""
    if not user.has_perm("pilots.change_model", version):
        return by_person(_("Only who added this version changes it."))
    if version.state in (ModelVersion.State.WAITING, ModelVersion.State.RETURNED):
        return None
    return by_state(_("This version stays as it was approved. Add a newer one."))


def why_not_approve_model_version(version: ModelVersion, user: Person) -> Refusal | None:
    """Approve it, or send it back: an advisor who did not add it."""
    if not version.is_waiting:
        return OUT_OF_ORDER
    if not user.has_perm("pilots.approve_model", version):
        return by_person(_("A model document is approved by another advisor than who added it."))
    return None


def why_not_withdraw_model_version(version: ModelVersion, user: Person) -> Refusal | None:
    if not user.has_perm("pilots.withdraw_model", version):
        return by_person(NOT_YOURS_TO_DO)
    return OUT_OF_ORDER if version.state == ModelVersion.State.WITHDRAWN else None


def why_not_write_guide(user: Person) -> Refusal | None:
    """Write a guide: an advisor."""
    return None if user.has_perm("pilots.write_guide") else by_person(NOT_YOURS_TO_DO)


def why_not_write_guide_version(slug: str, user: Person) -> Refusal | None:
    """Write a newer version of a guide: an advisor, while nobody is at work on one."""
    if refusal := why_not_write_guide(user):
        return refusal
    under_way = [GuideVersion.State.DRAFT, GuideVersion.State.WAITING]
    if GuideVersion.objects.filter(slug=slug, state__in=under_way).exists():
        return by_state(_("An advisor is writing a newer version of this guide already."))
    return None


def why_not_change_guide(version: GuideVersion, user: Person) -> Refusal | None:
    """Change a version that is not published: who wrote it."""
    if not user.has_perm("pilots.change_guide", version):
        return by_person(_("Only who wrote this version changes it."))
    if version.state in (GuideVersion.State.DRAFT, GuideVersion.State.WAITING):
        return None
    return by_state(_("This version stays as it was approved. Write a newer one."))


def why_not_offer_guide(version: GuideVersion, user: Person) -> Refusal | None:
    """Ask a second advisor to approve it."""
    is_draft = version.state == GuideVersion.State.DRAFT
    return why_not_change_guide(version, user) or (None if is_draft else OUT_OF_ORDER)


def why_not_approve_guide(version: GuideVersion, user: Person) -> Refusal | None:
    """Approve it, or send it back: an advisor who did not write it."""
    if not version.is_waiting:
        return OUT_OF_ORDER
    if not user.has_perm("pilots.approve_guide", version):
        return by_person(_("A guide is approved by another advisor than who wrote it."))
    return None


def why_not_withdraw_guide(version: GuideVersion, user: Person) -> Refusal | None:
    if not user.has_perm("pilots.withdraw_guide", version):
        return by_person(NOT_YOURS_TO_DO)
    return OUT_OF_ORDER if version.state == GuideVersion.State.WITHDRAWN else None


def why_not_keep_measures(user: Person) -> Refusal | None:
    """Join two names of the same measure."""
    return None if user.has_perm("pilots.keep_measures") else by_person(NOT_YOURS_TO_DO)
