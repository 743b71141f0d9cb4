"""An award is an event for its group: on its overview and its page, in the first line of its mail and in its news."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from coophub.notifications.models import OutgoingMessage
from coophub.web import clock
from coophub.web.formats import day, euro_cents
from financing.subsidies.models import Decision
from financing.subsidies.selectors.applications import whose_turn
from financing.subsidies.selectors.awarded import awarded, lately_awarded
from financing.subsidies.services import applying
from tests.factories.accounts import UserFactory
from tests.financing.subsidies.applications.drafting.steps import page_of
from tests.financing.subsidies.life import award, fresh, later, refuse
from tests.web.reading import find

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def overview(client, application, user):
    return page_of(client, user, reverse("portal:overview", args=[application.initiative.slug]))


def own_page(client, application, user):
    where = [application.initiative.slug, application.pk]
    return page_of(client, user, reverse("subsidies:application", args=where))


@pytest.mark.parametrize("page", [overview, own_page])
def test_the_group_reads_what_it_gets_when_and_what_to_do_first(client, submitted, people, page):
    award(submitted, people)
    found = awarded(fresh(submitted))

    seen = page(client, submitted, people["reader"])

    assert f"You get\n        {euro_cents(found.amount)}" in seen or f"You get {euro_cents(found.amount)}" in seen
    assert "What it means" in seen
    assert found.meaning[0] in seen
    assert euro_cents(found.next_payment.amount) in seen
    assert day(found.next_payment.pay_from) in seen
    assert found.duty.label in seen
    assert day(found.duty.on) in seen


def test_the_news_says_so_and_the_mail_begins_with_it(client, submitted, people):
    award(submitted, people)

    news = overview(client, submitted, people["owner"]).partition("The last weeks")[2]

    assert "Awarded: " + euro_cents(submitted.amount_requested) in news
    assert "Applied for" in news
    message = OutgoingMessage.objects.filter(recipients=[people["owner"].email]).latest("pk")
    assert re.match("(A decision has come|Er is een besluit)", message.text.splitlines()[0])
    assert str(submitted.initiative) not in message.text
    assert "€" not in message.text


def test_part_of_what_was_asked_is_said_beside_it(client, submitted, people):
    award(
        submitted, people, kind=Decision.Kind.AWARD_PARTLY, amount=Decimal(50_000), ground="kb13f", hearing="not_needed"
    )

    page = own_page(client, submitted, people["owner"])

    assert "You asked " + euro_cents(submitted.amount_requested) in page


def test_the_overview_shows_it_some_weeks_and_a_refusal_is_news_alone(client, submitted, people):
    refuse(submitted, people)

    page = overview(client, submitted, people["owner"])

    assert "You get" not in page
    assert "Refused: your application" in page
    with clock.at(later(100)):
        assert "Refused: your application" not in overview(client, submitted, people["owner"])
        assert lately_awarded(submitted.initiative) == []


def test_who_does_not_see_applications_reads_no_amount(client, submitted, people):
    award(submitted, people)
    coach = UserFactory(roles=["advisor"])

    answer = page_of(client, coach, reverse("portal:overview", args=[submitted.initiative.slug]))

    assert "You get" not in answer


@pytest.mark.parametrize("scene", ["awarded", "refused", "withdrawn"])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_nobody_has_to_act_is_never_printed(client, submitted, people, scene, language):
    if scene == "withdrawn":
        applying.withdraw_application(application=submitted, user=people["owner"])
    else:
        {"awarded": award, "refused": refuse}[scene](submitted, people)
    client.force_login(people["owner"])
    where = reverse("subsidies:application", args=[submitted.initiative.slug, submitted.pk])

    for address in (where, reverse("portal:overview", args=[submitted.initiative.slug])):
        page = client.get(address, headers={"accept-language": language}).content.decode()
        assert not re.search(r"[Nn]obody|[Nn]iemand", page)


def test_after_an_award_it_is_nobodys_turn_until_its_first_duty(submitted, people):
    award(submitted, people)
    application = fresh(submitted)

    assert whose_turn(application) == f"You have nothing to do until {day(awarded(application).duty.on)}."
    with clock.at(clock.now() + dt.timedelta(days=1)):
        assert awarded(application).duty.on > clock.today()


def test_the_time_line_marks_today_before_the_decision(client, submitted, people):
    page = own_page(client, submitted, people["reader"])

    states = [item.get("class").split("--")[-1] for item in find(page, ".timeline > li")]
    assert states.count("today") == 1
    assert set(states[: states.index("today")]) == {"done"}
    assert set(states[states.index("today") + 1 :]) == {"next"}
