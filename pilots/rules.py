"""Who may see and do what in coaching."""

import rules
from django.db.models import QuerySet

from coophub.accounts.rules import Person, is_administrator, is_advisor, is_ministry, is_same_person
from coophub.web.written_once import written_once
from financing.plans import rules as plan_rules
from financing.plans.models import Plan
from financing.subsidies.procedure.interest import since
from initiatives import rules as initiative_rules
from initiatives import ties
from initiatives.models import Initiative
from pilots.models import Assignment, EvaluationReport, Lesson, Pilot, Programme
from pilots.models.approved import ApprovedText


@rules.predicate
def coaches_pilot(user: Person, pilot: Pilot | None) -> bool:
    """Whether the user is this pilot's advisor today. Without a pilot nobody coaches it."""
    return pilot is not None and user.is_authenticated and bool(_coaching(pilot.pk, user.pk))


@written_once
def _coaching(pilot: int, advisor: int) -> QuerySet[Assignment, tuple[int]]:
    """Asked by every page of a pilot."""
    return Assignment.objects.filter(pilot=pilot, advisor=advisor, ended_on=None).values_list("pk")


@rules.predicate
def leads_pilot(user: Person, pilot: Pilot | None) -> bool:
    """Whether the user is the lead advisor of this pilot today."""
    return (
        pilot is not None
        and user.is_authenticated
        and pilot.assignments.filter(advisor_id=user.pk, role=Assignment.Role.LEAD, ended_on=None).exists()
    )


@rules.predicate
def has_coached_pilot(user: Person, pilot: Pilot | None) -> bool:
    """Whether the user is this pilot's advisor, or was."""
    return pilot is not None and user.is_authenticated and pilot.assignments.filter(advisor_id=user.pk).exists()


@rules.predicate
def is_advisor_of_initiative(user: Person, initiative: Initiative | None) -> bool:
    """Whether the user coaches this initiative in a programme that has not ended for it."""
    return (
        initiative is not None
        and user.is_authenticated
        and initiative.pilots.filter(
            assignments__advisor_id=user.pk, assignments__ended_on=None, ended_on=None
        ).exists()
    )


@rules.predicate
def is_advisor_of_plan(user: Person, plan: Plan | None) -> bool:
    return plan is not None and is_advisor_of_initiative(user, plan.initiative)


@rules.predicate
def is_member_of_pilot(user: Person, pilot: Pilot | None) -> bool:
    return pilot is not None and initiative_rules.is_member(user, pilot.initiative)


@rules.predicate
def is_editor_of_pilot(user: Person, pilot: Pilot | None) -> bool:
    return pilot is not None and initiative_rules.is_editor(user, pilot.initiative)


@rules.predicate
def was_in_thread(user: Person, pilot: Pilot | None) -> bool:
    """Whether the user writes in the thread of this pilot, or could once."""
    if pilot is None or not user.is_authenticated:
        return False
    memberships = pilot.initiative.memberships.filter(user_id=user.pk)
    return memberships.exists() or pilot.assignments.filter(advisor_id=user.pk).exists()


@rules.predicate
def is_published_text(_user: Person, text: ApprovedText | None) -> bool:
    return text is not None and text.is_published


@rules.predicate
def is_waiting_text(_user: Person, text: ApprovedText | None) -> bool:
    return text is not None and text.is_waiting


@rules.predicate
def wrote_text(user: Person, text: ApprovedText | None) -> bool:
    """Whether the user wrote this lesson or guide, or added this version of a model document."""
    return text is not None and text.author_id == user.pk


@rules.predicate
def is_apart_from_lesson(user: Person, lesson: Lesson | None) -> bool:
    """Whether the user is not tied to the group whose lesson it is, in whatever way."""
    if lesson is None or not user.is_authenticated:
        return False
    return user.pk not in ties.tied_people(lesson.bottleneck.pilot.initiative, since())


@rules.predicate
def has_coached_in(user: Person, programme: Programme | None) -> bool:
    """Whether the user coaches a pilot of this programme, or did: a report is written when the coaching has ended."""
    return (
        programme is not None
        and user.is_authenticated
        and Assignment.objects.filter(pilot__programme=programme, advisor_id=user.pk).exists()
    )


@rules.predicate
def has_coached_in_reported(user: Person, report: EvaluationReport | None) -> bool:
    return report is not None and has_coached_in(user, report.programme)


@rules.predicate
def is_final_report(_user: Person, report: EvaluationReport | None) -> bool:
    return report is not None and report.is_final


may_run_programmes = is_administrator
is_author = is_advisor & wrote_text
is_other_advisor = is_advisor & ~wrote_text
# Of a lesson the group is to be known by nobody who reads it over.
is_second_advisor = is_other_advisor & is_apart_from_lesson
may_read_lesson = is_published_text | is_author | (is_waiting_text & is_second_advisor)
may_read_guide = is_published_text | is_author | (is_waiting_text & is_other_advisor)
may_withdraw = is_author | (is_published_text & is_administrator)
is_coach = is_advisor & coaches_pilot
is_coach_of_initiative = is_advisor & is_advisor_of_initiative
is_coach_of_plan = is_advisor & is_advisor_of_plan

rules.add_perm("pilots.view_case_load", is_advisor)
rules.add_perm("pilots.view_programmes", is_advisor | may_run_programmes)
rules.add_perm("pilots.view_evaluations", is_advisor | may_run_programmes)
rules.add_perm("pilots.manage_programmes", may_run_programmes)
# Figures alone, and never of a few: no name, no note, no single pilot.
sees_cohorts = is_ministry | is_advisor | may_run_programmes
rules.add_perm("pilots.view_cohorts", sees_cohorts)
rules.add_perm("pilots.view_cohort_report", sees_cohorts & is_same_person)
rules.add_perm("pilots.view_parliament", is_ministry | may_run_programmes)
rules.add_perm("pilots.view_parliament_report", (is_ministry | may_run_programmes) & is_same_person)
# A draft is for who writes it; what is final is for everybody who sees the figures of cohorts.
writes_report = may_run_programmes | (is_advisor & has_coached_in_reported)
rules.add_perm("pilots.start_report", may_run_programmes | (is_advisor & has_coached_in))
rules.add_perm("pilots.write_report", writes_report)
rules.add_perm("pilots.view_report", writes_report | (is_final_report & sees_cohorts))
rules.add_perm("pilots.view_call", is_advisor | may_run_programmes)
rules.add_perm("pilots.invite_to_apply", is_advisor)
rules.add_perm("pilots.score_intakes", is_advisor)
rules.add_perm("pilots.apply_for_programme", initiative_rules.is_editor)
rules.add_perm("pilots.view_pilot", is_coach | may_run_programmes)
rules.add_perm("pilots.coach_pilot", is_coach)
# Who runs programmes sees a pilot, and not what its advisors keep among themselves.
rules.add_perm("pilots.read_notes", is_coach)
rules.add_perm("pilots.hand_over", (is_advisor & leads_pilot) | may_run_programmes)
# Who coached a pilot until lately may still be writing about it: that is answered with a sentence and what was typed.
rules.add_perm("pilots.send_session", is_advisor & has_coached_pilot)
# Between the group and who coaches it now: who runs programmes reads along with neither.
rules.add_perm("pilots.view_thread", is_coach | is_member_of_pilot)
rules.add_perm("pilots.write_in_thread", is_coach | is_editor_of_pilot)
# Who could write until lately may still be writing: that is answered with a sentence and what was typed.
rules.add_perm("pilots.send_message", was_in_thread)
rules.add_perm("pilots.ask_for_coach", initiative_rules.is_editor)
rules.add_perm("pilots.view_lesson", may_read_lesson)
rules.add_perm("pilots.change_lesson", is_author)
rules.add_perm("pilots.approve_lesson", is_second_advisor)
rules.add_perm("pilots.withdraw_lesson", may_withdraw)
rules.add_perm("pilots.add_model", is_advisor)
# Of a model document the version is the subject of its file.
rules.add_perm("pilots.view_documents", is_published_text | is_advisor)
rules.add_perm("pilots.change_model", is_author)
rules.add_perm("pilots.approve_model", is_other_advisor)
rules.add_perm("pilots.withdraw_model", may_withdraw)
rules.add_perm("pilots.write_guide", is_advisor)
rules.add_perm("pilots.view_guide", may_read_guide)
rules.add_perm("pilots.change_guide", is_author)
rules.add_perm("pilots.approve_guide", is_other_advisor)
rules.add_perm("pilots.withdraw_guide", may_withdraw)
rules.add_perm("pilots.keep_measures", is_advisor | is_administrator)

# Whoever coaches a group reads along with it, and changes nothing.
rules.set_perm(
    "initiatives.view_initiative",
    initiative_rules.is_member | initiative_rules.keeps_listing | is_coach_of_initiative,
)
rules.set_perm("initiatives.view_documents", initiative_rules.is_member | is_coach_of_initiative)
rules.set_perm("plans.view_plans_of", initiative_rules.is_member | is_coach_of_initiative)
rules.set_perm("plans.view_plan", plan_rules.is_member_of_plan | is_coach_of_plan)
