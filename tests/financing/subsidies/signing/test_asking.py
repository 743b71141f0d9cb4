"""Somebody who can sign along is asked to, and walks from the e-mail to the signature."""

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from coophub.notifications.models import Notification, OutgoingMessage
from coophub.web.errors import DomainError
from financing.subsidies.models import Application, SignatureRequest
from financing.subsidies.procedure.signing import co_signature
from financing.subsidies.selectors.signing import asked_to_sign, waits_for_signature_of
from financing.subsidies.services import applying, drafting
from initiatives.services.people import change_member_role
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.subsidies import complete_application
from tests.financing.subsidies.applications.drafting.steps import page_of, saved
from tests.web.reading import find

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def fien():
    return UserFactory(name="Fien Fluitenkruid", language="en")


@pytest.fixture
def otto():
    return UserFactory(name="Otto Olm", language="en")


@pytest.fixture
def third():
    return UserFactory(name="Carla Clematis", language="en")


@pytest.fixture
def initiative(fien, otto, third):
    initiative = InitiativeFactory(owner=fien, name="De Proeftuin")
    MembershipFactory(initiative=initiative, user=otto, role="editor")
    MembershipFactory(initiative=initiative, user=third, role="owner")
    return initiative


@pytest.fixture
def unsigned(initiative, fien, third):
    """Everything is filled in, and Fien changed it after the third had signed."""
    application = complete_application(initiative, writer=fien, signer=third)
    return rewritten(application, fien, "Er komen meer woningen.")


def rewritten(application, user, contribution):
    answers = {**application.answers["project"], "contribution": contribution}
    return saved(drafting.save_answers, application, user, section="project", answers=answers)


def ask(application, asked, user):
    return applying.ask_to_sign(application=application, asked=asked, user=user)


def test_the_road_from_the_mail_to_the_signature(client, unsigned, fien, otto):
    initiative = unsigned.initiative
    check = reverse("subsidies:check", args=[initiative.slug, unsigned.pk])
    overview = reverse("portal:overview", args=[initiative.slug])
    assert "asks you" not in page_of(client, otto, overview)

    # Fien sees whom she can ask, and asks Otto with one button.
    page = page_of(client, fien, check)
    assert "Ask Otto Olm to sign" in page
    assert "Ask Fien" not in page
    client.post(reverse("subsidies:ask_to_sign", args=[initiative.slug, unsigned.pk]), {"asked": otto.pk})
    assert "asked on" in page_of(client, fien, check)

    # The e-mail names nobody and no amount, and leads to the very page.
    message = OutgoingMessage.objects.filter(recipients=[otto.email]).latest("pk")
    assert "asks you to sign" in message.subject
    assert not re.search("Fien|Otto|€", message.subject + message.text)
    link = next(word for word in message.text.split() if word.startswith(settings.SITE_URL))
    overview_page = page_of(client, otto, overview)
    assert "Fien Fluitenkruid asks" in overview_page
    assert check in [link.get("href") for link in find(overview_page, "a")]
    assert "asks you to sign" in page_of(
        client, otto, reverse("subsidies:application", args=[initiative.slug, unsigned.pk])
    )

    page = page_of(client, otto, urlsplit(link).path)
    assert "Fien Fluitenkruid asks you to sign" in page
    assert "Nothing changed since you were asked" in page
    seal = find(page, "input[name=seal]")[0].get("value")
    answer = client.post(reverse("subsidies:co_sign", args=[initiative.slug, unsigned.pk]), {"seal": seal})

    assert answer.status_code == 302
    assert co_signature(Application.objects.get()).signed_by == otto
    assert "asks you" not in page_of(client, otto, overview)
    assert "Fien Fluitenkruid asks you" not in page_of(client, otto, check)


def test_who_is_asked_sees_what_changed_since(client, unsigned, fien, otto):
    ask(unsigned, otto, fien)
    rewritten(unsigned, fien, "Er komen dertig woningen.")

    [asked] = asked_to_sign(Application.objects.get())

    assert asked.signed_at is None
    assert asked.changes == ["The answers under “The project” are different."]
    page = page_of(client, otto, reverse("subsidies:check", args=[unsigned.initiative.slug, unsigned.pk]))
    assert "different since you were asked" in page


def test_who_signed_before_sees_what_changed_since_that_signature(unsigned, fien, third):
    ask(unsigned, third, fien)

    [asked] = asked_to_sign(Application.objects.get())

    assert asked.signed_at is not None
    assert asked.changes == ["The answers under “The project” are different."]


def test_asking_twice_is_one_request_and_one_mail(unsigned, fien, otto):
    assert ask(unsigned, otto, fien) == ask(unsigned, otto, fien)
    assert SignatureRequest.objects.count() == 1
    assert Notification.objects.filter(recipient=otto, kind="subsidies_asked_to_sign").count() == 1


def test_after_three_requests_in_a_day_it_is_tomorrow(unsigned, fien, otto):
    for number in range(3):
        ask(rewritten(Application.objects.get(), fien, f"Keer {number}."), otto, fien)
    application = rewritten(Application.objects.get(), fien, "Nog eens.")

    with pytest.raises(DomainError, match="3 times today"):
        ask(application, otto, fien)


@pytest.mark.parametrize(
    ("who", "why"),
    [("fien", "changed this application last"), ("reader", "cannot sign"), ("stranger", "cannot sign")],
)
def test_nobody_is_asked_who_cannot_sign(unsigned, initiative, fien, third, who, why):
    others = {"fien": fien, "reader": UserFactory(), "stranger": UserFactory()}
    MembershipFactory(initiative=initiative, user=others["reader"], role="reader")

    with pytest.raises(DomainError, match=why):
        ask(unsigned, others[who], third)


def test_while_something_is_missing_nobody_is_asked(unsigned, fien, otto):
    application = rewritten(unsigned, fien, "")

    with pytest.raises(DomainError, match="still missing"):
        ask(application, otto, fien)


def test_a_request_ends_when_who_was_asked_cannot_sign_any_more(unsigned, initiative, fien, otto):
    ask(unsigned, otto, fien)
    change_member_role(membership=initiative.memberships.get(user=otto), role="reader", user=fien)

    assert waits_for_signature_of(initiative, otto) == []
    assert asked_to_sign(Application.objects.get()) == []
