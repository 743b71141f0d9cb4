"""The trade register, played by a server that answers as the KVK describes."""

import datetime as dt
import json
from collections.abc import Iterator

import pytest
from django.urls import reverse

from coophub.connectors.asking import MOST_BYTES, AwayError
from coophub.connectors.trade_register import Registration, registration_of
from financing.subsidies.models import Application, RegisterExtract
from financing.subsidies.selectors.unusual import unusual_in
from financing.subsidies.services.trade_register import ask_trade_register
from tests.connectors.played import Played
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.subsidies import submitted_application

KEY = "sleutel-voor-de-test"
NUMBER = "69599068"


class Register(Played):
    def knows(self, number: str, **facts: object) -> None:
        self.answers[number] = {"kvkNummer": number, "naam": "De Hof", **facts}

    def answer_to(self, path: str) -> object:
        return self.answers.get(path.removeprefix("/api/v1/basisprofielen/"))


@pytest.fixture
def register(settings) -> Iterator[Register]:
    with Register().served() as (played, address):
        settings.KVK_API_URL = f"{address}/api/v1/"
        settings.KVK_API_KEY = KEY
        yield played


def test_registration_is_read_as_the_kvk_describes_it(register):
    register.knows(
        NUMBER,
        statutaireNaam="Wooncoöperatie De Hof U.A.",
        materieleRegistratie={"datumAanvang": "20200101", "datumEinde": "20261200"},
    )

    found = registration_of(NUMBER)

    assert found == Registration("Wooncoöperatie De Hof U.A.", dt.date(2026, 12, 1))
    assert [(path, headers["apikey"]) for path, headers in register.asked] == [
        (f"/api/v1/basisprofielen/{NUMBER}", KEY)
    ]


def test_number_that_is_not_there_is_none(register):
    assert registration_of(NUMBER) is None


@pytest.mark.parametrize(
    "content",
    [
        b"<html>Onderhoud</html>",
        b"[]",
        b"{}",
        json.dumps({"kvkNummer": "12345678", "naam": "Een ander"}).encode(),
        json.dumps({"kvkNummer": NUMBER, "naam": "De Hof", "materieleRegistratie": {"datumEinde": "ooit"}}).encode(),
        b" " * (MOST_BYTES + 1),
    ],
    ids=["a page", "a list", "nothing", "of another", "an odd day", "too long"],
)
def test_answer_that_is_not_as_described_is_none_of_it(register, content):
    register.answers[NUMBER] = content

    with pytest.raises(AwayError):
        registration_of(NUMBER)


@pytest.mark.parametrize("status", [302, 401, 429, 500])
def test_register_that_does_not_answer_is_away_and_leads_nowhere(register, status):
    register.knows(NUMBER)
    register.status = status

    with pytest.raises(AwayError):
        registration_of(NUMBER)
    assert len(register.asked) == 1


# --- An application ------------------------------------------------------------------------------


@pytest.fixture
def submitted(db) -> Application:
    owner, second = UserFactory(), UserFactory()
    initiative = InitiativeFactory(owner=owner, name="De Hof", legal_name="Wooncoöperatie De Hof U.A.")
    initiative.kvk_number = NUMBER
    initiative.save()
    MembershipFactory(initiative=initiative, user=second, role="owner")
    return submitted_application(initiative, writer=owner, signer=second)


def remarks(application: Application) -> list[str]:
    return [item.sentence for item in unusual_in(application.submission)]


def test_without_an_address_nobody_is_asked(submitted, settings):
    settings.KVK_API_URL = ""

    assert ask_trade_register() == 0
    assert not RegisterExtract.objects.exists()


def test_what_agrees_is_no_remark_and_is_asked_once(submitted, register):
    before = remarks(submitted)
    register.knows(NUMBER, statutaireNaam="Coöperatieve Vereniging De Hof U.A.")

    assert [ask_trade_register(), ask_trade_register()] == [1, 0]

    assert remarks(submitted) == before
    assert len(register.asked) == 1


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (None, f"Het handelsregister heeft geen nummer {NUMBER}."),
        ({"naam": "Bakkerij Jansen"}, "“Bakkerij Jansen”, en de groep is Wooncoöperatie De Hof U.A."),
        ({"materieleRegistratie": {"datumEinde": "20250331"}}, "is “De Hof” op 31 maart 2025 beëindigd."),
    ],
    ids=["unknown", "another name", "ended"],
)
def test_difference_is_remarked_on_in_the_dossier(client, submitted, register, facts, sentence):
    if facts is not None:
        register.knows(NUMBER, **facts)

    ask_trade_register()

    assert any(sentence in remark for remark in remarks(submitted))
    client.force_login(reviewer())
    page = client.get(reverse("subsidies:dossier", args=[submitted.pk])).content.decode()
    assert sentence in page


def test_register_that_is_away_is_asked_again(submitted, register):
    register.knows(NUMBER)
    register.status = 503
    assert ask_trade_register() == 0

    register.status = 200

    assert ask_trade_register() == 1
