"""A round of questions that is closed early or gets another last day."""

import datetime as dt

import pytest
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.audit.models import AuditEntry
from coophub.notifications.models import Notification
from coophub.web import clock
from coophub.web.errors import DomainError
from pilots.models import AnonymousAnswer, EvaluationRound, Respondent
from pilots.services.evaluation import answer, open_round, sweep_evaluations
from pilots.services.last_days import close_early, move_last_day
from tests.factories.accounts import UserFactory
from tests.factories.pilots import ProgrammeFactory
from tests.pilots.rounds import answered, closed, group, planned
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db

IN_ENGLISH = {"accept-language": "en"}


@pytest.fixture
def administrator():
    return UserFactory(roles=[Role.ADMINISTRATOR])


@pytest.fixture
def programme():
    return ProgrammeFactory()


def opened(programme, administrator, *, people=6, **kwargs):
    group(programme, people=people, coach=UserFactory(roles=[Role.ADVISOR]))
    round_ = planned(programme, administrator, **kwargs)
    open_round(round_)
    round_.refresh_from_db()
    return round_


def shown(page):
    return words(find(page.content.decode(), "main")[0])


def told(kind):
    return set(Notification.objects.filter(kind=f"pilots_evaluation_{kind}").values_list("recipient", flat=True))


def days(number):
    return clock.today() + dt.timedelta(days=number)


def test_another_last_day_of_a_round_with_names_is_told_to_who_did_not_answer(administrator, programme):
    round_ = opened(programme, administrator, days=14)
    EvaluationRound.objects.filter(pk=round_.pk).update(is_anonymous=False)
    quick, *silent = round_.respondents.select_related("person")
    answer(respondent=quick, answers={"trusts_plan": 4}, user=quick.person)

    move_last_day(round_=round_, closes_on=days(30), reason="Het is vakantie.", user=administrator)

    assert told("moved") == {respondent.person_id for respondent in silent}


def test_another_last_day_is_told_and_says_of_nobody_that_they_answered(client, administrator, programme):
    round_ = opened(programme, administrator, days=14)
    quick, *silent = round_.respondents.select_related("person")
    answer(respondent=quick, answers={"trusts_plan": 4}, user=quick.person)
    client.force_login(administrator)
    address = reverse("pilots:move_round", args=[round_.pk])
    moved = {"what": "move", "closes_on": days(30).isoformat(), "reason": "Het is vakantie."}

    assert client.post(address, moved)["Location"] == reverse("pilots:evaluation", args=[round_.pk])

    round_.refresh_from_db()
    assert round_.closes_on == days(30)
    assert told("moved") == {respondent.person_id for respondent in (quick, *silent)}
    page = client.get(reverse("pilots:evaluation", args=[round_.pk]), headers=IN_ENGLISH)
    assert "Why: Het is vakantie." in shown(page)
    entry = AuditEntry.objects.get(action="pilots.move_round")
    assert entry.after["closes_on"] == days(30).isoformat()


def test_who_heard_of_the_new_day_is_not_reminded_at_once(administrator, programme):
    round_ = opened(programme, administrator, days=20)
    move_last_day(round_=round_, closes_on=days(3), reason="Eerder klaar.", user=administrator)

    sweep_evaluations()
    assert told("reminder") == set()
    with clock.at(clock.now() + dt.timedelta(days=2)):
        sweep_evaluations()
    assert len(told("reminder")) == 6


def test_planned_round_moves_without_a_word(administrator, programme):
    group(programme, people=6)
    round_ = planned(programme, administrator)

    move_last_day(round_=round_, closes_on=days(30), reason="Meer tijd.", user=administrator)

    assert told("moved") == set()
    with pytest.raises(DomainError, match="nog aan niemand gesteld"):
        close_early(round_=round_, reason="Toch niet.", user=administrator)


def test_round_closed_early_keeps_what_was_promised(client, administrator, programme):
    round_ = opened(programme, administrator, people=7)
    for respondent in round_.respondents.select_related("person")[:5]:
        answer(respondent=respondent, answers={"trusts_plan": 4}, user=respondent.person)
    client.force_login(administrator)

    client.post(reverse("pilots:move_round", args=[round_.pk]), {"what": "close", "reason": "We weten genoeg."})

    round_.refresh_from_db()
    assert (round_.closes_on, round_.answered) == (clock.today(), 5)
    assert round_.closed_at is not None
    assert set(Respondent.objects.values_list("has_answered", flat=True)) == {None}
    # To tell the silent alone would leave behind who answered.
    assert len(told("closed")) == 7
    assert AnonymousAnswer.objects.count() == 5


def test_with_names_only_the_silent_hear_that_it_closed(administrator, programme):
    coaches = UserFactory(roles=[Role.ADVISOR]), UserFactory(roles=[Role.ADVISOR])
    for coach in coaches:
        group(programme, people=1, coach=coach)
    round_ = planned(programme, administrator, slug="advisor-half-year")
    open_round(round_)
    quick = round_.respondents.get(person=coaches[0])
    answer(respondent=quick, answers={"chance": 4}, user=coaches[0])

    close_early(round_=round_, reason="Genoeg.", user=administrator)

    assert told("closed") == {coaches[1].pk}


def test_answer_after_an_early_close_is_refused_and_stays_on_the_page(client, administrator, programme):
    round_ = opened(programme, administrator)
    respondent = round_.respondents.first()
    client.force_login(respondent.person)
    address = reverse("pilots:answer", args=[respondent.pk])
    assert client.get(address).status_code == 200
    close_early(round_=round_, reason="Genoeg.", user=administrator)

    late = client.post(address, {"trusts_plan": "4", "what_better": "Dit typte ik."}, headers=IN_ENGLISH)

    assert "These questions could be answered until" in shown(late)
    [typed] = find(late.content.decode(), "textarea")
    assert (typed.text or "").strip() == "Dit typte ik."
    assert not AnonymousAnswer.objects.exists()


def test_days_that_cannot_be_say_so_beside_their_field(client, administrator, programme):
    round_ = opened(programme, administrator, days=14)
    client.force_login(administrator)
    address = reverse("pilots:move_round", args=[round_.pk])
    for day, sentence in ((days(-1), "or a later day"), (days(14), "the last day already"), ("", "the new last day")):
        sent = {"what": "move", "closes_on": str(day), "reason": "Vakantie."}
        page = client.post(address, sent, headers=IN_ENGLISH)
        assert sentence in " ".join(page.context["form"].errors["closes_on"]), day
        assert sentence in shown(page), day
        assert 'value="Vakantie."' in page.content.decode()
    round_.refresh_from_db()
    assert round_.closes_on == days(14)


def test_closed_round_stays_closed(client, administrator, programme):
    round_ = opened(programme, administrator)
    answered(round_, [3] * 6)
    closed(round_)
    client.force_login(administrator)
    address = reverse("pilots:move_round", args=[round_.pk])

    assert client.get(address).status_code == 409
    late = client.post(
        address, {"what": "move", "closes_on": days(9).isoformat(), "reason": "Toch."}, headers=IN_ENGLISH
    )
    assert "this day stays" in shown(late)
    assert EvaluationRound.objects.get().closed_at is not None
