"""What the pages of coaching offer somebody works when they take it, and what they do not offer is refused."""

import datetime as dt

import pytest
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.web import clock
from pilots.models import Bottleneck, GuideVersion, Lesson, Pilot
from pilots.services.advisors import assign_advisor
from pilots.services.bottlenecks import resolve_bottleneck
from pilots.services.programmes import end_pilot
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.pilots import (
    BottleneckFactory,
    CoachingGoalFactory,
    LessonFactory,
    PilotFactory,
    PlannedSessionFactory,
    guide_version,
)
from tests.offers import Offer, faults

pytestmark = pytest.mark.django_db

PAGES = ("pilots:",)


def everybody():
    everyone = {name: UserFactory() for name in ("owner", "reader", "stranger")}
    everyone |= {name: UserFactory(roles=[Role.ADVISOR]) for name in ("coach", "colleague", "coach before")}
    everyone["administrator"] = UserFactory(roles=[Role.ADMINISTRATOR])
    everyone["administrator who coaches"] = UserFactory(roles=[Role.ADMINISTRATOR, Role.ADVISOR])
    return everyone


def coached(pilot, everyone):
    BottleneckFactory(pilot=pilot)
    PlannedSessionFactory(pilot=pilot, advisor=everyone["coach"])
    CoachingGoalFactory(pilot=pilot)
    resolve_bottleneck(bottleneck=BottleneckFactory(pilot=pilot), resolution="Bellen.", user=everyone["coach"])


def with_lessons(pilot, everyone):
    """Each that waits or is a draft has its author's step, each that waits one of somebody else; and a guide."""
    coached(pilot, everyone)
    for state in (Lesson.State.DRAFT, Lesson.State.WAITING):
        LessonFactory(bottleneck__pilot=pilot, author=everyone["coach"], state=state)
    LessonFactory(bottleneck__pilot=pilot, author=everyone["coach"], published=True)
    guide_version(everyone["coach"])


def ended(pilot, everyone):
    coached(pilot, everyone)
    end_pilot(pilot=pilot, outcome=Pilot.Outcome.REALISED, user=everyone["administrator"])


def taken_over(pilot, everyone):
    coached(pilot, everyone)
    assign_advisor(pilot=pilot, advisor=everyone["colleague"], user=everyone["administrator"])
    pilot.assignments.filter(advisor=everyone["coach"]).update(ended_on=clock.today())


SCENES = [coached, with_lessons, ended, taken_over]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
@pytest.mark.thorough
def test_what_is_offered_works_and_what_is_not_is_refused(scene):
    everyone = everybody()
    initiative = InitiativeFactory(owner=everyone["owner"], reader=everyone["reader"])
    other = InitiativeFactory()
    pilot = PilotFactory(initiative=initiative, advisor=everyone["coach"])
    for name, day in (("administrator who coaches", None), ("coach before", clock.today())):
        pilot.assignments.create(advisor=everyone[name], started_on=pilot.started_on, ended_on=day)
    # Whatever becomes of that pilot, this one has an advisor who can be asked how it goes.
    goes_on = PilotFactory(advisor=UserFactory(roles=[Role.ADVISOR]))
    scene(pilot, everyone)
    MembershipFactory(initiative=other, user=everyone["coach"])
    planned, goal = pilot.planned_sessions.get(), pilot.goals.get()
    solved = Bottleneck.objects.filter(resolution="Bellen.").get()
    start = [
        reverse("pilots:list"),
        reverse("pilots:agenda"),
        reverse("pilots:own_calendar"),
        reverse("pilots:bottlenecks"),
        reverse("pilots:programme", args=[pilot.programme.slug]),
        reverse("pilots:pilot", args=[pilot.pk]),
        reverse("pilots:coaching", args=[initiative.slug]),
        reverse("pilots:session", args=[pilot.pk]),
        *(
            reverse(f"pilots:{page}", args=[pilot.pk])
            for page in ("open_bottleneck", "prepare", "plan_session", "set_goal", "record_contact", "hand_over")
        ),
        *(reverse(f"pilots:{page}", args=[pilot.pk, planned.pk]) for page in ("move_session", "record_planned")),
        reverse("pilots:check_goal", args=[pilot.pk, goal.pk]),
        *(
            reverse(f"pilots:{page}", args=[pilot.pk, solved.pk])
            for page in ("bottleneck", "change_bottleneck", "resolve_bottleneck", "write_lesson")
        ),
        *(reverse("pilots:lesson", args=[lesson.pk]) for lesson in Lesson.objects.all()),
        *(reverse("pilots:change_lesson", args=[lesson.pk]) for lesson in Lesson.objects.all()),
        *(reverse("pilots:guide_version", args=[guide.slug, guide.number]) for guide in GuideVersion.objects.all()),
        reverse("pilots:lessons_of_advisor"),
        reverse("pilots:measures"),
        f"{reverse('pilots:bottlenecks')}?state=solved",
    ]

    def filled_in(offer: Offer) -> dict[str, object]:
        return {
            **{name: Pilot.Outcome.STOPPED for name in offer.names if name.startswith("ending-")},
            "initiative": other.slug,
            "advisor": everyone["colleague"].pk,
            "hours_budget": "20",
            "goal": "Een plan.",
            "starts_at": f"{clock.today() + dt.timedelta(days=9)}T14:00",
            "check_on": clock.today().isoformat(),
            "how_it_stands": "Bijna.",
            "note": "Bel de wethouder.",
            "party": "bank",
            "held_on": clock.today().isoformat(),
            "hours": "1,5",
            "summary": "Besproken.",
            "resolution": "Gebeld.",
            "what": "financing.gap",
            "severity": "2",
            "description": "Er is te weinig geld.",
            "opened_on": clock.today().isoformat(),
            "name": "De bank bellen",
            "outcome": Pilot.Outcome.REALISED if "/end/" in offer.action else "helped",
            "on": clock.today().isoformat(),
            "starts_on": clock.today().isoformat(),
            "bottleneck_description": "De bank wacht.",
            "action_1": "Bellen",
            "programme": goes_on.programme.pk,
            "questionnaire": "advisor-half-year",
            "opens_on": clock.today().isoformat(),
            "closes_on": clock.today().isoformat(),
            "title": "Bellen helpt",
            "problem": "Niemand nam op.",
            "what_helped": "Nog een keer bellen.",
            "remark": "Zeg hoe lang het duurde.",
            "text": "Hoe gaat het?",
            "kind": "letter" if "/documents/" in offer.action else "visit",
            "about": "De grond",
            "changed": "Een zin over erfpacht.",
            "holds_from": clock.today().isoformat(),
            "source": "Zelf geschreven.",
            "sources": "Zelf geschreven.",
            "source_on": clock.today().isoformat(),
            "check_again_by": (clock.today() + dt.timedelta(days=300)).isoformat(),
        }

    assert faults(everyone, lambda _name: start, pages=PAGES, fill_in=filled_in) == []
