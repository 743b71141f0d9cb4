"""The figures of a round to take along, read by somebody who is curious about one person."""

import csv
import datetime as dt
from decimal import Decimal
from itertools import combinations

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coophub.accounts.models import Role
from coophub.web import clock
from initiatives.models import CooperativeForm
from pilots.models import AnonymousAnswer, NamedAnswer
from pilots.selectors.cohorts.statistics.small_groups import FEWEST
from pilots.selectors.evaluation import results_of
from pilots.services.evaluation import open_round, release_text
from tests.factories.accounts import UserFactory
from tests.factories.pilots import AnonymousTextFactory, EvaluationRoundFactory, PilotFactory, RespondentFactory
from tests.pilots.rounds import answered, closed, group, planned

pytestmark = pytest.mark.django_db

FORMS = [form.value for form in CooperativeForm]
IN_DUTCH = {"accept-language": "nl"}


def taken_along(client, user, round_):
    client.force_login(user)
    answer = client.get(reverse("pilots:evaluation_file", args=[round_.pk]), headers=IN_DUTCH)
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def closed_round(**kwargs):
    past = clock.today() - dt.timedelta(days=1)
    round_ = EvaluationRoundFactory(opens_on=past - dt.timedelta(days=9), closes_on=past, **kwargs)
    round_.closed_at, round_.asked, round_.answered = clock.now(), 40, 40
    round_.save()
    return round_


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(points=st.dictionaries(st.sampled_from(FORMS), st.lists(st.integers(1, 5), max_size=12), max_size=5))
def test_curious_reader_finds_nothing_of_fewer_than_five(points):
    round_ = closed_round()
    AnonymousAnswer.objects.bulk_create(
        AnonymousAnswer(round=round_, form=form, key="trusts_plan", number=point)
        for form, some in points.items()
        for point in some
    )

    results = {result.question.key: result for result in results_of(round_, to_take_along=True)}
    found = results["trusts_plan"]
    everybody = [point for some in points.values() for point in some]

    # What the page shows and what is taken along are one and the same: there is nothing between them to learn from.
    assert found == {result.question.key: result for result in results_of(round_)}["trusts_plan"]
    assert (found.answers is None) == (len(everybody) < FEWEST)
    if found.answers is None:
        assert (found.mean, list(found.counts), list(found.by_form)) == (None, [], [])
        return
    sizes = [of_form.answers for of_form in found.by_form]
    # Any forms together, taken off everybody: nobody is left, or at least five are.
    for number in range(len(sizes) + 1):
        for some in combinations(sizes, number):
            left = found.answers - sum(some)
            assert left == 0 or left >= FEWEST, (points, sizes)
    assert all(size >= FEWEST for size in sizes)


def test_everybody_takes_the_same_along_whenever_they_do(client):
    administrator, advisor = UserFactory(roles=[Role.ADMINISTRATOR]), UserFactory(roles=[Role.ADVISOR])
    pilot, _members = group(PilotFactory().programme, people=6, coach=UserFactory(roles=[Role.ADVISOR]))
    round_ = planned(pilot.programme, administrator)
    open_round(round_)
    answered(round_, [2, 3, 4, 4, 5, 3])
    closed(round_)
    waiting = AnonymousTextFactory(round=round_, pilot=pilot, text="Els belt nooit terug.")

    first = taken_along(client, administrator, round_)
    assert taken_along(client, advisor, round_) == first
    assert "nooit terug" not in str(first)
    trusts = [line for line in first if line["Vraag"].startswith("Ik vertrouw")]
    assert {"Gemiddeld": "3,5"}.items() <= {line["Wat"]: line["Getal"] for line in trusts}.items()

    release_text(text=waiting, words="Er wordt niet teruggebeld.", user=advisor)
    second = taken_along(client, administrator, round_)
    assert [line for line in second if line not in first] == [
        {**second[-1], "Wat": "Tekst", "Wat is geantwoord": "Er wordt niet teruggebeld.", "Getal": ""}
    ]


def test_few_answers_with_names_are_not_taken_along_either(client):
    round_ = closed_round(questionnaire="advisor-half-year")
    for _number in range(4):
        respondent = RespondentFactory(round=round_, has_answered=True)
        NamedAnswer.objects.create(respondent=respondent, key="chance", number=Decimal(4))
        NamedAnswer.objects.create(respondent=respondent, key="what_is_needed", text="Een penningmeester.")

    for role in (Role.ADMINISTRATOR, Role.ADVISOR):
        assert taken_along(client, UserFactory(roles=[role]), round_) == []


def test_open_round_has_no_file(client):
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR]))
    assert client.get(reverse("pilots:evaluation_file", args=[EvaluationRoundFactory().pk])).status_code == 404
