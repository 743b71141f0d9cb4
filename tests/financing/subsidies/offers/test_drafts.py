"""A dossier offers a draft to sign, to send back and to change to whom it is of, and to nobody else."""

import pytest
from django.urls import reverse

from financing.subsidies.models import Application
from tests.financing.subsidies.procedure.may import scenes
from tests.financing.subsidies.procedure.may.filled_in import filled_by_name
from tests.offers import faults
from tests.thorough import some

pytestmark = pytest.mark.django_db

PEOPLE = ["leader", "conflicted", "assessor who decides", "drafter who decides", "decider", "other decider"]
SCENES = [
    scenes.drafted,
    scenes.draft_to_leave_out,
    scenes.advance_drafted,
    scenes.two_drafts,
    scenes.settlement_drafted,
    scenes.recovery_drafted,
    scenes.objection_drafted,
]
ACCEPTED = {
    # The tab shows the next step of each as a form; what else they can do stands behind a link.
    "subsidies:step",
}


@pytest.mark.parametrize("scene", some(SCENES, plain=[scenes.drafted]), ids=lambda scene: scene.__name__)
def test_what_is_offered_works(scene):
    people = scenes.everybody()
    application = scenes.application_of(people)
    days = scene(application, people) or 0
    application = Application.objects.get(pk=application.pk)
    dossier = reverse("subsidies:dossier", args=[application.pk])

    with scenes.at(days):
        fields = filled_by_name(application, people)
        wrong = faults(
            {name: people[name] for name in PEOPLE},
            lambda _name: [f"{dossier}?tab={tab}" for tab in ("decision", "assessment", "money")],
            pages=(),
            forms=("subsidies:step",),
            fill_in=lambda offer: fields,
            accepted=ACCEPTED,
        )

    assert wrong == []
