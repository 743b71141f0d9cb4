"""Visitors of a public page who write to the group."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from coophub.accounts.services import erase_account, export_personal_data
from coophub.notifications.models import Notification, OutgoingMessage
from coophub.web import clock
from coophub.web.errors import DomainError
from initiatives.models import Initiative, VisitorMessage
from initiatives.services import contact
from initiatives.tasks import sweep_visitor_messages
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db

SENT = {"name": "Els", "email": "Els@Example.org", "text": "Is er nog een woning voor twee?"}


def typed(**changed: str) -> dict[str, str]:
    return {**SENT, "key": str(uuid4()), **changed}


def sent_to(initiative: Initiative, **changed: str) -> VisitorMessage:
    return contact.write_to_group(initiative=initiative, **{**SENT, "key": uuid4(), **changed})


@pytest.fixture
def group():
    return InitiativeFactory(name="De Lindentuin", published=True, owner=UserFactory(email="anna@example.org"))


def test_visitor_writes_and_reads_where_the_answer_comes(client, group):
    address = reverse("initiatives:write", args=[group.slug])
    assert address in client.get(reverse("portal:public_initiative", args=[group.slug])).content.decode()

    page = client.post(address, typed(), follow=True)

    assert page.redirect_chain[-1][0] == reverse("portal:public_initiative", args=[group.slug])
    assert "De Lindentuin has your message. They answer you at els@example.org." in page.content.decode()
    assert VisitorMessage.objects.get().text == SENT["text"]


def test_owners_are_told_and_the_e_mail_has_nothing_of_what_was_written(group):
    MembershipFactory(initiative=group, user=UserFactory(), role="editor")

    sent_to(group)

    assert [notice.recipient.email for notice in Notification.objects.all()] == ["anna@example.org"]
    [mail] = OutgoingMessage.objects.all()
    assert mail.recipients == ["anna@example.org"]
    for secret in ("Els", "els@example.org", "woning"):
        assert secret not in mail.subject + mail.text + mail.html


@pytest.mark.parametrize(("role", "reads"), [("owner", True), ("editor", False), ("reader", False)])
def test_only_owners_read_what_was_written(client, group, role, reads):
    sent_to(group, text="<b>Dag</b> allemaal")
    member = UserFactory()
    MembershipFactory(initiative=group, user=member, role=role)
    client.force_login(member)

    page = client.get(reverse("initiatives:people", args=[group.slug])).content.decode()

    assert ("&lt;b&gt;Dag&lt;/b&gt; allemaal" in page) is reads
    assert "els@example.org" not in page


def test_pages_for_visitors_show_nobody_s_address(client, group):
    for name in ("portal:public_initiative", "initiatives:write"):
        assert "anna@example.org" not in client.get(reverse(name, args=[group.slug])).content.decode()


def test_group_that_takes_no_messages_says_so(client, group):
    group.takes_messages = False
    group.save()
    address = reverse("initiatives:write", args=[group.slug])

    assert address not in client.get(reverse("portal:public_initiative", args=[group.slug])).content.decode()
    assert client.get(address).status_code == 409
    answer = client.post(address, typed())
    assert "This group takes no messages through CoopHub." in answer.content.decode()
    assert SENT["text"] in answer.content.decode()
    assert not VisitorMessage.objects.exists()


def test_owner_switches_messages_off_at_the_profile(client, group):
    client.force_login(group.memberships.get().user)
    address = reverse("initiatives:profile", args=[group.slug])
    form = client.get(address).context["form"]
    facts = {name: "" if value is None else value for name, value in form.initial.items()}
    del facts["takes_messages"], facts["is_woningwet_cooperative"]

    client.post(address, facts)

    group.refresh_from_db()
    assert group.takes_messages is False


def test_form_that_is_sent_twice_is_one_message(client, group):
    form = typed()
    for _time in range(2):
        client.post(reverse("initiatives:write", args=[group.slug]), form)

    assert VisitorMessage.objects.count() == OutgoingMessage.objects.count() == 1


def test_a_group_gets_no_more_messages_in_a_day_than_it_can_answer(client, group, monkeypatch):
    for number in range(contact.MOST_TO_A_GROUP):
        sent_to(group, email=f"iemand-{number}@example.org")

    answer = client.post(reverse("initiatives:write", args=[group.slug]), typed())

    assert "This group got so many messages today" in answer.content.decode()
    assert SENT["text"] in answer.content.decode()
    tomorrow = clock.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert sent_to(group)


def test_an_address_writes_to_a_few_groups_a_day(group):
    for _number in range(contact.MOST_OF_AN_ADDRESS):
        sent_to(InitiativeFactory(published=True))

    with pytest.raises(DomainError, match="that is the most") as refused:
        sent_to(group, email=SENT["email"].upper())

    assert refused.value.field == "email"


@pytest.mark.parametrize("missing", ["name", "email", "text"])
def test_what_is_missing_is_said_beside_its_field_and_the_rest_stays(client, group, missing):
    page = client.post(reverse("initiatives:write", args=[group.slug]), typed(**{missing: ""})).content.decode()

    assert all(value in page for name, value in SENT.items() if name != missing)
    assert not VisitorMessage.objects.exists()


def test_who_is_signed_in_does_not_type_their_name_and_address(client, group):
    client.force_login(UserFactory(name="Bram de Wit", email="bram@example.org"))

    page = client.get(reverse("initiatives:write", args=[group.slug])).content.decode()

    assert 'value="Bram de Wit"' in page
    assert 'value="bram@example.org"' in page


def test_owner_removes_what_is_answered(client, group):
    message = sent_to(group)
    client.force_login(group.memberships.get().user)

    page = client.post(reverse("initiatives:remove_message", args=[group.slug, message.pk]), follow=True)

    assert "Els" not in words(find(page.content.decode(), "main")[0])
    assert not VisitorMessage.objects.exists()


def test_what_nobody_removed_goes_by_itself(group):
    old, new = sent_to(group), sent_to(group)
    VisitorMessage.objects.filter(pk=old.pk).update(sent_at=clock.now() - timedelta(days=contact.DAYS_KEPT))

    assert sweep_visitor_messages() == 1
    assert VisitorMessage.objects.get() == new


def test_own_messages_are_among_what_is_kept_and_go_with_the_account(group):
    els = UserFactory(email="Els@example.org")
    sent_to(group)

    assert [told["text"] for told in export_personal_data(user=els)["messages_to_groups"]] == [SENT["text"]]
    erase_account(user=els)
    assert not VisitorMessage.objects.exists()


def test_owner_answers_and_neither_sees_the_address_of_the_other(client, group):
    message = sent_to(group)
    owner = group.memberships.get().user
    client.force_login(owner)
    address = reverse("initiatives:answer_message", args=[group.slug, message.pk])
    assert address in client.get(reverse("initiatives:people", args=[group.slug])).content.decode()
    assert "els@example.org" not in client.get(address).content.decode()

    client.post(address, {"text": "Ja, kom <b>langs</b>."})

    mail = OutgoingMessage.objects.order_by("-pk")[0]
    assert mail.recipients == ["els@example.org"]
    assert "langs" not in mail.subject + mail.text + mail.html
    link = re.search(r"/messages/[\w.-]+/", mail.text)[0]
    client.logout()
    page = client.get(link)
    assert page["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    for shown in ("Ja, kom &lt;b&gt;langs&lt;/b&gt;.", "Is er nog een woning voor twee?", "De Lindentuin answered"):
        assert shown in page.content.decode()
    assert not [word for word in ("anna@example.org", owner.name, "els@example.org") if word in page.content.decode()]


def test_message_is_answered_once_and_the_same_answer_twice_is_once(client, group):
    message, owner = sent_to(group), group.memberships.get().user
    for _time in range(2):
        contact.answer_message(message=message, text="Ja.", user=owner)

    with pytest.raises(DomainError, match="was answered on"):
        contact.answer_message(message=message, text="Nee.", user=owner)
    client.force_login(owner)
    assert client.get(reverse("initiatives:answer_message", args=[group.slug, message.pk])).status_code == 409
    assert OutgoingMessage.objects.filter(recipients=["els@example.org"]).count() == 1


def test_editor_answers_no_visitor(group):
    editor = UserFactory()
    MembershipFactory(initiative=group, user=editor, role="editor")

    with pytest.raises(DomainError):
        contact.answer_message(message=sent_to(group), text="Ja.", user=editor)


@pytest.mark.parametrize("token", ["geraden", "1", "1.x"])
def test_link_to_an_answer_that_we_never_made_or_that_is_gone_says_so(client, group, token):
    message = sent_to(group)
    gone = message.token
    contact.remove_message(message=message, user=group.memberships.get().user)

    for name in (token, gone):
        page = client.get(reverse("initiatives:read_answer", args=[name]))
        assert page.status_code == 404
        assert "This message is not there any more" in page.content.decode()


def test_message_full_of_links_is_refused_beside_its_field(client, group):
    text = "Kijk op http://a.example, https://b.example en www.c.example!"

    page = client.post(reverse("initiatives:write", args=[group.slug]), typed(text=text))

    assert list(page.context["form"].errors) == ["text"]
    assert not VisitorMessage.objects.exists()
