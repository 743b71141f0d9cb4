"""A group asks an official: drafting, reading first what is shown, sending, reminding, withdrawing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from coophub.accounts.services import erase_account, export_personal_data
from coophub.audit.models import AuditEntry
from coophub.notifications.models import OutgoingMessage
from coophub.web import clock
from coophub.web.errors import DomainError
from initiatives.models import Enquiry
from initiatives.selectors.enquiries import hash_of, what_is_shared
from initiatives.services import enquiries
from initiatives.services.lifecycle import change_profile, end_initiative
from initiatives.services.people import stop_invitations
from tests.factories.accounts import UserFactory
from tests.factories.enquiries import answered, drafted_enquiry, last_link_and_code, sent_enquiry
from tests.factories.initiatives import ASSEN, InitiativeFactory, InvitationFactory, MembershipFactory
from tests.factories.plans import PlanFactory
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db

TYPED = {
    "municipality": ASSEN,
    "kind": "plot",
    "official_name": "Sanne de Boer",
    "official_email": "Grond@Example.org",
    "text": "Is de kavel aan de Vaart vrij?",
}


@pytest.fixture
def anna():
    return UserFactory(email="anna@example.org", name="Anna")


@pytest.fixture
def group(anna):
    return InitiativeFactory(name="De Lindentuin", owner=anna)


@pytest.fixture
def at_home(client, anna):
    client.force_login(anna)
    return client


def at(name, group, *args):
    return reverse(f"initiatives:{name}", args=[group.slug, *args])


def main(page):
    return words(find(page.content.decode(), "main")[0])


@pytest.fixture
def later(monkeypatch):
    def go(**time):
        moment = clock.now() + timedelta(**time)
        monkeypatch.setattr(clock, "now", lambda: moment)

    return go


def test_group_reads_first_what_the_official_will_see_and_sends_that(at_home, group):
    plan = PlanFactory(initiative=group, name="Met erfpacht")
    form = {**TYPED, "plan_key": str(plan.pk), "parts": ["homes", "funding"], "key": str(uuid4())}

    preview = at_home.post(at("new_enquiry", group, "municipality"), form, follow=True)

    shown = main(preview)
    assert not OutgoingMessage.objects.exists()
    for seen in ("grond@example.org", "Is de kavel aan de Vaart vrij?", "De Lindentuin", "Met erfpacht", "Homes 36"):
        assert seen in shown
    assert "Does it close?" not in shown
    enquiry = Enquiry.objects.get()
    sent = at_home.post(at("send_enquiry", group, enquiry.pk), {"seen": preview.context["seen"]}, follow=True)
    assert "Asked Sanne de Boer, municipality of Assen" in main(sent)
    assert "You wait since today." in main(sent)
    enquiry.refresh_from_db()
    assert enquiry.shared_sha256 == hash_of(enquiry.shared) == preview.context["seen"]


def test_link_and_code_go_in_two_e_mails_without_the_question(anna, group):
    sent = sent_enquiry(group, anna)

    mails = OutgoingMessage.objects.all()
    assert [mail.recipients for mail in mails] == [["grond@example.org"]] * 2
    whole = [mail.subject + mail.text + mail.html for mail in mails]
    assert not any("kavel" in mail or "anna@example.org" in mail for mail in whole)
    assert [(sent.token in mail, sent.code in mail) for mail in sorted(whole, key=lambda mail: sent.code in mail)] == [
        (True, False),
        (False, True),
    ]
    assert sent.token not in str(list(sent.enquiry.links.values()))
    assert sent.code not in str(list(sent.enquiry.links.values()))


def test_what_changed_since_it_was_read_is_read_again(anna, group):
    enquiry = drafted_enquiry(group, anna)
    seen = hash_of(what_is_shared(enquiry))
    change_profile(initiative=group, facts={"homes": 30}, user=anna)

    with pytest.raises(DomainError, match="Read it again"):
        enquiries.send_enquiry(enquiry=enquiry, seen=seen, user=anna)

    assert not OutgoingMessage.objects.exists()


def test_what_the_official_sees_stays_as_it_was_sent(at_home, anna, group):
    plan = PlanFactory(initiative=group)
    sent = sent_enquiry(group, anna, plan_key=str(plan.pk), parts=["homes"])
    change_profile(initiative=group, facts={"homes": 99, "name": "Iets anders"}, user=anna)
    plan.document["dwellings"][0]["count"] = 77
    plan.save()

    shown = main(at_home.get(at("enquiry", group, sent.enquiry.pk)))

    assert "De Lindentuin" in shown
    assert "Iets anders" not in shown
    assert "Homes 24" in shown
    assert "Homes 36" in shown


def test_database_keeps_what_was_sent_as_it_was(anna, group):
    enquiry = sent_enquiry(group, anna).enquiry
    for deed in (
        lambda: Enquiry.objects.filter(pk=enquiry.pk).update(text="Iets anders"),
        lambda: Enquiry.objects.filter(pk=enquiry.pk).update(shared={}),
        enquiry.delete,
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            deed()


def test_plan_that_was_removed_is_said_before_sending(at_home, anna, group):
    enquiry = drafted_enquiry(group, anna, plan_key="1", parts=["homes"])

    page = at_home.get(at("enquiry", group, enquiry.pk))

    assert "The plan that you chose is no longer there." in main(page)
    assert not find(page.content.decode(), "input[name=seen]")


def test_plan_of_another_group_is_not_shown(anna, group):
    other = PlanFactory(name="Van een ander")
    enquiry = drafted_enquiry(group, anna, plan_key=str(other.pk), parts=["homes"])

    with pytest.raises(DomainError, match="no longer there"):
        what_is_shared(enquiry)


def test_form_that_is_sent_twice_is_one_question_and_sending_twice_is_once(at_home, group):
    form = {**TYPED, "key": str(uuid4())}
    for _time in range(2):
        preview = at_home.post(at("new_enquiry", group, "municipality"), form, follow=True)
    enquiry = Enquiry.objects.get()
    for _time in range(2):
        at_home.post(at("send_enquiry", group, enquiry.pk), {"seen": preview.context["seen"]})

    assert OutgoingMessage.objects.count() == 2


@pytest.mark.parametrize("missing", ["municipality", "kind", "official_name", "official_email", "text"])
def test_what_is_missing_is_said_beside_its_field_and_the_rest_stays(at_home, group, missing):
    form = {**TYPED, missing: "", "key": str(uuid4())}

    page = at_home.post(at("new_enquiry", group, "municipality"), form)

    assert missing in page.context["form"].errors
    assert missing == "text" or TYPED["text"] in page.content.decode()
    assert not Enquiry.objects.exists()


def test_bank_is_asked_for_what_a_bank_can_give(at_home, group):
    form = at_home.get(at("new_enquiry", group, "bank")).context["form"]
    assert [value for value, _label in form.fields["kind"].choices] == ["loan", "support", "appointment"]

    at_home.post(
        at("new_enquiry", group, "bank"),
        {**TYPED, "kind": "loan", "organisation": "Voorbeeldbank", "key": str(uuid4())},
    )

    assert Enquiry.objects.get().asked_of == "Voorbeeldbank"
    assert at_home.get(at("new_enquiry", group, "neighbour")).status_code == 404


def test_draft_is_changed_and_thrown_away(at_home, anna, group):
    enquiry = drafted_enquiry(group, anna)
    address = at("change_enquiry", group, enquiry.pk)
    assert "Wat kost de kavel" in at_home.get(address).content.decode()

    assert "Is de kavel aan de Vaart vrij?" in main(at_home.post(address, TYPED, follow=True))
    at_home.post(at("remove_enquiry", group, enquiry.pk))

    assert not Enquiry.objects.exists()


def test_what_was_sent_is_not_changed_or_thrown_away(at_home, anna, group):
    enquiry = sent_enquiry(group, anna).enquiry

    assert at_home.get(at("change_enquiry", group, enquiry.pk)).status_code == 409
    assert at_home.post(at("remove_enquiry", group, enquiry.pk)).status_code == 409
    assert Enquiry.objects.get() == enquiry


def test_reminder_comes_after_a_week_with_a_new_link_and_three_times_at_most(at_home, anna, group, later):
    sent = sent_enquiry(group, anna)
    address = at("remind_official", group, sent.enquiry.pk)
    assert "You can send a reminder from" in main(at_home.post(address, follow=True))

    for _time in range(3):
        later(days=7)
        assert "We send Sanne de Boer a reminder" in main(at_home.post(address, follow=True))
    later(days=7)

    assert "You sent all the reminders" in main(at_home.post(address, follow=True))
    assert sent.enquiry.links.count() == 4
    assert last_link_and_code()[0] != sent.token


def test_withdrawing_tells_the_official_and_an_answer_stays(at_home, anna, group):
    waiting, settled = sent_enquiry(group, anna), sent_enquiry(group, anna)
    answered(settled)

    at_home.post(at("withdraw_enquiry", group, waiting.enquiry.pk))
    refused = at_home.post(at("withdraw_enquiry", group, settled.enquiry.pk), follow=True)

    assert "This question is answered" in main(refused)
    assert OutgoingMessage.objects.filter(subject="De Lindentuin withdrew its question").count() == 1
    assert [each.withdrawn_at is None for each in Enquiry.objects.order_by("pk")] == [False, True]


def test_group_and_address_get_no_more_than_is_decent(anna, group):
    for _number in range(enquiries.MOST_TO_AN_ADDRESS):
        sent_enquiry(InitiativeFactory(owner=anna), anna)
    with pytest.raises(DomainError, match="This address got enough"):
        sent_enquiry(group, anna)

    for number in range(enquiries.MOST_OF_A_GROUP):
        sent_enquiry(group, anna, official_email=f"iemand-{number}@example.org")
    with pytest.raises(DomainError, match="that is the most"):
        sent_enquiry(group, anna, official_email="nog-iemand@example.org")


def test_who_wants_no_mail_of_groups_gets_none(anna, group):
    stop_invitations(invitation=InvitationFactory(email="grond@example.org"))

    with pytest.raises(DomainError, match="wants no e-mail of groups"):
        sent_enquiry(group, anna)


def test_group_that_ended_asks_nothing(at_home, anna, group):
    enquiry = drafted_enquiry(group, anna)
    end_initiative(initiative=group, user=anna)

    assert at_home.get(at("new_enquiry", group, "municipality")).status_code == 409
    at_home.post(at("send_enquiry", group, enquiry.pk), {"seen": hash_of(what_is_shared(enquiry))})
    assert not OutgoingMessage.objects.exists()


def test_reader_reads_and_an_editor_asks(client, group, anna):
    enquiry = drafted_enquiry(group, anna)
    reader = UserFactory()
    MembershipFactory(initiative=group, user=reader, role="reader")
    client.force_login(reader)

    assert client.get(at("enquiry", group, enquiry.pk)).status_code == 200
    assert "Send the question" not in main(client.get(at("enquiry", group, enquiry.pk)))
    assert client.post(at("send_enquiry", group, enquiry.pk)).status_code == 403


def test_question_of_another_group_is_not_there(at_home, group):
    other = UserFactory()
    theirs = sent_enquiry(InitiativeFactory(owner=other), other).enquiry

    assert at_home.get(at("enquiry", group, theirs.pk)).status_code == 404
    assert at_home.post(at("withdraw_enquiry", group, theirs.pk)).status_code == 404


def test_list_takes_the_same_queries_for_one_and_for_many(at_home, anna, group, count_queries):
    sent_enquiry(group, anna)
    one = count_queries(at("enquiries", group))
    for number in range(4):
        sent_enquiry(group, anna, official_email=f"iemand-{number}@example.org")

    assert count_queries(at("enquiries", group)) == one


def test_what_was_asked_is_told_to_who_asks_and_an_official_s_address_goes_with_the_account(anna, group):
    sanne = UserFactory(email="grond@example.org")
    enquiry = sent_enquiry(group, anna).enquiry

    assert [told["text"] for told in export_personal_data(user=anna)["enquiries"]] == [enquiry.text]
    assert [told["asked_of"] for told in export_personal_data(user=sanne)["enquiries"]] == ["municipality of Assen"]
    erase_account(user=sanne)
    enquiry.refresh_from_db()
    assert enquiry.official_email == f"erased-{sanne.pk}@coophub.invalid"


def test_trail_says_what_was_sent_to_whom(anna, group):
    enquiry = sent_enquiry(group, anna).enquiry

    entry = AuditEntry.objects.get(action="initiatives.send_enquiry")
    assert (entry.actor, entry.after["to"], entry.after["sha256"]) == (
        anna,
        "municipality of Assen",
        enquiry.shared_sha256,
    )
