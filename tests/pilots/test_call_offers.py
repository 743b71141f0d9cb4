"""What the pages of a call offer somebody works when they take it, and what they do not offer is refused."""

import datetime as dt

import pytest
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.web import clock
from pilots.models import Selection
from pilots.questions.example_call import example_call
from pilots.services.intakes import start_intake, withdraw_intake
from pilots.services.selection import PlaceChoice, make_selection, score_intake
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.pilots import ANSWERS, CallFactory, PilotFactory, ProgrammeFactory, submitted_intake
from tests.offers import Offer, faults
from tests.thorough import some

pytestmark = pytest.mark.django_db

PAGES = tuple(
    f"pilots:{name}"
    for name in (
        "programme",
        "call",
        "invite",
        "appl",
        "selection",
        "take_",
        "coaching",
        "own_intake",
        "withdraw_intake",
    )
)
SLUGS = [criterion["slug"] for criterion in example_call()["criteria"]]


class Round:
    """A call with two groups that applied; the first of them has a coach, and an administrator among its members."""

    def __init__(self, **call):
        self.everyone = {name: UserFactory() for name in ("owner", "reader", "stranger")}
        self.everyone |= {name: UserFactory(roles=[Role.ADVISOR]) for name in ("coach", "advisor")}
        self.everyone |= {
            name: UserFactory(roles=[Role.ADMINISTRATOR]) for name in ("administrator", "member who runs")
        }
        self.group = InitiativeFactory(owner=self.everyone["owner"], reader=self.everyone["reader"])
        MembershipFactory(initiative=self.group, user=self.everyone["member who runs"], role="reader")
        PilotFactory(initiative=self.group, advisor=self.everyone["coach"])
        self.third = InitiativeFactory(owner=UserFactory())
        self.call = CallFactory(programme=ProgrammeFactory(places=2), **call)

    def apply(self):
        self.intakes = [
            submitted_intake(call=self.call, initiative=group).intake
            for group in (self.group, InitiativeFactory(owner=UserFactory()))
        ]
        return self

    def choose(self, *outcomes):
        choices = {intake.pk: PlaceChoice(found, "Zo.") for intake, found in zip(self.intakes, outcomes, strict=True)}
        make_selection(call=self.call, choices=choices, revision=1, user=self.everyone["administrator"])
        return self

    @property
    def pages(self):
        slug = self.call.programme.slug
        return [
            *(
                reverse(f"pilots:{name}", args=[slug])
                for name in ("programme", "applicants", "selection", "call", "invite")
            ),
            reverse("pilots:coaching", args=[self.group.slug]),
            *(reverse("pilots:own_intake", args=[self.group.slug, intake.pk]) for intake in self.group.intakes.all()),
            *(reverse("pilots:applicant", args=[slug, intake.pk]) for intake in self.call.intakes.all()),
        ]


def not_published():
    return Round(published_at=None)


def nobody_applied():
    return Round()


def draft():
    found = Round()
    start_intake(call=found.call, initiative=found.group, user=found.everyone["owner"])
    return found


def applied():
    return Round().apply()


def draft_too_late():
    found = draft()
    found.call.closes_on = clock.today() - dt.timedelta(days=1)
    found.call.save()
    return found


def scored():
    found = Round(closed=True).apply()
    score_intake(
        intake=found.intakes[1], scores=dict.fromkeys(SLUGS, 6), explanation="Goed.", user=found.everyone["advisor"]
    )
    return found


def chosen():
    return Round(closed=True).apply().choose(Selection.Outcome.CHOSEN, Selection.Outcome.RESERVE)


def withdrawn_after_the_choice():
    found = chosen()
    withdraw_intake(intake=found.intakes[0], user=found.everyone["owner"])
    return found


def not_chosen():
    return Round(closed=True).apply().choose(Selection.Outcome.NOT_CHOSEN, Selection.Outcome.CHOSEN)


SCENES = [
    not_published,
    nobody_applied,
    draft,
    draft_too_late,
    applied,
    scored,
    chosen,
    withdrawn_after_the_choice,
    not_chosen,
]


@pytest.mark.parametrize("scene", some(SCENES, plain=[scored]), ids=lambda scene: scene.__name__)
def test_what_a_call_offers_works_and_what_it_does_not_is_refused(scene):
    found = scene()

    def filled_in(offer: Offer) -> dict[str, object]:
        choices = {name: Selection.Outcome.RESERVE for name in offer.names if name.startswith("outcome-")}
        reasons = {name: "Een reden." for name in offer.names if name.startswith("reason-")}
        is_its_own = f"/{found.call.programme.slug}/" in offer.action
        opens, closes = (found.call.opens_on, found.call.closes_on) if is_its_own else (clock.today(), clock.today())
        return {
            **{f"intake-{key}": answer for key, answer in ANSWERS.items()},
            **{f"score-{slug}": "7" for slug in SLUGS},
            **choices,
            **reasons,
            "score-explanation": "Sterk.",
            "initiative": found.third.slug,
            "advisor": found.everyone["advisor"].pk,
            "hours_budget": "20",
            "opens_on": opens.isoformat(),
            "closes_on": closes.isoformat(),
            "starts_on": clock.today().isoformat(),
            "name": "Een programma",
            "outcome": "realised",
        }

    assert faults(found.everyone, lambda _name: found.pages, pages=PAGES, fill_in=filled_in) == []
