"""What brings a plan nearer to closing, for every page that says so."""

from typing import Any

from django.utils.functional import SimpleLazyObject

from financing.plans.document.examples import example_document, most_alike_that_closes
from financing.plans.forms.assumptions import furthest_from_usual
from financing.plans.models import Plan
from financing.plans.selectors.levers import levers_of
from financing.plans.selectors.outcomes import Outcome, outcome_of
from financing.plans.tables.beside_example import beside_example

MOST_UNUSUAL = 2


def what_helps(outcome: Outcome, plan: Plan) -> dict[str, Any]:
    """The levers, packages and nearest way of a plan that does not close; for one that nothing closes within what
    somebody would try also its most unusual figures, and the example most like it that does close, side by side.
    """
    if outcome.closes:
        return {"help": None}
    found = levers_of(outcome)
    if found.nearest is None or found.nearest.closes:
        return {"help": found}
    example = most_alike_that_closes(homes=outcome.homes, **plan.form_and_building)
    return {
        "help": found,
        "unusual": furthest_from_usual(outcome.document, MOST_UNUSUAL),
        "example": example,
        "beside": SimpleLazyObject(lambda: beside_example(outcome, outcome_of(example_document(example.slug)))),
    }
