"""What the pages of plans offer somebody works when they take it, and what they do not offer is refused."""

import datetime as dt
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.web import clock
from financing.plans.document.examples import example_document
from financing.plans.document.rows import keyed_document
from financing.plans.models import NormSet, Plan, ShareLink
from financing.plans.selectors import may
from financing.plans.services import editing, plans, sharing, versions, visitors
from initiatives.models import Membership
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.pilots import PilotFactory
from tests.factories.plans import PlanFactory, ScenarioFactory
from tests.offers import Offer, faults
from tests.thorough import some

pytestmark = pytest.mark.django_db


def everybody(initiative):
    everyone = {name: UserFactory() for name in ("owner", "editor", "reader", "gone")}
    for name in ("owner", "editor", "reader", "gone"):
        MembershipFactory(initiative=initiative, user=everyone[name], role="owner" if name == "gone" else name)
    Membership.objects.filter(user=everyone["gone"]).update(left_at=clock.now())
    everyone["coach"] = UserFactory(roles=[Role.ADVISOR])
    PilotFactory(initiative=initiative, advisor=everyone["coach"])
    return {**everyone, "visitor": AnonymousUser()}


def changed(plan, everyone, name):
    fresh = Plan.objects.get(pk=plan.pk)
    document = keyed_document(fresh)
    document["name"] = name
    return editing.save_plan(
        plan=fresh, document=document, revision=fresh.revision, user=everyone["editor"], section="basics"
    )


def new(plan, everyone):
    """Nothing was changed, kept or shared yet."""


def worked_on(plan, everyone):
    """Changed and taken back, with a version, a scenario, and links in every state."""
    changed(plan, everyone, "Anders")
    fresh = changed(plan, everyone, "Weer anders")
    editing.undo_change(plan=fresh, revision=fresh.revision, user=everyone["editor"])
    version = versions.freeze_plan(plan=Plan.objects.get(pk=plan.pk), name="Voor de bank", user=everyone["editor"])
    ScenarioFactory(plan=plan)
    for recipient in ("bank", "ingetrokken", "verlopen"):
        sharing.share_version(
            version=version, recipient=recipient, days=14, pass_phrase="", key=uuid4(), user=everyone["owner"]
        )
    sharing.revoke_link(link=ShareLink.objects.get(recipient="ingetrokken"), user=everyone["owner"])
    ShareLink.objects.filter(recipient="verlopen").update(expires_at=clock.now() - dt.timedelta(days=1))


def removed(plan, everyone):
    worked_on(plan, everyone)
    plans.remove_plan(plan=plan, user=everyone["owner"])


SCENES = [new, worked_on, removed]
PAGES = tuple(
    f"plans:{name}"
    for name in (
        "list",
        "version",
        "links",
        "revoke_link",
        "history",
        "undo",
        "redo",
        "restore",
        "scenario",
        "remove",
    )
)
"""What changes a plan but for its parts, which all go by one way in (`plan_page`), and the pages that lead to it."""


def filled_in(offer: Offer) -> dict[str, object]:
    return {"recipient": "De gemeente", "name": "Nog een keer", "rent": "1.05", "to": "1", "pass_phrase": ""}


@pytest.mark.parametrize("scene", some(SCENES, plain=[worked_on]), ids=lambda scene: scene.__name__)
def test_what_is_offered_works_and_what_is_not_is_refused(scene):
    initiative = InitiativeFactory()
    everyone = everybody(initiative)
    plan = PlanFactory(initiative=initiative)
    scene(plan, everyone)
    of_plan = [initiative.slug, plan.pk]
    start = [
        reverse("plans:list", args=[initiative.slug]),
        *(reverse(f"plans:{name}", args=of_plan) for name in ("detail", "versions", "links", "history")),
    ]

    assert faults(everyone, lambda _name: start, pages=PAGES, fill_in=filled_in) == []


@pytest.mark.parametrize("kept", [0, may.MAX_SCENARIOS])
def test_scenario_is_offered_as_long_as_one_more_is_kept(kept):
    initiative = InitiativeFactory()
    everyone = everybody(initiative)
    plan = PlanFactory(initiative=initiative)
    ScenarioFactory.create_batch(kept, plan=plan)
    tried, detail = (reverse(f"plans:{name}", args=[initiative.slug, plan.pk]) for name in ("try_drivers", "detail"))
    people = {name: everyone[name] for name in ("editor", "reader", "coach")}
    start = [f"{tried}?rent=1.05", detail]

    assert faults(people, lambda _name: start, pages=("plans:keep_scenario",), fill_in=filled_in) == []


def test_visitors_plan_is_changed_by_who_has_its_link_and_taken_along_by_who_has_a_group():
    initiative = InitiativeFactory()
    everyone = everybody(initiative)
    _plan, token = visitors.start_visitor_plan(document=example_document("erfpacht-met-stadslening"))
    pages = tuple(f"plans:calculation_{name}" for name in ("keep", "history", "undo", "restore", "remove"))
    start = [reverse(f"plans:calculation_{name}", args=[token]) for name in ("detail", "history")]

    assert faults(everyone, lambda _name: start, pages=pages, fill_in=filled_in) == []


def test_plan_of_another_group_is_taken_along_no_more():
    initiative = InitiativeFactory()
    everyone = everybody(initiative)
    plan, token = visitors.start_visitor_plan(document=example_document("erfpacht-met-stadslening"))
    visitors.take_over_plan(plan=plan, initiative=initiative, user=everyone["owner"])
    start = [reverse(f"plans:calculation_{name}", args=[token]) for name in ("detail", "keep")]

    assert faults(everyone, lambda _name: start, pages=("plans:calculation_keep",), fill_in=filled_in) == []


@pytest.mark.parametrize("is_known", [False, True])
def test_norms_are_kept_by_an_administrator_once(is_known):
    everyone = {"visitor": AnonymousUser(), "stranger": UserFactory()}
    everyone |= {
        "administrator": UserFactory(roles=[Role.ADMINISTRATOR]),
        "manager": UserFactory(roles=["scheme_manager"]),
    }
    newest = NormSet.objects.first()
    NormSet.objects.filter(pk=newest.pk).update(
        middle_income_one=50_000 if is_known else None, middle_income_more=60_000 if is_known else None
    )
    start = [reverse("plans:norms"), reverse("plans:norm_set", args=[newest.pk])]

    def limits(offer: Offer) -> dict[str, object]:
        return {
            "middle_income_one": "50000",
            "middle_income_more": "60000",
            "source": "Staatscourant",
            "valid_from": "2031-01-01",
        }

    pages = ("plans:norms", "plans:norm_set", "plans:income_limits")
    assert faults(everyone, lambda _name: start, pages=pages, fill_in=limits) == []
