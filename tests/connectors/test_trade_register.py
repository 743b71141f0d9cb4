"""The trade register, played by a server that answers as the KVK describes."""

import datetime as dt
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.urls import reverse

from coophub.connectors.asking import MOST_BYTES, AwayError
from coophub.connectors.trade_register import Registration, registration_of
from financing.subsidies.models import Application, RegisterExtract
from financing.subsidies.selectors.unusual import unusual_in
from financing.subsidies.services.trade_register import ask_trade_register
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.subsidies import submitted_application

KEY = "sleutel-voor-de-test"
NUMBER = "69599068"


class Register:
    """What it answers, and what it was asked."""

    def __init__(self) -> None:
        self.status, self.answers, self.asked = 200, {}, []

    def knows(self, number: str, **facts: object) -> None:
        self.answers[number] = {"kvkNummer": number, "naam": "De Hof", **facts}


@pytest.fixture
def register(settings) -> Iterator[Register]:
    played = Register()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            played.asked.append((self.path, self.headers["apikey"]))
            found = played.answers.get(self.path.removeprefix("/api/v1/basisprofielen/"))
            status = played.status if found is not None else 404
            content = found if isinstance(found, bytes) else json.dumps(found or {"fout": []}).encode()
            self.send_response(status)
            self.send_header("Location", "/api/v1/basisprofielen/elders")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.KVK_API_URL = f"http://127.0.0.1:{server.server_port}/api/v1/"
    settings.KVK_API_KEY = KEY
    yield played
    server.shutdown()
    server.server_close()


def test_registration_is_read_as_the_kvk_describes_it(register):
    register.knows(
        NUMBER,
        statutaireNaam="Wooncoöperatie De Hof U.A.",
        materieleRegistratie={"datumAanvang": "20200101", "datumEinde": "20261200"},
    )

    found = registration_of(NUMBER)

    assert found == Registration("Wooncoöperatie De Hof U.A.", dt.date(2026, 12, 1))
    assert register.asked == [(f"/api/v1/basisprofielen/{NUMBER}", KEY)]


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
