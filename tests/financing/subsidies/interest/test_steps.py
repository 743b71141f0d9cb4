"""No step of the ministry is for who has an interest: not offered, and refused by the service itself. Every step, from
every state in which somebody else can take it, for one of each kind.
"""

import pytest

from coophub.web.once import only_looking
from financing.subsidies.procedure.interest import interest_in_words
from financing.subsidies.procedure.steps.order import STAFF_STEPS, offered
from tests.financing.subsidies.interest.tied import UNTIED, WAYS, worker
from tests.financing.subsidies.procedure.may.scenes import IN_EVERY_RUN, PEOPLE, SCENES, application_of, at, everybody
from tests.financing.subsidies.procedure.may.test_steps_offered import as_on_the_page, outcome
from tests.thorough import some

pytestmark = pytest.mark.django_db

FOR_WHO_HAS_ONE = "DeclareInterest"


@pytest.mark.parametrize("scene", some(SCENES, plain=IN_EVERY_RUN), ids=lambda scene: scene.__name__)
def test_no_step_is_for_who_has_an_interest(scene):
    people = everybody()
    application = application_of(people)
    days = scene(application, people) or 0
    wrong = []

    with at(days):
        # Tied on the day on which the scene looks: years on, a tie of the first day counts no more.
        tied = {name: worker(way, application.initiative) for name, way in WAYS.items()}
        page = as_on_the_page(application)
        with only_looking():
            taken = {step for name in PEOPLE for step in offered(STAFF_STEPS, page, people[name])}
            shown = {name: offered(STAFF_STEPS, page, person) for name, person in tied.items()}
        for name, person in tied.items():
            if shown[name]:
                wrong.append((name, shown[name], "are offered"))
            refusal = f"refused: {interest_in_words(application, person)}"
            for step in taken:
                found = outcome(step, page, person, people)
                if found != refusal and type(step).__name__ != FOR_WHO_HAS_ONE:
                    wrong.append((name, type(step).__name__, found))

    assert taken
    assert wrong == []


@pytest.mark.parametrize("name", UNTIED)
def test_who_was_tied_longer_ago_takes_the_case_up(submitted, initiative, people, name):
    person = worker(UNTIED[name], initiative)

    assert "TakeUp" in {type(step).__name__ for step in offered(STAFF_STEPS, as_on_the_page(submitted), person)}
