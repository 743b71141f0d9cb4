"""Who gets a place: scores, the ranking, the selection, and the reserve list."""

import datetime as dt
import threading

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.notifications.models import Notification, OutgoingMessage
from coophub.web import clock
from coophub.web.errors import DomainError
from pilots.models import Call, IntakeInterest, IntakeScore, Pilot, Selection
from pilots.questions.example_call import example_call
from pilots.selectors.selection import board_of
from pilots.services.intakes import withdraw_intake
from pilots.services.programmes import assign_advisor
from pilots.services.selection import (
    PlaceChoice,
    SelectionError,
    declare_interest,
    make_selection,
    save_selection,
    score_intake,
    take_from_reserve,
    tell_selections,
)
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.pilots import CallFactory, CoachingSessionFactory, PilotFactory, ProgrammeFactory, submitted_intake

pytestmark = pytest.mark.django_db

SLUGS = [criterion["slug"] for criterion in example_call()["criteria"]]
CHOSEN, RESERVE, NOT_CHOSEN = Selection.Outcome.CHOSEN, Selection.Outcome.RESERVE, Selection.Outcome.NOT_CHOSEN


@pytest.fixture
def call():
    return CallFactory(closed=True, programme=ProgrammeFactory(places=2, hours_per_pilot=40))


@pytest.fixture
def advisor():
    return UserFactory(roles=[Role.ADVISOR])


@pytest.fixture
def administrator():
    return UserFactory(roles=[Role.ADMINISTRATOR])


@pytest.fixture
def intakes(call):
    """Four applications, each of a group with an owner."""
    return [submitted_intake(call=call, initiative=InitiativeFactory(owner=UserFactory())).intake for _ in range(4)]


def points(points):
    return dict.fromkeys(SLUGS, points)


def owner_of(intake):
    return intake.initiative.memberships.get().user


def scored(intakes, advisor):
    for intake, given in zip(intakes, (9, 7, 7, 2), strict=True):
        score_intake(intake=intake, scores=points(given), explanation="Sterk.", user=advisor)
    return intakes


def chosen(intakes):
    outcomes = (CHOSEN, CHOSEN, RESERVE, NOT_CHOSEN)
    return {
        intake.pk: PlaceChoice(outcome, f"Reden {number}.")
        for number, (intake, outcome) in enumerate(zip(intakes, outcomes, strict=True))
    }


def selected(call, intakes, advisor, administrator):
    scored(intakes, advisor)
    call.refresh_from_db()
    return make_selection(call=call, choices=chosen(intakes), revision=call.revision, user=administrator)


def sent(choices, revision, **more):
    fields = {f"{name}-{key}": value for key, choice in choices.items() for name, value in choice._asdict().items()}
    return {"revision": str(revision), **fields, **more}


# --- Scoring -------------------------------------------------------------------------------------


def test_advisor_scores_and_sees_others_after_the_own_score(client, call, intakes, advisor):
    colleague = UserFactory(roles=[Role.ADVISOR])
    score_intake(intake=intakes[0], scores=points(3), explanation="Zwakke plek.", user=colleague)
    client.force_login(advisor)
    address = reverse("pilots:applicant", args=[call.programme.slug, intakes[0].pk])
    assert "Zwakke plek." not in client.get(address).content.decode()

    client.post(address, {**{f"score-{slug}": "8" for slug in SLUGS}, "score-explanation": "Goed plan."})

    assert IntakeScore.objects.get(advisor=advisor).scores == points(8)
    assert "Zwakke plek." in client.get(address).content.decode()


def test_score_outside_the_scale_is_said_beside_its_criterion(client, call, intakes, advisor):
    client.force_login(advisor)
    address = reverse("pilots:applicant", args=[call.programme.slug, intakes[0].pk])

    page = client.post(address, {**{f"score-{slug}": "8" for slug in SLUGS}, f"score-{SLUGS[1]}": "11"})

    assert page.context["form"].errors.keys() == {SLUGS[1], "explanation"}
    assert IntakeScore.objects.count() == 0


def test_scoring_begins_when_the_call_has_closed_and_ends_with_the_selection(call, intakes, advisor, administrator):
    early = submitted_intake().intake
    with pytest.raises(DomainError):
        score_intake(intake=early, scores=points(5), explanation="", user=advisor)
    selected(call, intakes, advisor, administrator)

    with pytest.raises(DomainError):
        score_intake(intake=intakes[0], scores=points(5), explanation="", user=advisor)


def test_who_is_tied_to_a_group_neither_reads_nor_scores_it(client, call, intakes, advisor):
    MembershipFactory(initiative=intakes[0].initiative, user=advisor)
    client.force_login(advisor)

    assert client.get(reverse("pilots:applicant", args=[call.programme.slug, intakes[0].pk])).status_code == 403
    with pytest.raises(DomainError):
        score_intake(intake=intakes[0], scores=points(10), explanation="Mooi.", user=advisor)


def test_who_says_to_have_an_interest_neither_scores_nor_chooses(client, call, intakes, advisor, administrator):
    scored(intakes, advisor)
    address = reverse("pilots:declare_interest", args=[call.programme.slug, intakes[0].pk])
    for person in (advisor, administrator):
        client.force_login(person)
        empty = client.post(address, {"reason": " "})
        assert empty.context["interest_form"].errors.keys() == {"reason"}
        assert client.post(address, {"reason": "Mijn zus woont daar."}).status_code == 302
        assert client.post(address, {"reason": "Nog eens."}).status_code == 403

    assert [said.reason for said in IntakeInterest.objects.all()] == ["Mijn zus woont daar."] * 2
    assert IntakeScore.objects.get(struck_at__isnull=False).intake == intakes[0]
    with pytest.raises(DomainError):
        score_intake(intake=intakes[0], scores=points(10), explanation="Mooi.", user=advisor)
    score_intake(intake=intakes[1], scores=points(6), explanation="Kan.", user=advisor)
    call.refresh_from_db()
    with pytest.raises(DomainError, match=str(intakes[0].initiative)):
        make_selection(call=call, choices=chosen(intakes), revision=call.revision, user=administrator)
    rows = {found.intake: found for found in board_of(call, administrator).applicants}
    assert (rows[intakes[0]].score, rows[intakes[0]].says_interest) == (None, True)
    assert rows[intakes[1]].score is not None
    make_selection(
        call=call, choices=chosen(intakes), revision=call.revision, user=UserFactory(roles=[Role.ADMINISTRATOR])
    )
    other = reverse("pilots:declare_interest", args=[call.programme.slug, intakes[1].pk])
    assert client.post(other, {"reason": "Te laat."}).status_code == 409


def test_an_interest_is_not_taken_back(intakes, advisor):
    said = declare_interest(intake=intakes[0], reason="Ik ken hen.", user=advisor)

    with pytest.raises(DatabaseError), transaction.atomic():
        said.delete()


def test_score_of_who_becomes_tied_is_struck_out(call, intakes, advisor, administrator):
    scored(intakes, advisor)
    pilot = PilotFactory(initiative=intakes[0].initiative)

    assign_advisor(pilot=pilot, advisor=advisor, user=None)

    assert IntakeScore.objects.get(struck_at__isnull=False).intake == intakes[0]
    board = board_of(call, administrator)
    assert [found.score for found in board.applicants if found.intake == intakes[0]] == [None]


def test_list_takes_as_many_queries_for_few_as_for_many(client, call, intakes, advisor, django_assert_max_num_queries):
    scored(intakes, advisor)
    client.force_login(advisor)
    for _number in range(6):
        submitted_intake(call=call)

    with django_assert_max_num_queries(23):
        client.get(reverse("pilots:applicants", args=[call.programme.slug]))


# --- Choosing ------------------------------------------------------------------------------------


def test_selection_makes_pilots_a_reserve_list_and_tells_everybody_why(client, call, intakes, advisor, administrator):
    scored(intakes, advisor)
    client.force_login(administrator)
    address = reverse("pilots:selection", args=[call.programme.slug])
    client.post(address, sent(chosen(intakes), 1))
    assert Pilot.objects.count() == 0

    client.post(address, sent(chosen(intakes), 2, conclude="1"))

    assert {pilot.initiative for pilot in Pilot.objects.all()} == {intake.initiative for intake in intakes[:2]}
    assert set(Pilot.objects.values_list("hours_budget", flat=True)) == {40}
    assert intakes[2].selection.reserve_place == 1
    assert tell_selections() == 4
    assert tell_selections() == 0
    for number, intake in enumerate(intakes):
        notice = Notification.objects.get(recipient=owner_of(intake), kind__startswith="pilots_selection")
        assert f"Reden {number}." in notice.body
        client.force_login(owner_of(intake))
        for page in (
            reverse("pilots:own_intake", args=[intake.initiative.slug, intake.pk]),
            reverse("pilots:coaching", args=[intake.initiative.slug]),
        ):
            assert f"Reden {number}." in client.get(page).content.decode()
    assert not any("Reden" in message.text for message in OutgoingMessage.objects.all())


def test_draft_of_the_selection_is_told_to_nobody(client, call, intakes, advisor, administrator):
    scored(intakes, advisor)
    save_selection(call=call, choices=chosen(intakes), revision=1, user=administrator)

    assert tell_selections() == 0
    client.force_login(owner_of(intakes[0]))
    page = client.get(reverse("pilots:own_intake", args=[intakes[0].initiative.slug, intakes[0].pk]))
    assert "Reden 0." not in page.content.decode()


def test_what_is_missing_or_too_many_stands_beside_the_group_and_what_was_typed_stays(
    client, call, intakes, administrator
):
    client.force_login(administrator)
    choices = chosen(intakes) | {
        intakes[0].pk: PlaceChoice(CHOSEN, ""),
        intakes[2].pk: PlaceChoice(CHOSEN, "Ook goed."),
        intakes[3].pk: PlaceChoice("", "Nog kijken."),
    }

    page = client.post(reverse("pilots:selection", args=[call.programme.slug]), sent(choices, 1, conclude="1"))

    last_chosen = max(intakes[:3], key=lambda intake: intake.pk)
    assert page.context["form"].errors.keys() == {
        f"reason-{intakes[0].pk}",
        f"outcome-{last_chosen.pk}",
        f"outcome-{intakes[3].pk}",
    }
    assert "Nog kijken." in page.content.decode()
    assert Pilot.objects.count() == 0
    assert Selection.objects.count() == 0


def test_two_who_choose_at_once_see_each_other_and_nothing_is_overwritten_unseen(client, call, intakes, administrator):
    other = UserFactory(roles=[Role.ADMINISTRATOR])
    save_selection(call=call, choices={intakes[0].pk: PlaceChoice(RESERVE, "Twijfel.")}, revision=1, user=other)
    client.force_login(administrator)
    address = reverse("pilots:selection", args=[call.programme.slug])
    mine = {intake.pk: PlaceChoice("", "") for intake in intakes} | {intakes[0].pk: PlaceChoice(CHOSEN, "Sterk.")}

    refused = client.post(address, sent(mine, 1))
    assert refused.context["form"].errors.keys() == {f"outcome-{intakes[0].pk}"}
    assert "Twijfel." in refused.content.decode()
    assert "Sterk." in refused.content.decode()
    assert Selection.objects.get().outcome == RESERVE

    client.post(address, sent(mine, refused.context["form"]["revision"].value()))
    assert Selection.objects.get().outcome == CHOSEN


def test_who_is_tied_to_one_of_the_groups_chooses_nothing(call, intakes, administrator):
    MembershipFactory(initiative=intakes[3].initiative, user=administrator)

    with pytest.raises(DomainError):
        save_selection(call=call, choices=chosen(intakes), revision=1, user=administrator)


def test_selection_waits_until_the_call_has_closed(client, administrator):
    call = CallFactory()
    client.force_login(administrator)

    assert client.get(reverse("pilots:selection", args=[call.programme.slug])).status_code == 409
    with pytest.raises(DomainError):
        make_selection(call=call, choices={}, revision=1, user=administrator)


# --- The reserve list ----------------------------------------------------------------------------


def test_chosen_group_that_withdraws_gives_its_place_to_the_first_of_the_reserve(
    client, call, intakes, advisor, administrator
):
    selected(call, intakes, advisor, administrator)
    client.force_login(administrator)
    take = reverse("pilots:take_from_reserve", args=[call.programme.slug])
    assert client.post(take).status_code == 409

    withdraw_intake(intake=intakes[1], user=owner_of(intakes[1]))
    assert Pilot.objects.get(initiative=intakes[1].initiative).outcome == Pilot.Outcome.WITHDREW
    assert client.post(take).status_code == 302

    assert Pilot.objects.filter(initiative=intakes[2].initiative, ended_on=None).exists()
    tell_selections()
    kinds = Notification.objects.filter(recipient=owner_of(intakes[2])).values_list("kind", flat=True)
    assert "pilots_selection_chosen" in kinds
    with pytest.raises(DomainError):
        take_from_reserve(call=Call.objects.get(), user=administrator)


def test_group_that_is_coached_no_longer_withdraws_by_itself(call, intakes, advisor, administrator):
    selected(call, intakes, advisor, administrator)
    CoachingSessionFactory(
        pilot=Pilot.objects.get(initiative=intakes[0].initiative), advisor=advisor, held_on=clock.today()
    )

    for intake in (intakes[0], intakes[3]):
        with pytest.raises(DomainError):
            withdraw_intake(intake=intake, user=owner_of(intake))


def test_group_that_withdraws_before_the_selection_is_not_ranked(call, intakes, administrator):
    withdraw_intake(intake=intakes[0], user=owner_of(intakes[0]))

    assert intakes[0] not in [found.intake for found in board_of(call, administrator).applicants]


@pytest.mark.django_db(transaction=True)
def test_two_who_make_the_selection_at_once_make_it_once():
    call = CallFactory(closed=True, programme=ProgrammeFactory(places=2))
    intakes = [submitted_intake(call=call).intake for _number in range(4)]
    people = [UserFactory(roles=[Role.ADMINISTRATOR]) for _number in range(2)]
    together, refused = threading.Barrier(2), []

    def conclude(person):
        try:
            together.wait()
            make_selection(call=call, choices=chosen(intakes), revision=1, user=person)
        except SelectionError as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=conclude, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Pilot.objects.count() == 2
    assert refused == []
    assert Call.objects.get().selected_by in people


def test_day_of_the_call_is_the_day_of_the_netherlands(call):
    assert call.is_closed
    with clock.at(clock.now() - dt.timedelta(days=2)):
        assert call.is_open
