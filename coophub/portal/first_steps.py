"""The first hour of a new group: what to do first, one thing after the other, until it is done or put away."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web import clock
from initiatives.may import why_not_change_profile
from initiatives.models import Initiative
from initiatives.selectors.road_map import RoadMap

NEW_FOR = dt.timedelta(days=90)
STEPS_TO_PLAN = 3


@dataclass(frozen=True)
class FirstStep:
    """One thing to do, why, and where; `action` says what the button does."""

    title: str | Promise
    text: str | Promise
    action: str | Promise
    url: str
    is_done: bool


@dataclass(frozen=True)
class FirstSteps:
    steps: list[FirstStep]

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def next(self) -> FirstStep | None:
        return next((step for step in self.steps if not step.is_done), None)


def first_steps_of(initiative: Initiative, user: User, *, road_map: RoadMap, has_plan: bool) -> FirstSteps | None:
    """What a new group does first, for who may do it: at most three queries. None once it is done, put away or old."""
    is_new = initiative.created_at > clock.now() - NEW_FOR and not initiative.ended_on
    if not is_new or initiative.first_steps_hidden_at or why_not_change_profile(initiative, user):
        return None
    found = FirstSteps(_steps(initiative, road_map=road_map, has_plan=has_plan))
    return found if found.next else None


def _steps(initiative: Initiative, *, road_map: RoadMap, has_plan: bool) -> list[FirstStep]:
    dated = sum(bool(step.planned_on or step.done_on) for phase in road_map.phases for step in phase.milestones)

    def address(name: str) -> str:
        return reverse(name, args=[initiative.slug])

    return [
        FirstStep(
            _("Say who you are"),
            _("One or two sentences: who you are and what you want. A guess is fine."),
            _("Write it down"),
            address("initiatives:profile"),
            bool(initiative.summary),
        ),
        FirstStep(
            _("Ask the others in"),
            _("They get an e-mail and see the same pages as you."),
            _("Invite people"),
            address("initiatives:people"),
            _has_others(initiative),
        ),
        FirstStep(
            _("Who wants to live there?"),
            _("How many people, how large, which rent. Only your group reads it. Begin with your own household."),
            _("Write your wishes down"),
            address("initiatives:households"),
            initiative.households.exists(),
        ),
        FirstStep(
            _("Calculate a first plan"),
            _("Ten questions, and you see whether it closes and what a home costs a month."),
            _("Answer ten questions"),
            address("plans:questions"),
            has_plan,
        ),
        FirstStep(
            _("Plan your first three steps"),
            _("Choose three steps of the road map and give each a day."),
            _("Open the road map"),
            address("initiatives:roadmap"),
            dated >= STEPS_TO_PLAN,
        ),
        FirstStep(
            _("Publish your page, or not yet"),
            _("Neighbours, the municipality and new members find you in the register. You decide what they see."),
            _("Look at your page"),
            address("initiatives:profile"),
            initiative.is_published,
        ),
    ]


def _has_others(initiative: Initiative) -> bool:
    is_asked = initiative.invitations.filter(withdrawn_at=None).exists()
    return is_asked or initiative.memberships.filter(left_at=None).count() > 1
