"""Pages on paper: as somebody files them."""

import pytest
from playwright.sync_api import expect

from coophub.accounts.models import Role
from coophub.web import clock, formats
from financing.plans.document.examples import example_document
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.pilots import PilotFactory
from tests.factories.plans import PlanFactory
from tests.factories.subsidies import submitted_application

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.xdist_group("worker")]

NOT_ON_PAPER = (
    "nav:not(.pagination), .pagination a, .leaflet-control-container, form, button, input:not([type=hidden]), "
    "textarea, select, .tabs, .utrecht-button-link, .skip-link"
)


def on_paper(person, path):
    """The page as it is printed, on A4: nothing to press or to fill in, nothing cut at the side, and on top what, when,
    by whom and where.
    """
    person.page.emulate_media(media="print")
    person.page.set_viewport_size({"width": 673, "height": 980})
    assert person.page.goto(path).ok
    seen = person.page.locator(NOT_ON_PAPER).locator("visible=true")
    assert seen.count() == 0, [seen.nth(number).inner_text()[:80] for number in range(min(3, seen.count()))]
    cut = person.page.evaluate(
        "[...document.querySelectorAll('table')].filter(t => t.getBoundingClientRect().right > innerWidth).length"
    )
    assert cut == 0
    head = person.page.locator(".print-head")
    expect(head).to_contain_text(formats.day(clock.today()))
    return head


@pytest.mark.thorough
def test_plan_and_dossier_are_printed_without_what_belongs_to_a_screen(at_work):
    owner, second = UserFactory(name="Fien Fluitenkruid"), UserFactory()
    group = InitiativeFactory(owner=owner)
    MembershipFactory(initiative=group, user=second, role="owner")
    plan = PlanFactory(initiative=group, document=example_document("de-eendracht"))
    application = submitted_application(group, writer=owner, signer=second)

    member = at_work(owner, 1280)
    for part in ("", "risks/", "figures/"):
        path = f"/initiatives/{group.slug}/plans/{plan.pk}/{part}"
        head = on_paper(member, path)
        expect(head).to_contain_text("Fien Fluitenkruid")
        expect(head).to_contain_text(path)

    reviewer = at_work(UserFactory(roles=[Role.REVIEWER]), 1280)
    for tab in ("application", "plan", "documents", "log"):
        on_paper(reviewer, f"/ministry/applications/{application.pk}/?tab={tab}")
    expect(reviewer.page.locator("h1")).to_be_visible()


@pytest.mark.thorough
def test_pages_of_a_group_its_coach_and_the_public_are_printed_so_too(at_work):
    owner, coach = UserFactory(), UserFactory(roles=[Role.ADVISOR])
    group = InitiativeFactory(owner=owner, published=True)
    pilot = PilotFactory(initiative=group, advisor=coach)
    second = MembershipFactory(initiative=group, role="owner").user
    application = submitted_application(group, writer=owner, signer=second)

    member = at_work(owner, 1280)
    group_page = f"/initiatives/{group.slug}/"
    rooms = ("", "roadmap/", "people/", "plans/", "subsidy/", f"subsidy/{application.pk}/", "documents/", "coaching/")
    for path in ("/register/", f"/register/{group.slug}/", "/awards/", *(group_page + room for room in rooms)):
        on_paper(member, path)

    advisor = at_work(coach, 1280)
    for path in ("/pilots/", f"/pilots/{pilot.pk}/", "/pilots/bottlenecks/", "/pilots/programmes/"):
        on_paper(advisor, path)


@pytest.mark.thorough
def test_pages_of_the_ministry_are_printed_so_too(at_work):
    owner = UserFactory()
    group = InitiativeFactory(owner=owner, published=True)
    application = submitted_application(group, writer=owner, signer=MembershipFactory(initiative=group).user)
    scheme = application.scheme_version.pk

    decider = at_work(UserFactory(roles=[Role.DECIDER]), 1280)
    lists = ("queue/", "applications/", "objections/", "advances/", "schemes/", "rounds/", "payments/", "lab/")
    figures = ("monitor/", "budget/", f"budget/{scheme}/entries/", f"schemes/{scheme}/")
    for path in (*lists, *figures, f"applications/{application.pk}/summary/"):
        on_paper(decider, f"/ministry/{path}")
        expect(decider.page.locator(".row-keys, .disclosure > form").locator("visible=true")).to_have_count(0)


def test_the_address_of_a_private_link_is_not_printed(open_browser):
    page = open_browser(1280)
    page.goto("/calculate/examples/de-eendracht/")
    page.locator("form[action*=start] button, main form button").first.click()
    page.wait_for_url("**/calculate/plan/**")
    page.emulate_media(media="print")

    token = page.url.split("/plan/")[1].split("/")[0]
    expect(page.locator(".print-head")).to_be_visible()
    expect(page.locator(".print-head")).not_to_contain_text(token)
