"""Rounds of questions: asked once, answered without a trace where that was promised, shown when enough people did."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.audit.models import AuditEntry
from coophub.notifications.models import Notification
from coophub.web import clock
from initiatives.models import CooperativeForm
from pilots.models import AnonymousAnswer, AnonymousText, EvaluationRound, NamedAnswer, Respondent
from pilots.questions.questionnaire import questionnaires
from pilots.selectors.evaluation import results_of, trends_of
from pilots.services.evaluation import answer, open_round, sweep_evaluations
from pilots.services.programmes import end_pilot
from tests.factories.accounts import UserFactory
from tests.factories.pilots import (
    AnonymousTextFactory,
    EvaluationRoundFactory,
    ProgrammeFactory,
    RespondentFactory,
)
from tests.pilots.rounds import answered, closed, group, planned
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db

ANSWERS = {
    "understands_plan": "4",
    "trusts_plan": "3",
    "coaching_helps": "5",
    "advisor_in_time": "4",
    "group_divides_work": "2",
    "municipality_works_along": "",
    "hours_per_week": "3,5",
    "biggest_worry": "financing",
    "wants_to_live_there": "5",
    "what_better": "",
}


@pytest.fixture
def administrator():
    return UserFactory(roles=[Role.ADMINISTRATOR])


@pytest.fixture
def advisor():
    return UserFactory(roles=[Role.ADVISOR])


@pytest.fixture
def programme():
    return ProgrammeFactory(name="Pilots voor middeninkomens")


def said(answer_):
    return words(find(answer_.content.decode(), "main")[0])


def page_of(client, user, round_, language="en"):
    client.force_login(user)
    answer_ = client.get(reverse("pilots:evaluation", args=[round_.pk]), headers={"accept-language": language})
    assert answer_.status_code == 200
    return said(answer_)


def test_from_plan_to_figures(client, administrator, programme, advisor):
    _pilot, members = group(programme, people=6, coach=advisor)
    client.force_login(administrator)
    first, last = clock.today(), clock.today() + dt.timedelta(days=21)

    sent = client.post(
        reverse("pilots:plan_round"),
        {"programme": programme.pk, "questionnaire": "group-half-year", "opens_on": first, "closes_on": last},
    )
    round_ = EvaluationRound.objects.get()
    assert sent["Location"] == reverse("pilots:evaluation", args=[round_.pk])
    assert sweep_evaluations() == 1
    assert Notification.objects.filter(kind="pilots_evaluation_asked").count() == 6

    for member in members:
        client.force_login(member)
        address = Notification.objects.get(recipient=member).url
        shown = said(client.get(address, headers={"accept-language": "en"}))
        assert "You answer without your name." in shown
        assert "I trust that our plan can be done." in shown
        assert client.post(address, ANSWERS)["Location"] == reverse("portal:start")

    assert "6 of 6" in page_of(client, administrator, round_)
    with clock.at(clock.now() + dt.timedelta(days=22)):
        assert sweep_evaluations() == 1
        shown = page_of(client, advisor, round_)
    assert "On average 3.5 uur, of 6 answers." in shown
    assert "The money" in shown


def test_nothing_leads_from_an_answer_to_who_gave_it(administrator, programme):
    group(programme, people=6)
    round_ = planned(programme, administrator)
    open_round(round_)
    before = AuditEntry.objects.count()
    answered(round_, [1, 2, 3, 4, 5, 5], what_better="Vaker bellen.")
    while_open = set(AnonymousAnswer.objects.values_list("pk", flat=True))
    closed(round_)

    assert set(Respondent.objects.values_list("has_answered", flat=True)) == {None}
    assert (round_.asked, round_.answered) == (6, 6)
    assert AuditEntry.objects.count() == before
    assert not while_open & set(AnonymousAnswer.objects.values_list("pk", flat=True))
    names = {field.name for model in (AnonymousAnswer, AnonymousText) for field in model._meta.get_fields()}
    assert names == {"id", "round", "form", "key", "number", "option", "pilot", "text", "state", "judged_by"}
    # PostgreSQL keeps with each row which transaction wrote it: that of the closing, for all.
    with connection.cursor() as cursor:
        cursor.execute("select count(distinct xmin::text) from pilots_anonymousanswer")
        assert cursor.fetchone() == (1,)


def test_answers_lie_in_another_order_than_they_came(administrator, programme):
    group(programme, people=40)
    round_ = planned(programme, administrator)
    open_round(round_)
    for number, respondent in enumerate(round_.respondents.order_by("pk")):
        answer(respondent=respondent, answers={"hours_per_week": Decimal(number)}, user=respondent.person)
    closed(round_)

    with connection.cursor() as cursor:
        cursor.execute("select number from pilots_anonymousanswer order by ctid")
        lie = [int(number) for (number,) in cursor.fetchall()]
    assert sorted(lie) == list(range(40))
    assert lie != list(range(40))


def test_fewer_than_five_answers_show_nothing(client, administrator, programme):
    group(programme, people=6)
    round_ = planned(programme, administrator)
    open_round(round_)
    for respondent in round_.respondents.all()[:4]:
        answer(respondent=respondent, answers={"trusts_plan": 5}, user=respondent.person)
    closed(round_)

    assert {result.answers for result in results_of(round_)} == {None}
    assert {mean for trend in trends_of(round_).questions for mean in trend.means} == {None}
    shown = page_of(client, administrator, round_)
    assert "Fewer than five people answered this, so nothing is shown." in shown
    assert "100%" not in shown


def test_form_with_few_people_is_not_shown_nor_what_gives_it_away(client, administrator, programme):
    for form, people in ((CooperativeForm.RENTAL, 6), (CooperativeForm.MIXED, 7), (CooperativeForm.CPO, 2)):
        group(programme, people=people, form=form)
    round_ = planned(programme, administrator)
    open_round(round_)
    answered(round_, [3] * 15)
    closed(round_)

    trusts = next(result for result in results_of(round_) if result.question.key == "trusts_plan")
    # With the rental co-operatives beside it, the two people of the third form are the difference.
    assert [(found.form, found.answers) for found in trusts.by_form] == [(CooperativeForm.MIXED, 7)]
    assert trusts.hides_forms
    assert "Forms of which few people answered are left out" in page_of(client, administrator, round_)


def test_averages_stand_side_by_side_with_their_change(administrator, programme, client):
    group(programme, people=5)
    for points in ([2, 2, 3, 3, 2], [4, 4, 4, 3, 4]):
        round_ = planned(programme, administrator)
        open_round(round_)
        answered(round_, points)
        closed(round_)
        EvaluationRound.objects.filter(pk=round_.pk).update(
            opens_on=clock.today() - dt.timedelta(days=200 if points[0] == 2 else 20)
        )
    round_.refresh_from_db()

    trend = next(found for found in trends_of(round_).questions if found.question.key == "trusts_plan")

    assert trend.means == [Decimal("2.4"), Decimal("3.8")]
    assert trend.change == Decimal("1.4")
    assert "+1.4" in page_of(client, administrator, round_)


def test_answer_is_given_once_and_in_its_period(client, administrator, programme):
    _pilot, [member, *_others] = group(programme, people=5)
    round_ = planned(programme, administrator)
    open_round(round_)
    respondent = round_.respondents.get(person=member)
    address = reverse("pilots:answer", args=[respondent.pk])
    client.force_login(member)

    assert client.post(address, {**ANSWERS, "trusts_plan": "9"}).status_code == 200
    assert client.post(address, ANSWERS).status_code == 302
    again = client.post(address, ANSWERS, headers={"accept-language": "en"})
    assert "You have answered these questions already." in said(again)
    assert client.get(address).status_code == 409
    assert AnonymousAnswer.objects.filter(key="trusts_plan").count() == 1

    late = round_.respondents.exclude(person=member).first()
    client.force_login(late.person)
    with clock.at(clock.now() + dt.timedelta(days=15)):
        typed = client.post(
            reverse("pilots:answer", args=[late.pk]),
            {**ANSWERS, "what_better": "Dit typte ik."},
            headers={"accept-language": "en"},
        )
    assert "These questions could be answered until" in said(typed)
    assert find(typed.content.decode(), "textarea")[0].text.strip() == "Dit typte ik."


def test_nobody_answers_for_somebody_else(client, administrator, programme):
    _pilot, members = group(programme, people=5)
    round_ = planned(programme, administrator)
    open_round(round_)
    address = reverse("pilots:answer", args=[round_.respondents.get(person=members[0]).pk])

    for somebody in (members[1], administrator):
        client.force_login(somebody)
        assert client.get(address).status_code == 404
        assert client.post(address, ANSWERS).status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"opens_on": -1}, "or a later day"),
        ({"closes_on": -1}, "or a later day"),
        ({"opens_on": 5, "closes_on": 2}, "The last day comes before the first."),
        ({"questionnaire": "other"}, "Select a valid choice"),
    ],
)
def test_round_that_cannot_be_is_a_sentence(client, administrator, programme, changes, sentence):
    group(programme, people=5)
    client.force_login(administrator)
    days = {"opens_on": 0, "closes_on": 14, **changes}
    sent = {"programme": programme.pk, "questionnaire": "group-half-year", **changes}
    sent |= {name: clock.today() + dt.timedelta(days=days[name]) for name in ("opens_on", "closes_on")}

    answer_ = client.post(reverse("pilots:plan_round"), sent, headers={"accept-language": "en"})

    assert answer_.status_code == 200
    assert sentence in said(answer_)
    assert not EvaluationRound.objects.exists()


def test_same_questions_twice_or_of_too_few_people_are_not_planned(client, administrator, programme):
    group(programme, people=4)
    client.force_login(administrator)
    sent = {
        "programme": programme.pk,
        "questionnaire": "group-half-year",
        "opens_on": clock.today(),
        "closes_on": clock.today() + dt.timedelta(days=7),
    }

    few = client.post(reverse("pilots:plan_round"), sent, headers={"accept-language": "en"})
    assert "Fewer than 5 people would be asked." in said(few)
    group(programme, people=1)
    assert client.post(reverse("pilots:plan_round"), sent).status_code == 302
    twice = client.post(reverse("pilots:plan_round"), sent, headers={"accept-language": "en"})
    assert "These questions are asked in this programme until" in said(twice)
    assert EvaluationRound.objects.count() == 1


def test_pilots_that_ended_are_asked_once_at_the_end(client, administrator, programme):
    pilot, _members = group(programme, people=5)
    group(programme, people=6)
    client.force_login(administrator)
    sent = {
        "programme": programme.pk,
        "questionnaire": "group-end",
        "opens_on": clock.today(),
        "closes_on": clock.today() + dt.timedelta(days=7),
    }

    early = client.post(reverse("pilots:plan_round"), sent, headers={"accept-language": "en"})
    assert "No pilot of this programme has ended" in said(early)
    end_pilot(pilot=pilot, outcome="realised", user=administrator)
    assert client.post(reverse("pilots:plan_round"), sent).status_code == 302
    sweep_evaluations()
    assert set(Respondent.objects.values_list("pilot", flat=True)) == {pilot.pk}
    closed(EvaluationRound.objects.get())
    again = client.post(reverse("pilots:plan_round"), sent, headers={"accept-language": "en"})
    assert "that was not asked before" in said(again)


@pytest.mark.parametrize(
    ("is_anonymous", "reminders"), [(False, [0] * 7 + [5] * 6 + [10] * 3), (True, [0] * 7 + [6] * 6 + [12] * 3)]
)
def test_people_are_reminded_a_week_and_a_day_before(administrator, programme, is_anonymous, reminders):
    """With names who is silent; without them everybody, or the message would say who answered."""
    _pilot, members = group(programme, people=6)
    round_ = planned(programme, administrator, days=14)
    EvaluationRound.objects.filter(pk=round_.pk).update(is_anonymous=is_anonymous)
    sweep_evaluations()
    quick = round_.respondents.get(person=members[0])
    answer(respondent=quick, answers={"trusts_plan": 4}, user=members[0])
    start, reminded = clock.now(), []

    for passed in range(16):
        with clock.at(start + dt.timedelta(days=passed)):
            for _again in range(2):
                sweep_evaluations()
        reminded.append(Notification.objects.filter(kind="pilots_evaluation_reminder").count())

    assert reminded == reminders
    told = Notification.objects.filter(kind="pilots_evaluation_reminder", recipient=members[0])
    assert told.exists() == is_anonymous


def test_sweeper_that_was_away_for_all_of_it_leaves_a_closed_round(administrator, programme):
    group(programme, people=6)
    round_ = planned(programme, administrator, days=3)

    with clock.at(clock.now() + dt.timedelta(days=30)):
        sweep_evaluations()
        assert sweep_evaluations() == 0

    round_.refresh_from_db()
    assert (round_.asked, round_.answered) == (6, 0)
    assert not Notification.objects.filter(kind="pilots_evaluation_reminder").exists()


def test_text_is_read_by_an_advisor_of_another_group_first(client, administrator, programme, advisor):
    group(programme, people=6, coach=advisor)
    round_ = planned(programme, administrator)
    open_round(round_)
    answered(round_, [3] * 6, what_better="Els van de Kade 3 belt nooit terug.")
    closed(round_)
    [text] = AnonymousText.objects.all()
    address, other = reverse("pilots:text", args=[text.pk]), UserFactory(roles=[Role.ADVISOR])

    for user in (advisor, administrator):
        assert "nooit terug" not in page_of(client, user, round_)
    client.force_login(advisor)
    assert "nooit terug" not in client.get(reverse("pilots:texts")).content.decode()
    assert client.get(address).status_code == 409
    client.post(address, {"words": "Anders."})
    text.refresh_from_db()
    assert text.state == "waiting"

    client.force_login(other)
    assert "nooit terug" in client.get(reverse("pilots:texts")).content.decode()
    assert client.post(address, {"words": "Belt nooit terug."}).status_code == 302
    text.refresh_from_db()
    assert (text.text, text.state, text.pilot) == ("Belt nooit terug.", "released", None)
    assert "Belt nooit terug." in page_of(client, advisor, round_)
    late = client.post(address, {"words": "Iets anders."}, headers={"accept-language": "en"})
    assert "Somebody read this text already." in said(late)
    assert find(late.content.decode(), "textarea")[0].text.strip() == "Iets anders."


def test_text_that_is_kept_back_is_gone(client):
    text, other = AnonymousTextFactory(), UserFactory(roles=[Role.ADVISOR])
    client.force_login(other)

    assert client.post(reverse("pilots:text", args=[text.pk]), {"words": "x", "keep_back": "1"}).status_code == 302

    text.refresh_from_db()
    assert (text.state, text.text, text.pilot) == ("kept_back", "", None)


def test_text_waits_until_the_round_closed(client):
    text = AnonymousTextFactory(round=EvaluationRoundFactory())
    client.force_login(UserFactory(roles=[Role.ADVISOR]))

    assert text.text not in client.get(reverse("pilots:texts")).content.decode()
    assert client.get(reverse("pilots:text", args=[text.pk])).status_code == 409


def test_answers_with_a_name_are_for_who_runs_the_programme(client, administrator, programme, advisor):
    pilot, _members = group(programme, people=1, coach=advisor)
    round_ = planned(programme, administrator, slug="advisor-half-year")
    open_round(round_)
    respondent = Respondent.objects.get()
    client.force_login(advisor)
    client.post(
        reverse("pilots:answer", args=[respondent.pk]),
        {
            "chance": "2",
            "organisation": "3",
            "does_what_was_agreed": "4",
            "municipality": "1",
            "hours_enough": "too_few",
            "what_is_needed": "Een penningmeester.",
        },
    )
    closed(round_)

    assert NamedAnswer.objects.filter(respondent=respondent).count() == 6
    assert AuditEntry.objects.filter(action="pilots.answer_evaluation", actor=advisor).count() == 1
    seen = page_of(client, administrator, round_)
    assert "Een penningmeester." in seen
    assert pilot.initiative.name in seen
    colleague = page_of(client, UserFactory(roles=[Role.ADVISOR]), round_)
    assert "Een penningmeester." not in colleague
    assert pilot.initiative.name not in colleague


def test_what_is_asked_stands_where_people_come(client, programme, advisor):
    pilot, [member] = group(programme, people=1, coach=advisor)
    own = RespondentFactory(pilot=pilot, person=member)
    other = EvaluationRoundFactory(programme=programme, questionnaire="advisor-half-year")
    of_advisor = RespondentFactory(pilot=pilot, person=advisor, round=other)

    client.force_login(member)
    coaching = client.get(reverse("pilots:coaching", args=[pilot.initiative.slug])).content.decode()
    assert reverse("pilots:answer", args=[own.pk]) in coaching
    assert reverse("pilots:answer", args=[of_advisor.pk]) not in coaching
    client.force_login(advisor)
    assert reverse("pilots:answer", args=[of_advisor.pk]) in client.get(reverse("pilots:list")).content.decode()


@pytest.mark.parametrize("people", [6, 60])
def test_figures_take_as_many_queries_for_sixty_as_for_six(administrator, programme, people):
    group(programme, people=people)
    round_ = planned(programme, administrator)
    open_round(round_)
    answered(round_, [3] * people)
    round_ = EvaluationRound.objects.get(pk=closed(round_).pk)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        results_of(round_)
        trends_of(round_)

    assert len(queries) == 4


def test_database_keeps_what_was_promised(administrator, programme):
    text = AnonymousTextFactory()
    with pytest.raises(IntegrityError, match="text_has_no_pilot_once_read"), transaction.atomic():
        AnonymousText.objects.filter(pk=text.pk).update(state="released", judged_by=administrator)
    with pytest.raises(IntegrityError, match="text_kept_back_is_gone"), transaction.atomic():
        AnonymousText.objects.filter(pk=text.pk).update(state="kept_back", judged_by=administrator, pilot=None)
    with pytest.raises(IntegrityError, match="round_counted_when_closed"), transaction.atomic():
        EvaluationRound.objects.filter(pk=text.round_id).update(answered=7)


def test_questionnaires_are_complete_in_both_languages():
    assert set(questionnaires()) == {"group-half-year", "group-end", "advisor-half-year"}
    for questionnaire in questionnaires().values():
        for question in questionnaire.questions:
            assert question.text_en, question.key
            assert bool(question.help) == bool(question.help_en), question.key
            assert all(option.label_en for option in question.options), question.key
            assert (bool(question.low), bool(question.high)) == (bool(question.low_en), bool(question.high_en))
    assert not mail.outbox
