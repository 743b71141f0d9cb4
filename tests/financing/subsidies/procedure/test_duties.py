"""What a letter asks of a group becomes a task of its own list."""

import datetime as dt

import pytest
from django.urls import reverse

from coophub.web import clock
from financing.subsidies.selectors.deadlines import DUTIES, ShownDeadline, duty_in_words
from financing.subsidies.services import remedies
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import MembershipFactory
from tests.financing.subsidies.life import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(submitted, people):
    """The ministry asks to complete the application within two weeks."""
    last_day = clock.today() + dt.timedelta(days=14)
    remedies.request_remedy(subject=submitted, points=["De begroting"], last_day=last_day, user=people["reviewer"])
    return fresh(submitted)


@pytest.fixture
def owner(client, asked):
    user = asked.initiative.memberships.filter(role="owner").first().user
    client.force_login(user)
    return user


def page(application):
    return reverse("subsidies:application", args=[application.initiative.slug, application.pk])


def make(application, key):
    return reverse("subsidies:make_task", args=[application.initiative.slug, application.pk, key])


def test_a_day_that_a_letter_sets_is_a_task_after_one_press_and_only_once(client, asked, owner):
    request = asked.remedy_requests.get()
    address = make(asked, f"complete-{request.pk}")
    assert address in client.get(page(asked)).content.decode()

    client.post(address)
    client.post(address)

    task = asked.initiative.tasks.get()
    assert (task.due_on, task.created_by) == (request.last_day, owner)
    assert asked.number in task.origin
    shown = client.get(page(asked)).content.decode()
    assert address not in shown
    assert reverse("initiatives:tasks", args=[asked.initiative.slug]) in shown


def test_who_only_reads_is_offered_nothing_and_refused(client, asked):
    reader = UserFactory()
    MembershipFactory(initiative=asked.initiative, user=reader, role="reader")
    client.force_login(reader)
    address = make(asked, f"complete-{asked.remedy_requests.get().pk}")

    assert address not in client.get(page(asked)).content.decode()
    assert client.post(address).status_code == 403
    assert not asked.initiative.tasks.exists()


@pytest.mark.parametrize("key", ["complete-0", "decide"])
def test_a_day_that_is_not_for_the_group_or_not_there_becomes_no_task(client, asked, owner, key):
    assert client.post(make(asked, key)).status_code == 409
    assert not asked.initiative.tasks.exists()


def test_every_day_for_a_group_has_words_for_its_task():
    keys = {"complete-1", "object", "complete-objection-2", "ask-settlement", "progress-3"}

    said = {duty_in_words(ShownDeadline(key, "", clock.today(), 0, [], is_for_group=True)) for key in keys}

    assert len(said) == len(DUTIES) == 5
