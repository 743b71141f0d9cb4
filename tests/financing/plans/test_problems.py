"""What the engine finds wrong is said in the reader's language and in the unit of the figure."""

import pytest
from django.utils import translation

from financing.engine import PlanError, parse_plan
from financing.plans.document.examples import example_document
from financing.plans.figures.problems import problem_in_words


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"vacancy_rate": 4}, "100%"),
        ({"discount_rate": -1}, "\N{MINUS SIGN}99%"),
        ({"first_year": 9999}, "2200"),
    ],
)
def test_limit_of_the_engine_is_written_as_the_figure_is(change, sentence):
    with translation.override("nl"), pytest.raises(PlanError) as caught:
        parse_plan({**example_document("hofje-voor-ouderen"), **change})
    with translation.override("nl"):
        words = problem_in_words(caught.value.problems[0])

    assert f" {sentence}" in words.replace("\N{NO-BREAK SPACE}", " ")
    assert "1.0" not in words
