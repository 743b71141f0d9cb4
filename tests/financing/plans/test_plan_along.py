"""A plan without an account comes along with whoever signs up, on any device, and with nobody else."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from coophub.accounts import services as accounts
from coophub.accounts.models import User
from coophub.web import clock
from financing.plans.document.examples import example_document
from financing.plans.models import Plan, PlanClaim
from financing.plans.selectors.visitors import plan_along
from financing.plans.services.visitors import claim_plans, start_visitor_plan, take_over_plan
from financing.plans.urls import BUILDER
from financing.plans.views.visitors import COOKIE
from initiatives.models import Initiative, Municipality
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.initiatives import InitiativeFactory

ENGLISH = {"accept-language": "en"}
EMAIL = "fien@example.org"


@pytest.fixture(autouse=True)
def _no_counts(db):
    cache.clear()


@pytest.fixture
def laptop(client):
    """A browser that has made a plan."""
    client.post(reverse("plans:start_example", args=["overname-met-korting"]))
    return client


def address(plan, page="detail"):
    return reverse(f"plans:calculation_{page}", args=[plan.pk])


def sign_up(browser, email=EMAIL, start=None):
    form = {"name": "Fien", "email": email, "password1": PASSWORD, "terms": "on"}
    return browser.post(reverse("account_signup"), {**form, **({"next": start} if start else {})})


def confirm(browser, mailoutbox):
    link = re.search(r"https?://[^/]+(/account/confirm-email/\S+)", mailoutbox[-1].body).group(1)
    return browser.post(link)


def test_link_that_is_opened_on_a_phone_leads_to_the_plan(laptop, mailoutbox):
    plan, phone = Plan.objects.get(), Client()
    sign_up(laptop)

    assert confirm(phone, mailoutbox)["Location"] == reverse("account_login")
    phone.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})

    start = phone.get(reverse("portal:start"))
    assert [found.plan for found in start.context["waiting"]] == [plan]
    assert address(plan, "keep") in start.content.decode()
    assert plan.name in phone.get(address(plan)).content.decode()
    typed = {"name": "De Kersentuin", "municipality": Municipality.objects.first().pk}
    typed["target_group"] = "middle_incomes"
    begun = phone.post(address(plan, "keep"), typed)
    group = Initiative.objects.get()
    assert begun["Location"] == reverse("plans:detail", args=[group.slug, plan.pk])
    assert group.created_by.email == EMAIL
    assert phone.get(address(plan)).status_code == 404
    assert not PlanClaim.objects.exists()


def test_link_that_is_opened_in_the_same_browser_leads_on_at_once(laptop, mailoutbox):
    token = laptop.get(reverse("plans:calculate")).context["kept"][0].address
    keep = reverse("plans:calculation_keep", args=[token])
    assert laptop.get(keep)["Location"] == f"{reverse('account_signup')}?{urlencode({'next': keep})}"
    sign_up(laptop, start=keep)

    assert confirm(laptop, mailoutbox)["Location"] == keep


def test_whoever_has_the_private_link_keeps_the_plan_too_when_they_sign_up(client, mailoutbox):
    plan, token = start_visitor_plan(document=example_document("ledenkapitaal"))
    keep = reverse("plans:calculation_keep", args=[token])
    client.get(keep)
    sign_up(client, start=keep)

    assert PlanClaim.objects.get().plan == plan


# --- Nobody else ------------------------------------------------------------------------------------


@pytest.fixture
def claimed(db):
    plan, token = start_visitor_plan(document=example_document("ledenkapitaal"))
    owner = UserFactory()
    claim_plans(tokens=[token], user=owner)
    return plan, token, owner


def pages_of(plan):
    for page in ("detail", "keep", "remove", *(name for _path, _view, name in BUILDER)):
        more = {"section": {"section": "homes"}, "panel": {"section": "homes"}}.get(page, {})
        if page not in ("homes_found", "home_values_found"):
            yield reverse(f"plans:calculation_{page}", kwargs={"token": plan.pk, **more})


def test_no_page_of_it_opens_for_anybody_else(client, claimed):
    plan = claimed[0]
    for page in pages_of(plan):
        for answer in (client.get(page), client.post(page)):
            assert answer.status_code == 405 or answer["Location"] == f"{reverse('account_login')}?next={page}"
    client.force_login(UserFactory())
    for page in pages_of(plan):
        assert client.get(page).status_code in (404, 405), page
        assert client.post(page).status_code in (404, 405), page
    assert Plan.objects.filter(pk=plan.pk, initiative=None).exists()


def test_number_of_a_plan_that_came_along_with_nobody_opens_nothing(client):
    plan, _token = start_visitor_plan(document=example_document("ledenkapitaal"))
    client.force_login(UserFactory())

    assert client.get(address(plan)).status_code == 404


@pytest.mark.parametrize("number", ["0", "9" * 18, "9" * 43, "٣", "1 "])
def test_number_that_no_plan_has_opens_nothing(client, number):
    client.force_login(UserFactory())

    assert client.get(reverse("plans:calculation_detail", args=[number])).status_code == 404


def test_address_that_has_an_account_already_gets_nothing(laptop):
    known = UserFactory(email=EMAIL)
    sign_up(laptop)

    assert not PlanClaim.objects.filter(user=known).exists()
    assert User.objects.count() == 1


def test_cookie_that_was_not_signed_here_brings_nothing_along(client):
    _plan, token = start_visitor_plan(document=example_document("ledenkapitaal"))
    client.cookies[COOKIE] = token
    sign_up(client)

    assert not PlanClaim.objects.exists()


def test_account_that_is_not_confirmed_opens_nothing(laptop):
    plan = Plan.objects.get()
    sign_up(laptop)
    other = Client()
    other.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})

    assert other.get(address(plan))["Location"].startswith(reverse("account_login"))


def test_page_that_opened_by_number_shows_no_private_link(client, claimed):
    client.force_login(claimed[2])

    content = client.get(address(claimed[0]), headers=ENGLISH).content.decode()

    assert "Your private link" not in content
    assert "on every device" in content
    assert claimed[1] not in content


# --- The end of it ----------------------------------------------------------------------------------


def test_group_that_takes_it_over_ends_it(claimed):
    plan, _token, owner = claimed
    other = UserFactory()
    PlanClaim.objects.create(plan=plan, user=other)

    take_over_plan(plan=plan, initiative=InitiativeFactory(owner=owner), user=owner)

    assert plan_along(str(plan.pk), other) is plan_along(str(plan.pk), owner) is None


def test_signing_up_keeps_the_plan_a_whole_month_more(db):
    plan, token = start_visitor_plan(document=example_document("ledenkapitaal"))
    Plan.objects.update(expires_at=clock.now() + dt.timedelta(days=1))

    claim_plans(tokens=[token], user=UserFactory())

    plan.refresh_from_db()
    assert (plan.expires_at - clock.now()).days >= 29


def test_person_reads_what_came_along_and_takes_it_away_with_the_account(claimed):
    plan, token, owner = claimed

    assert accounts.export_personal_data(user=owner)["plans"]["along_with_the_account"][0]["plan"] == plan.name
    accounts.erase_account(user=owner)

    assert not PlanClaim.objects.exists()
    assert Plan.objects.filter(token_hash=Plan.hash_of_token(token)).exists()
