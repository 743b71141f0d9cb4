"""Questionnaires that are written in CoopHub: begun, looked at, asked, and in a new version that can be compared."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.audit.models import AuditEntry
from coophub.web import clock
from pilots.models import EvaluationRound, WrittenQuestionnaire
from pilots.questions.questionnaire import questionnaires
from pilots.selectors.evaluation import trends_of
from pilots.selectors.questionnaires import questionnaire_at, questionnaire_lines
from pilots.services.evaluation import answer, open_round, plan_round
from pilots.services.questionnaires import start_questionnaire, start_version
from tests.factories.accounts import UserFactory
from tests.factories.pilots import ProgrammeFactory, WrittenQuestionnaireFactory
from tests.pilots.rounds import closed, group
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db

IN_ENGLISH = {"accept-language": "en"}
ABOUT = {
    "title": "Hoe gaat het nu?",
    "title_en": "How is it now?",
    "introduction": "Een paar vragen.",
    "introduction_en": "A few questions.",
    "asked_of": "group",
    "is_at_the_end": "no",
    "is_anonymous": "yes",
}
SCALE = {"text": "Ik heb er vertrouwen in.", "text_en": "I trust it.", "kind": "scale", "low": "nee", "must": "yes"}
CHOICE = {"text": "Wat remt?", "kind": "choice", "options": "Geld | Money\nGrond", "must": "yes"}
NUMBER = {"text": "Hoeveel uur?", "kind": "number", "unit": "uur", "maximum": "168", "must": "no"}
TEXT = {"text": "Wat kan beter?", "kind": "text", "must": "no"}


@pytest.fixture
def administrator(client):
    user = UserFactory(roles=[Role.ADMINISTRATOR])
    client.force_login(user)
    return user


def rows(*questions, known=0):
    """What the page sends of these questions, of which so many were on it."""
    sent = {"questions-TOTAL_FORMS": len(questions), "questions-INITIAL_FORMS": known}
    for number, question in enumerate(questions):
        sent |= {f"questions-{number}-{name}": value for name, value in question.items()}
    return sent


def save(client, draft, *questions, **changes):
    draft.refresh_from_db()
    address = reverse("pilots:change_questionnaire", args=[draft.pk])
    sent = {**ABOUT, "revision": draft.revision, **rows(*questions, known=len(draft.questions)), **changes}
    page = client.post(address, sent, headers=IN_ENGLISH)
    draft.refresh_from_db()
    return page


def asked(draft):
    return [(question["key"], question["kind"]) for question in draft.questions]


def shown(page):
    return words(find(page.content.decode(), "main")[0])


def round_with(questionnaire, programme, user):
    return plan_round(
        programme=programme,
        questionnaire=questionnaire,
        opens_on=clock.today(),
        closes_on=clock.today() + dt.timedelta(days=14),
        user=user,
    )


def test_from_an_empty_page_to_a_preview_as_people_see_it(client, administrator):
    page = client.post(reverse("pilots:questionnaires"), {"title": "Hoe gaat het nu?", "begins_as": ""})
    draft = WrittenQuestionnaire.objects.get()
    assert page["Location"] == reverse("pilots:change_questionnaire", args=[draft.pk])
    assert client.get(page["Location"]).status_code == 200

    page = save(client, draft, SCALE, CHOICE, NUMBER, TEXT, look="1")

    assert page["Location"] == reverse("pilots:questionnaire", args=[draft.slug, 1])
    assert asked(draft) == [
        ("ik_heb_er_vertrouwen_in", "scale"),
        ("wat_remt", "choice"),
        ("hoeveel_uur", "number"),
        ("wat_kan_beter", "text"),
    ]
    english = shown(client.get(page["Location"], headers=IN_ENGLISH))
    for said in ("A few questions.", "I trust it.", "Money", "You answer without your name."):
        assert said in english
    administrator.language = "nl"
    administrator.save()
    dutch = shown(client.get(page["Location"], headers={"accept-language": "nl"}))
    assert "Ik heb er vertrouwen in." in dutch
    assert "1 (nee)" in dutch
    assert AuditEntry.objects.filter(action="pilots.change_questionnaire").count() == 1


def test_shipped_questions_are_a_place_to_begin(client, administrator):
    client.post(reverse("pilots:questionnaires"), {"title": "Onze vragen", "begins_as": "group-half-year"})

    draft = WrittenQuestionnaire.objects.get()
    shipped = questionnaires()["group-half-year"]
    assert (draft.slug, draft.version, draft.is_anonymous) == ("onze-vragen", 1, True)
    assert draft.document.questions == shipped.questions
    page = client.get(reverse("pilots:change_questionnaire", args=[draft.pk])).content.decode()
    assert shipped.questions[0].text in page
    assert client.get(reverse("pilots:questionnaires")).status_code == 200


def test_order_is_that_of_the_page_and_keys_stay(client, administrator):
    draft = WrittenQuestionnaireFactory(questions=[])
    save(client, draft, SCALE, TEXT)
    keys = [key for key, _kind in asked(draft)]

    save(client, draft, {**TEXT, "key": keys[1]}, {**SCALE, "key": keys[0], "text": "Ik vertrouw erop."})

    assert [key for key, _kind in asked(draft)] == keys[::-1]
    assert draft.questions[1]["text"] == "Ik vertrouw erop."


@pytest.mark.parametrize(
    "question",
    [{**CHOICE, "options": "Een"}, {**NUMBER, "minimum": "9", "maximum": "3"}, {**SCALE, "text": ""}],
    ids=["one option", "numbers the wrong way round", "no words"],
)
def test_bad_question_says_so_beside_its_field(client, administrator, question):
    draft = WrittenQuestionnaireFactory(questions=[])

    page = save(client, draft, {**TEXT, "text": "Dit typte ik."}, question)

    assert page.status_code == 200
    [beside] = page.context["page"].questions.forms[1].errors
    assert beside in {"options", "maximum", "text"}
    assert "Dit typte ik." in page.content.decode()
    assert draft.questions == []


def test_draft_without_a_question_cannot_be_asked(client, administrator):
    draft = WrittenQuestionnaireFactory(questions=[])
    assert "Ask at least one question." in shown(save(client, draft))
    assert draft.slug not in {version.slug for line in questionnaire_lines() for version in line.askable}
    assert client.get(reverse("pilots:questionnaire", args=[draft.slug, 1])).status_code == 404


def test_two_who_write_at_once_do_not_lose_each_others_words(client, administrator):
    draft = WrittenQuestionnaireFactory(questions=[])
    save(client, draft, SCALE)

    page = save(client, draft, TEXT, revision=1)

    assert "Somebody else changed this while you were typing" in shown(page)
    assert "Wat kan beter?" in page.content.decode()
    assert [kind for _key, kind in asked(draft)] == ["scale"]


def test_questions_freeze_when_the_first_round_opens(client, administrator):
    programme = ProgrammeFactory()
    group(programme, people=6)
    draft = WrittenQuestionnaireFactory(questions=[])
    save(client, draft, SCALE)
    known = {**SCALE, "key": draft.questions[0]["key"]}
    round_ = round_with(draft.document, programme, administrator)

    save(client, draft, known, TEXT)
    round_ = EvaluationRound.objects.get(pk=round_.pk)
    assert [question.kind for question in round_.asked_questions] == ["scale", "text"]
    # Who is asked was counted for when the round was planned.
    save(client, draft, known, is_anonymous="no")
    assert draft.is_anonymous

    open_round(round_)
    late = save(client, draft, TEXT)
    assert "Write a new version to change them." in shown(late)
    assert "Wat kan beter?" in late.content.decode()
    assert client.get(reverse("pilots:change_questionnaire", args=[draft.pk])).status_code == 409
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        WrittenQuestionnaire.objects.filter(pk=draft.pk).update(title="Anders")


def test_new_version_is_compared_where_a_question_kept_its_key(client, administrator):
    programme = ProgrammeFactory()
    group(programme, people=6)
    first = start_questionnaire(title="Vragen", begins_as=None, user=administrator)
    save(client, first, SCALE, NUMBER)
    [trust, hours] = [question["key"] for question in first.questions]
    for number in (1, 2):
        round_ = round_with(questionnaire_at("vragen", number), programme, administrator)
        open_round(round_)
        for respondent in round_.respondents.select_related("person"):
            said = {trust: 2 + number, round_.asked_questions[-1].key: Decimal(number)}
            answer(respondent=respondent, answers=said, user=respondent.person)
        closed(round_)
        EvaluationRound.objects.filter(pk=round_.pk).update(opens_on=clock.today() - dt.timedelta(days=100 - number))
        if number == 1:
            client.post(reverse("pilots:new_version", args=["vragen", 1]))
            second = WrittenQuestionnaire.objects.get(version=2)
            # The same number in another unit is another question.
            in_days = {**NUMBER, "key": hours, "unit": "dagen"}
            save(client, second, {**SCALE, "key": trust, "text": "Ik vertrouw het."}, in_days)
            assert [key for key, _kind in asked(second)] == [trust, f"{hours}_2"]

    trends = {trend.question.key: trend for trend in trends_of(EvaluationRound.objects.get(version=2)).questions}
    assert trends[trust].means == [Decimal(3), Decimal(4)]
    assert trends[trust].change == Decimal(1)
    assert trends[f"{hours}_2"].means == [None, Decimal(2)]


def test_new_version_of_a_shipped_one_goes_on_with_its_questions(administrator):
    shipped = questionnaires()["group-half-year"]
    draft = start_version(follows=shipped, user=administrator)

    assert start_version(follows=shipped, user=administrator) == draft
    assert (draft.slug, draft.version) == ("group-half-year", 2)
    line = next(line for line in questionnaire_lines() if line.slug == draft.slug)
    assert [version.version for version in line.askable] == [1, 2]
    WrittenQuestionnaire.objects.filter(pk=draft.pk).update(frozen_at=clock.now())
    line = next(line for line in questionnaire_lines() if line.slug == draft.slug)
    assert [version.version for version in line.askable] == [2]


def test_what_people_are_told_stays_over_versions(client, administrator):
    draft = start_version(follows=questionnaires()["group-half-year"], user=administrator)

    page = save(client, draft, TEXT, is_anonymous="no", asked_of="advisor")

    assert page.status_code == 302
    assert (draft.is_anonymous, draft.asked_of) == (True, "group")


def test_questions_that_are_there_are_shut_and_one_that_is_wrong_is_open(client, administrator):
    draft = WrittenQuestionnaireFactory(questions=[])
    save(client, draft, SCALE, TEXT)
    page = client.get(reverse("pilots:change_questionnaire", args=[draft.pk])).content.decode()
    shut = find(page, "details.formset__row")
    said = [words(summary) for summary in find(page, "details.formset__row > summary")]
    assert said == [f"Vraag 1: {SCALE['text']}", f"Vraag 2: {TEXT['text']}"]
    assert [row.get("open") for row in shut] == [None, None]
    # What belongs to a scale alone is asked of nothing else.
    assert find(page, "[name=questions-0-low]")[0].get("data-only-for") == "kind scale"

    keys = [{"key": question["key"]} for question in draft.questions]
    refused = save(client, draft, {**SCALE, **keys[0]}, {**TEXT, **keys[1], "text": ""})

    shut = find(refused.content.decode(), "details.formset__row")
    assert [row.get("open") is not None for row in shut] == [False, True]


def test_draft_can_be_thrown_away_until_a_round_is_planned_with_it(client, administrator):
    draft, planned = (start_questionnaire(title=title, begins_as=None, user=administrator) for title in ("Weg", "Vast"))
    save(client, planned, SCALE)
    programme = ProgrammeFactory()
    group(programme, people=6)
    round_with(planned.document, programme, administrator)
    remove = [reverse("pilots:remove_questionnaire", args=[each.pk]) for each in (draft, planned)]
    pages = [client.get(reverse("pilots:change_questionnaire", args=[each.pk])) for each in (draft, planned)]
    assert [page.context["can_remove"] for page in pages] == [True, False]

    answers = [client.post(address) for address in (*remove, remove[0])]

    assert [answer.status_code for answer in answers] == [302, 409, 302]
    assert list(WrittenQuestionnaire.objects.all()) == [planned]
    entry = AuditEntry.objects.get(action="pilots.remove_questionnaire")
    assert (entry.actor, entry.before["title"]) == (administrator, "Weg")


@pytest.mark.parametrize("role", [None, Role.ADVISOR])
def test_only_who_runs_programmes_writes(client, role):
    draft = WrittenQuestionnaireFactory()
    client.force_login(UserFactory(roles=[role] if role else []))

    for address in (
        reverse("pilots:questionnaires"),
        reverse("pilots:change_questionnaire", args=[draft.pk]),
        reverse("pilots:questionnaire", args=[draft.slug, 1]),
    ):
        assert client.get(address).status_code == 404
    assert client.post(reverse("pilots:remove_questionnaire", args=[draft.pk])).status_code == 404
    assert WrittenQuestionnaire.objects.exists()
