"""May this person do this now in a call: the refusal that the service raises under its lock, and that the page asks."""

from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web import clock
from coophub.web.access import NOT_YOURS_TO_DO
from coophub.web.formats import day
from coophub.web.refusals import OUT_OF_ORDER, Refusal, by_person, by_state, by_time
from financing.subsidies.procedure.interest import DECLARED, reason_in_words, since
from initiatives import ties
from initiatives.access import FOR_EDITORS
from initiatives.models import Initiative
from pilots.models import Call, CoachingSession, Intake, Pilot, Programme, Selection
from pilots.selectors.running import places_left

ONLY_WHO_RUNS = _("Only an administrator does this.")


def why_not_take_in(programme: Programme) -> Refusal | None:
    """Give a group a place in a programme."""
    return by_state(_("There is no place left in this programme.")) if places_left(programme) == 0 else None


def why_not_end_programme(programme: Programme) -> Refusal | None:
    """End a programme, and say what came of it: when no group waits for a choice."""
    waiting = Call.objects.filter(programme=programme, published_at__isnull=False, selected_at=None)
    return by_state(_("Groups wait for a choice in this programme. Make the selection first.")) if waiting else None


def why_not_write_call(call: Call | None) -> Refusal | None:
    """Write a call, or change what may still change of it."""
    selected = call is not None and call.selected_at is not None
    return by_state(_("The selection is made, so the call stays as it is.")) if selected else None


def why_not_publish(call: Call) -> Refusal | None:
    """Let groups apply. What stays beside it can still be changed, what is asked cannot."""
    if call.published_at:
        return OUT_OF_ORDER
    if call.programme.places is None:
        return by_state(_("Fill in first how many places the programme has."))
    if call.closes_on is None or clock.today() <= call.closes_on:
        return None
    return by_time(_("The last day of this call has passed. Give it another one."))


def why_not_invite(call: Call, user: User) -> Refusal | None:
    """Ask a group to apply: an advisor, while the call is open."""
    if not user.has_perm("pilots.invite_to_apply"):
        return by_person(_("Only an advisor asks a group to apply."))
    return None if call.is_open else _not_open(call)


def why_not_begin(initiative: Initiative, user: User) -> Refusal | None:
    """Apply for a programme at all: owners and editors of a group that goes on."""
    if not user.has_perm("pilots.apply_for_programme", initiative):
        return by_person(FOR_EDITORS)
    return by_state(_("This initiative has ended.")) if initiative.ended_on else None


def why_not_apply(call: Call, initiative: Initiative, user: User) -> Refusal | None:
    """Begin an application, for a group that is not in the programme already."""
    if refusal := why_not_begin(initiative, user):
        return refusal
    if call.programme.pilots.filter(initiative=initiative).exists():
        return by_state(_("Your group takes part in this programme already."))
    return None if call.is_open else _not_open(call)


def why_not_write(intake: Intake, user: User) -> Refusal | None:
    if not user.has_perm("pilots.apply_for_programme", intake.initiative):
        return by_person(FOR_EDITORS)
    return None if intake.is_draft else by_state(_("Your application was submitted, so it stays as it is."))


def why_not_submit(intake: Intake, user: User) -> Refusal | None:
    return why_not_write(intake, user) or (None if intake.call.is_open else _not_open(intake.call))


def why_not_withdraw(intake: Intake, user: User) -> Refusal | None:
    """Take an application back: until the coaching began."""
    if not user.has_perm("pilots.apply_for_programme", intake.initiative):
        return by_person(FOR_EDITORS)
    if intake.withdrawn_at:
        return OUT_OF_ORDER
    if intake.call.selected_at is None:
        return None
    outcome = Selection.objects.filter(intake=intake).values_list("outcome", flat=True).first()
    if outcome == Selection.Outcome.NOT_CHOSEN:
        return by_state(_("The selection is made, so there is nothing left to withdraw."))
    if outcome == Selection.Outcome.CHOSEN and not _place_is_unused(intake):
        return by_state(_("Your coaching has begun. Tell your advisor that you want to stop."))
    return None


def why_not_read(intake: Intake, user: User) -> Refusal | None:
    """Read an application that was submitted, and what others gave it: who is not tied to the group, and did not say
    to have an interest.
    """
    reason = who_stands_apart(intake).get(user.pk)
    if reason is None:
        return None
    if reason == DECLARED:
        return by_person(_("You said that you have an interest in this application. Somebody else handles it."))
    sentence = _("You are tied to this group: %(reason)s. Others score it.")
    return by_person(sentence % {"reason": reason_in_words(reason)})


def who_stands_apart(intake: Intake) -> dict[int, str]:
    """Everybody who has nothing to do with an application: by number, the name of the reason. Two queries."""
    declared = intake.interests.values_list("person", flat=True)
    return ties.tied_people(intake.initiative, since()) | dict.fromkeys(declared, DECLARED)


def why_not_declare_interest(intake: Intake, user: User) -> Refusal | None:
    """Say to have an interest in an application: who scores or chooses, until the selection is made."""
    if not user.has_perm("pilots.view_call", intake.call):
        return by_person(NOT_YOURS_TO_DO)
    if intake.submitted_at is None or intake.withdrawn_at:
        return OUT_OF_ORDER
    if intake.call.selected_at:
        return by_state(_("The selection is made."))
    return why_not_read(intake, user)


def why_not_score(intake: Intake, user: User) -> Refusal | None:
    """Score an application: an advisor who is not tied to the group, after the call and before the selection."""
    if not user.has_perm("pilots.score_intakes"):
        return by_person(_("Only an advisor scores applications."))
    if intake.submitted_at is None or intake.withdrawn_at:
        return OUT_OF_ORDER
    if intake.call.selected_at:
        return by_state(_("The selection is made, so no score is added any more."))
    if not intake.call.is_closed:
        return by_time(
            _("Applications are scored when the call has closed, after %(day)s.") % {"day": day(intake.call.closes_on)}
        )
    return why_not_read(intake, user)


def is_asked_to_score(user: User) -> bool:
    """Whether somebody scores: then what others gave shows after one's own."""
    return user.has_perm("pilots.score_intakes")


def why_not_run(user: User) -> Refusal | None:
    """Choose who gets a place, as a role."""
    return None if user.has_perm("pilots.manage_programmes") else by_person(ONLY_WHO_RUNS)


def why_not_select(call: Call, user: User) -> Refusal | None:
    """Choose who gets a place: who runs programmes and is tied to none of the groups, after the call."""
    if refusal := why_not_run(user):
        return refusal
    if call.selected_at:
        return by_state(_("The selection is made."))
    if not call.is_closed:
        return by_time(_("You choose when the call has closed, after %(day)s.") % {"day": day(call.closes_on)})
    return why_not_with_a_tie(call, user)


def why_not_with_a_tie(call: Call, user: User) -> Refusal | None:
    """For what touches all applications of a call at once."""
    submitted = call.intakes.filter(submitted_at__isnull=False, withdrawn_at=None)
    said = submitted.filter(interests__person=user).select_related("initiative").first()
    if said is not None:
        sentence = _("You said that you have an interest in the application of %(group)s. Somebody else chooses.")
        return by_person(sentence % {"group": said.initiative})
    tied = submitted.filter(initiative__in=ties.tied_initiatives(user, since())).select_related("initiative").first()
    if tied is None:
        return None
    sentence = _("You are tied to a group that applied: %(group)s. Somebody else chooses.")
    return by_person(sentence % {"group": tied.initiative})


def why_not_take_from_reserve(call: Call, user: User) -> Refusal | None:
    """Give the place that came free to the first of the reserve list."""
    if refusal := why_not_run(user):
        return refusal
    if call.selected_at is None:
        return OUT_OF_ORDER
    if places_left(call.programme) == 0:
        return by_state(_("There is no place left in this programme."))
    on_reserve = Selection.objects.filter(
        intake__call=call, intake__withdrawn_at=None, outcome=Selection.Outcome.RESERVE
    )
    return None if on_reserve.exists() else by_state(_("Nobody is on the reserve list any more."))


def _not_open(call: Call) -> Refusal:
    days = {"opens": day(call.opens_on), "closes": day(call.closes_on)}
    return by_time(_("Groups can apply from %(opens)s up to and including %(closes)s.") % days)


def _place_is_unused(intake: Intake) -> bool:
    """Whether the pilot goes on and had no session yet."""
    pilot = Pilot.objects.filter(programme__call=intake.call_id, initiative=intake.initiative_id, ended_on=None).first()
    return pilot is not None and not CoachingSession.objects.filter(pilot=pilot).exists()
