"""Who gets a place in a programme: advisors score, who runs programmes chooses, everybody is told with the reason."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.celery import publish
from coophub.notifications.services import notify, send_email
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from initiatives.models import Initiative
from initiatives.selectors.people import editors_of
from pilots.models import Call, Intake, IntakeInterest, IntakeScore, Pilot, Programme, Selection
from pilots.selectors.may_apply import (
    who_stands_apart,
    why_not_declare_interest,
    why_not_score,
    why_not_select,
    why_not_take_from_reserve,
)
from pilots.selectors.ranking import HIGHEST_SCORE, LEAST_SCORE, read_criteria
from pilots.selectors.running import places_left
from pilots.selectors.selection import ranked_intakes

TELL = "pilots.tasks.sweep_selections"
TOLD_BY: dict[str, str] = {
    Selection.Outcome.CHOSEN: "pilots_selection_chosen",
    Selection.Outcome.RESERVE: "pilots_selection_reserve",
    Selection.Outcome.NOT_CHOSEN: "pilots_selection_not_chosen",
}
"""Of each outcome the notice that says it."""
MANY = 50
"""So many groups are told in one go."""
HOURS = Decimal(60)
"""What a pilot gets where its programme says nothing."""


class PlaceChoice(NamedTuple):
    """What is chosen for an application; both are empty while nobody decided."""

    outcome: str
    reason: str


class SelectionError(DomainError):
    """Choices that cannot be kept: a sentence for each application, by its number and field."""

    def __init__(self, sentences: Mapping[tuple[int, str], str | Promise], *, revision: int) -> None:
        super().__init__(_("Not everything could be kept. What you filled in is still here."))
        self.sentences, self.revision = sentences, revision


@transaction.atomic
def score_intake(*, intake: Intake, scores: Mapping[str, int], explanation: str, user: User) -> IntakeScore:
    """What an advisor gives an application, on its own; it can be changed until the selection.

    Raises DomainError for who may not, and for scores that do not fit the criteria.
    """
    call = Call.objects.select_for_update().get(pk=intake.call_id)
    intake = Intake.objects.select_related("initiative").get(pk=intake.pk)
    intake.call = call
    refuse(why_not_score(intake, user))
    if set(scores) != {criterion.slug for criterion in read_criteria(call.criteria)}:
        raise DomainError(_("Give a score for every criterion."))
    if any(not LEAST_SCORE <= score <= HIGHEST_SCORE for score in scores.values()):
        raise DomainError(_("A score is from 0 to 10."))
    values = {"scores": dict(scores), "explanation": explanation, "given_at": clock.now(), "struck_at": None}
    given, _is_new = IntakeScore.objects.update_or_create(intake=intake, advisor=user, defaults=values)
    record(actor=user, action="pilots.score_intake", target=intake, after={"scores": dict(scores)})
    return given


@transaction.atomic
def set_aside_scores(*, initiative: Initiative) -> int:
    """Strikes out what people gave who turn out to be tied to the group, or say to have an interest; a selection that
    was made rests on what it rested on. Twice changes nothing.
    """
    count = 0
    open_calls = Intake.objects.filter(initiative=initiative, call__selected_at=None)
    given = IntakeScore.objects.counting().filter(intake__in=open_calls).select_related("intake__initiative", "advisor")
    for score in list(given):
        if score.advisor_id in who_stands_apart(score.intake):
            score.struck_at = clock.now()
            score.save(update_fields=["struck_at"])
            record(actor=None, action="pilots.strike_score", target=score.intake, after={"by": str(score.advisor)})
            count += 1
    return count


@transaction.atomic
def declare_interest(*, intake: Intake, reason: str, user: User) -> IntakeInterest:
    """Says that somebody has an interest in an application: others score it and choose. It is not taken back.

    Raises DomainError for who has nothing to do with it already, and once the selection is made.
    """
    call = Call.objects.select_for_update().get(pk=intake.call_id)
    intake = Intake.objects.select_related("initiative").get(pk=intake.pk)
    intake.call = call
    refuse(why_not_declare_interest(intake, user))
    said = IntakeInterest.objects.create(intake=intake, person=user, reason=reason)
    record(actor=user, action="pilots.declare_interest", target=intake, after={"reason": reason})
    set_aside_scores(initiative=intake.initiative)
    return said


@transaction.atomic
def save_selection(*, call: Call, choices: Mapping[int, PlaceChoice], revision: int, user: User) -> Call:
    """Keeps a draft of the selection.

    Raises SelectionError when somebody else chose for the same group after `revision`, DomainError for who may not.
    """
    call = _locked(call)
    refuse(why_not_select(call, user))
    _keep(call, choices, revision, user)
    return call


@transaction.atomic
@clock.at_one_moment
def make_selection(*, call: Call, choices: Mapping[int, PlaceChoice], revision: int, user: User) -> Call:
    """Makes the selection: who is chosen becomes a pilot, and everybody is told with the reason. Twice is once.

    Raises SelectionError for a group without a choice or a reason, and for more groups than there are places.
    """
    call = _locked(call)
    if call.selected_at:
        return call
    refuse(why_not_select(call, user))
    for intake in call.intakes.filter(scores__struck_at=None, scores__isnull=False).distinct():
        set_aside_scores(initiative=intake.initiative)
    seen = call.revision
    _keep(call, choices, revision, user)
    ranked = ranked_intakes(call)
    selections = {found.intake_id: found for found in Selection.objects.filter(intake__in=[row.key for row in ranked])}
    if wrong := _incomplete(call, [row.key for row in ranked], selections):
        raise SelectionError(wrong, revision=seen)
    reserve = 0
    for row in ranked:
        selection = selections[row.key]
        if selection.outcome == Selection.Outcome.CHOSEN:
            _become_pilot(call, selection, user)
        elif selection.outcome == Selection.Outcome.RESERVE:
            reserve += 1
            selection.reserve_place = reserve
            selection.save(update_fields=["reserve_place"])
    call.selected_at, call.selected_by = clock.now(), user
    call.save(update_fields=["selected_at", "selected_by"])
    outcomes = {selection.intake.initiative.name: selection.outcome for selection in selections.values()}
    record(actor=user, action="pilots.make_selection", target=call, after=outcomes)
    _tell_after_commit()
    return call


@transaction.atomic
def take_from_reserve(*, call: Call, user: User) -> Selection:
    """Gives the place that came free to the first of the reserve list, who is told.

    Raises DomainError when no place is left, and when nobody is on the list.
    """
    call = _locked(call)
    refuse(why_not_take_from_reserve(call, user))
    first = (
        Selection.objects.select_related("intake__initiative")
        .filter(intake__call=call, intake__withdrawn_at=None, outcome=Selection.Outcome.RESERVE)
        .order_by("reserve_place")[0]
    )
    first.outcome, first.taken_from_reserve_at, first.told_at = Selection.Outcome.CHOSEN, clock.now(), None
    first.save(update_fields=["outcome", "taken_from_reserve_at", "told_at"])
    record(actor=user, action="pilots.take_from_reserve", target=first.intake)
    _become_pilot(call, first, user)
    _tell_after_commit()
    return first


def tell_selections() -> int:
    """Tells every group that was not told yet what was chosen, with the reason; gives how many. Safe to run twice."""
    waiting = Selection.objects.filter(told_at=None, intake__call__selected_at__isnull=False)
    return sum(_tell(key) for key in list(waiting.values_list("pk", flat=True)[:MANY]))


@transaction.atomic
def _tell(key: int) -> bool:
    selection = (
        Selection.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("intake__initiative", "intake__call__programme")
        .filter(pk=key, told_at=None)
        .first()
    )
    if selection is None:
        return False
    intake = selection.intake
    url = reverse("pilots:own_intake", args=[intake.initiative.slug, intake.pk])
    about = {"initiative": intake.initiative.name, "programme": intake.call.programme.name}
    people = list(editors_of(intake.initiative))
    notify(
        recipients=people,
        kind=TOLD_BY[selection.outcome],
        context={**about, "reason": selection.reason, "place": selection.reserve_place},
        url=url,
        email=False,
    )
    # A reason may be about people: an e-mail leads to it, and does not hold it.
    for person in people:
        send_email(
            to=person.email,
            language=person.language,
            kind="pilots_selection_made",
            context={**about, "url": settings.SITE_URL + url, "recipient": person},
        )
    selection.told_at = clock.now()
    selection.save(update_fields=["told_at"])
    return True


def _tell_after_commit() -> None:
    transaction.on_commit(lambda: publish(TELL, []))


def _locked(call: Call) -> Call:
    """The call under lock, and its programme after it: who takes the last place at the same moment waits."""
    found = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    found.programme = Programme.objects.select_for_update().get(pk=found.programme_id)
    return found


def _keep(call: Call, choices: Mapping[int, PlaceChoice], revision: int, user: User) -> None:
    """Stores what differs from what stands there; what another chose after `revision` is not overwritten unseen."""
    wanted = set(call.intakes.filter(submitted_at__isnull=False, withdrawn_at=None).values_list("pk", flat=True))
    there = Selection.objects.filter(intake__in=wanted).select_related("changed_by")
    stored = {found.intake_id: found for found in there}
    changed, clashes = {}, {}
    for key, choice in choices.items():
        before = stored.get(key)
        if key not in wanted or choice == (
            PlaceChoice(before.outcome, before.reason) if before else PlaceChoice("", "")
        ):
            continue
        if before and before.changed_at_revision > revision and before.changed_by_id != user.pk:
            clashes[key, "outcome"] = _("%(name)s chose “%(outcome)s” here while you were typing: %(reason)s") % {
                "name": before.changed_by,
                "outcome": before.get_outcome_display() or _("nothing yet"),
                "reason": before.reason or "–",
            }
        changed[key] = choice
    if clashes:
        raise SelectionError(clashes, revision=call.revision)
    if not changed:
        return
    call.revision += 1
    call.save(update_fields=["revision"])
    for key, choice in changed.items():
        Selection.objects.update_or_create(
            intake_id=key,
            defaults={**choice._asdict(), "changed_by": user, "changed_at_revision": call.revision},
        )
    record(
        actor=user,
        action="pilots.save_selection",
        target=call,
        after={str(key): choice.outcome for key, choice in changed.items()},
    )


def _incomplete(
    call: Call, keys: list[int], selections: Mapping[int, Selection]
) -> dict[tuple[int, str], str | Promise]:
    """What stands in the way of making the selection, by application and field."""
    wrong: dict[tuple[int, str], str | Promise] = {}
    places = places_left(call.programme)
    there = set(call.intakes.filter(initiative__pilots__programme=call.programme).values_list("pk", flat=True))
    chosen = 0
    for key in keys:
        selection = selections.get(key)
        if selection is None or not selection.outcome:
            wrong[key, "outcome"] = _("Choose for every group.")
            continue
        if not selection.reason.strip():
            wrong[key, "reason"] = _("Write the reason: the group reads it.")
        if key in there and selection.outcome == Selection.Outcome.CHOSEN:
            wrong[key, "outcome"] = _("This group takes part in the programme already.")
            continue
        chosen += selection.outcome == Selection.Outcome.CHOSEN
        if selection.outcome == Selection.Outcome.CHOSEN and places is not None and chosen > places:
            wrong[key, "outcome"] = ngettext(
                "There is %(count)s place left, and this would be one more.",
                "There are %(count)s places left, and this would be one more.",
                places,
            ) % {"count": places}
    return wrong


def _become_pilot(call: Call, selection: Selection, user: User) -> Pilot:
    programme = call.programme
    hours = HOURS if programme.hours_per_pilot is None else programme.hours_per_pilot
    pilot = Pilot.objects.create(
        programme=programme,
        initiative=selection.intake.initiative,
        started_on=clock.today(),
        hours_budget=hours,
    )
    record(
        actor=user,
        action="pilots.select_pilot",
        target=pilot,
        after={"programme": programme.name, "initiative": pilot.initiative.name, "hours_budget": hours},
    )
    return pilot
