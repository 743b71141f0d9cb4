"""What a municipality does is written down by advisors and by its own officials, and what stood there stays."""

import re
from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.audit.models import AuditEntry
from coophub.notifications.models import Notification, OutgoingMessage
from coophub.web import clock
from coophub.web.errors import DomainError
from initiatives.models import Municipality, PolicyOpening, PolicyStatement
from initiatives.selectors.people import wants_no_invitations
from initiatives.selectors.policies import policy_of
from initiatives.services import code_links
from initiatives.services import policies as services
from tests.factories.accounts import UserFactory
from tests.factories.enquiries import sent_enquiry
from tests.factories.initiatives import ASSEN, GRONINGEN, InitiativeFactory
from tests.factories.policies import sent_policy_link, stated
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db

WRITTEN = {
    "ground_lease_stance": "yes",
    "ground_lease_text": "Voor vijftig jaar.",
    "loan_fund_stance": "",
    "plots_stance": "",
    "contact_text": "Afdeling Wonen, wonen@example.org",
}


@pytest.fixture
def advisor():
    return UserFactory(name="Iris", roles=[Role.ADVISOR])


@pytest.fixture
def assen():
    return Municipality.objects.get(pk=ASSEN)


@pytest.fixture
def sent(advisor):
    return sent_policy_link(advisor)


@pytest.fixture
def later(monkeypatch):
    def go(**time):
        moment = clock.now() + timedelta(**time)
        monkeypatch.setattr(clock, "now", lambda: moment)

    return go


def at(sent):
    return reverse("initiatives:policy_official", args=[sent.token])


def main(page):
    return words(find(page.content.decode(), "main")[0])


def inside(sent):
    official = Client(headers={"accept-language": "en"})
    assert official.post(at(sent), {"code": sent.code}).status_code == 302
    return official


def known(municipality):
    return {line.topic.value: line.now.text for line in policy_of(municipality) if line.now}


def test_advisor_writes_down_what_stands_somewhere_and_what_stood_before_stays(client, advisor, assen):
    client.force_login(advisor)
    address = reverse("initiatives:state_policy", args=[ASSEN, "ground_lease"])
    facts = {"stance": "yes", "text": "Ja.", "source": "Nota", "source_url": "", "known_on": clock.today().isoformat()}

    client.post(address, facts)
    client.post(address, {**facts, "stance": "case", "text": "Per project."})
    page = client.get(reverse("initiatives:policy", args=[ASSEN]))

    assert known(assen) == {"ground_lease": "Per project."}
    [line] = [line for line in policy_of(assen) if line.before]
    assert [each.text for each in line.before] == ["Ja."]
    assert (
        main(page).index("Per project.") < main(page).index("What stood there before (one)") < main(page).index("Ja.")
    )
    trail = AuditEntry.objects.filter(action="initiatives.state_policy").order_by("pk")
    assert [(each.actor, each.target_id, each.after["stance"]) for each in trail] == [
        (advisor, ASSEN, "yes"),
        (advisor, ASSEN, "case"),
    ]
    assert trail[1].before["text"] == "Ja."


@pytest.mark.parametrize("missing", ["stance", "source", "known_on"])
def test_policy_without_its_source_or_day_is_refused_beside_the_field(client, advisor, missing):
    client.force_login(advisor)
    facts = {"stance": "yes", "text": "Ja.", "source": "Nota", "known_on": clock.today().isoformat()}

    page = client.post(reverse("initiatives:state_policy", args=[ASSEN, "plots"]), {**facts, missing: ""})

    assert list(page.context["form"].errors) == [missing]
    assert not PolicyStatement.objects.exists()


def test_what_is_not_true_any_more_is_not_known_and_says_why(client, advisor, assen):
    stated(advisor)
    client.force_login(advisor)

    client.post(
        reverse("initiatives:withdraw_policy", args=[ASSEN, "ground_lease"]), {"reason": "Ingetrokken door de raad"}
    )

    assert known(assen) == {}
    public = Client(headers={"accept-language": "en"}).get(reverse("portal:municipality", args=[ASSEN]))
    assert "Ingetrokken door de raad" in main(public)
    assert "Nothing is known of this municipality yet." in main(public)


def test_same_again_is_once(advisor):
    assert stated(advisor) == stated(advisor)


def test_statement_never_changes(advisor):
    statement = stated(advisor)
    for deed in (lambda: PolicyStatement.objects.update(text="Nee."), statement.delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            deed()


def test_official_keeps_the_policy_without_an_account_and_again_later(sent, advisor, assen):
    stated(advisor, text="Oud.")
    stated(advisor, topic="plots", stance="no", text="", source_url="")
    official = inside(sent)
    assert "Oud." in official.get(at(sent)).content.decode()

    done = official.post(at(sent), {**WRITTEN, "plots_stance": "no"}, follow=True)
    again = official.post(at(sent), {**WRITTEN, "ground_lease_text": "Voor zestig jaar.", "plots_stance": "no"})

    assert "It stands on your page, with the day of today." in main(done)
    assert again.status_code == 302
    lines = {line.topic.value: line for line in policy_of(assen)}
    assert lines["ground_lease"].now.text == "Voor zestig jaar."
    assert [each.text for each in lines["ground_lease"].before] == ["Voor vijftig jaar.", "Oud."]
    assert lines["ground_lease"].now.is_by_the_municipality
    assert not lines["plots"].now.is_by_the_municipality
    assert lines["loan_fund"].now is None
    assert lines["contact"].now.text == "Afdeling Wonen, wonen@example.org"
    assert {notice.recipient for notice in Notification.objects.all()} == {advisor}
    assert OutgoingMessage.objects.order_by("-pk")[0].recipients == ["beleid@example.org"]


def test_official_confirms_what_stands_there_or_takes_it_away(sent, advisor, assen):
    stated(advisor, topic="plots", stance="no", text="", source_url="")
    stated(advisor, topic="quality", stance="", text="Groen.", source_url="")
    official = inside(sent)

    official.post(at(sent), {"plots_stance": "no", "quality_text": "", "still_true": "yes"})

    lines = {line.topic.value: line for line in policy_of(assen)}
    assert lines["plots"].now.is_by_the_municipality
    assert lines["quality"].now is None
    nothing = official.post(at(sent), {"plots_stance": "no"}, follow=True)
    assert "Nothing changed." in main(nothing)


def test_words_without_an_answer_in_short_are_refused_beside_the_field(sent):
    page = inside(sent).post(at(sent), {"plots_text": "Aan de Vaart."})

    assert list(page.context["form"].errors) == ["plots_stance"]
    assert "Aan de Vaart." in page.content.decode()
    assert not PolicyStatement.objects.exists()


def test_names_and_addresses_of_officials_and_advisors_are_on_no_public_page(sent, client):
    inside(sent).post(at(sent), WRITTEN)

    page = client.get(reverse("portal:municipality", args=[ASSEN])).content.decode()

    assert "Voor vijftig jaar." in page
    assert not [word for word in ("Sanne de Boer", "beleid@example.org", "Iris") if word in page]


def withdrawn(sent, advisor, later):
    services.withdraw_policy_link(link=sent.link, user=advisor)


def replaced(sent, advisor, later):
    sent_policy_link(advisor)


def expired(sent, advisor, later):
    later(days=services.LINK_DAYS, minutes=1)


def merged(sent, advisor, later):
    Municipality.objects.filter(pk=ASSEN).update(ended_on=clock.today(), went_into=GRONINGEN)


MISUSED = [
    (withdrawn, "The advisor withdrew this link on"),
    (replaced, "A later e-mail has a new link"),
    (expired, "This link was good until"),
    (merged, "went into Groningen on"),
]


@pytest.mark.parametrize(("happened", "sentence"), MISUSED, ids=lambda value: getattr(value, "__name__", ""))
def test_link_that_is_no_longer_good_says_what_to_do(client, sent, advisor, later, happened, sentence):
    known_official = inside(sent)
    happened(sent, advisor, later)

    for page in (
        client.get(at(sent)),
        client.post(at(sent), {"code": sent.code}),
        known_official.post(at(sent), WRITTEN),
    ):
        assert page.status_code == 410
        assert sentence in main(page)
    assert not PolicyStatement.objects.exists()
    assert PolicyOpening.objects.filter(outcome="closed").count() == 3
    with pytest.raises(DomainError, match=re.escape(sentence)):
        services.send_another_policy_code(link=sent.link)


def test_link_that_we_never_made_says_so(client):
    for name in ("policy_official", "stop_policy_links"):
        page = client.get(reverse(f"initiatives:{name}", args=["geraden"]))
        assert page.status_code == 404
        assert "ask the advisor who sent it" in main(page)
    assert client.post(reverse("initiatives:another_policy_code", args=["geraden"])).status_code == 404


def test_who_has_no_code_gets_no_further_and_guesses_lock_the_link(client, sent, later):
    wrong = "000000" if sent.code != "000000" else "111111"
    assert "Then ask them for the code too." in main(client.post(at(sent), WRITTEN))
    for _time in range(code_links.MAX_WRONG):
        client.post(at(sent), {"code": wrong})
    assert client.post(at(sent), {"code": sent.code}).status_code == 429
    for _round in range(3):
        later(minutes=16)
        for _time in range(code_links.MAX_WRONG):
            client.post(at(sent), {"code": wrong})
    later(minutes=16)

    locked = client.post(at(sent), {"code": sent.code})

    assert (locked.status_code, "this link is locked" in main(locked)) == (403, True)
    assert not PolicyStatement.objects.exists()
    assert AuditEntry.objects.filter(action="initiatives.open_policy_link").count() == PolicyOpening.objects.count()


def test_another_code_goes_to_the_official_alone(client, sent):
    client.post(reverse("initiatives:another_policy_code", args=[sent.token]))

    mail = OutgoingMessage.objects.order_by("-pk")[0]
    assert mail.recipients == ["beleid@example.org"]
    assert client.post(at(sent), {"code": sent.code}).status_code == 403


def test_no_search_engine_cache_or_other_site_learns_the_address(client, sent):
    for page in (client.get(at(sent)), inside(sent).get(at(sent))):
        assert page["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert page["Cache-Control"] == "private, no-store"


def test_official_who_says_never_again_by_the_link_gets_nothing_more(client, sent, advisor, assen):
    stop = reverse("initiatives:stop_policy_links", args=[sent.token])
    asked = client.get(stop)
    assert "beleid@example.org" not in asked.content.decode()

    client.post(stop)

    assert wants_no_invitations("beleid@example.org")
    with pytest.raises(DomainError, match="wants no e-mail"):
        sent_policy_link(advisor)
    with pytest.raises(DomainError, match="wants no e-mail"):
        sent_enquiry(InitiativeFactory(owner=advisor), advisor, official_email="beleid@example.org")
    client.post(stop, {"allow": "yes"})
    assert sent_policy_link(advisor)


def test_official_who_says_never_again_by_the_link_of_a_question_can_still_answer_it(client, advisor):
    group = InitiativeFactory(owner=advisor, name="De Lindentuin")
    asked = sent_enquiry(group, advisor)
    stop = reverse("initiatives:stop_enquiries", args=[asked.token])
    assert stop in OutgoingMessage.objects.order_by("pk")[0].text

    page = client.post(stop, follow=True)

    assert "You get no e-mail of us any more" in main(page)
    assert not [word for word in ("De Lindentuin", "grond@example.org") if word in page.content.decode()]
    assert wants_no_invitations("grond@example.org")
    official = reverse("initiatives:official", args=[asked.token])
    assert client.post(official, {"code": asked.code}).status_code == 302
    with pytest.raises(DomainError, match="wants no e-mail"):
        sent_enquiry(group, advisor)


def test_advisor_sends_so_many_links_a_day_and_an_address_gets_so_many(advisor, monkeypatch):
    for _time in range(services.MOST_TO_AN_ADDRESS):
        sent_policy_link(advisor)
    with pytest.raises(DomainError, match="This address got enough links today"):
        sent_policy_link(advisor)
    monkeypatch.setattr(services, "MOST_OF_AN_ADVISOR", services.MOST_TO_AN_ADDRESS)
    with pytest.raises(DomainError, match="and that is the most"):
        sent_policy_link(advisor, email="ander@example.org")
