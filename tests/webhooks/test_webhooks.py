"""Webhooks: who is told of what, how it is signed, what happens when the other is away, and where nothing is sent."""

import base64
import datetime as dt
import hashlib
import hmac
import json
import re
import subprocess
import sys
import uuid
from html import unescape
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coophub.accounts.services import erase_account, export_personal_data
from coophub.audit.models import AuditEntry
from coophub.documents.services import add_document
from coophub.notifications.models import Notification
from coophub.operations.retention import rules
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.webhooks.may import MOST_WEBHOOKS
from coophub.webhooks.models import Delivery, Webhook, WebhookEvent
from coophub.webhooks.outbox import FIRST_WAIT, KEPT_DAYS, MOST_FAILURES, WAITS, send, spread, sweep
from coophub.webhooks.sending import NotPublicError, check_address, post, public_address
from coophub.webhooks.services import resume_webhook, send_again
from coophub.webhooks.signing import secret_of
from financing.plans.document.rows import keyed_document
from financing.plans.services.editing import save_plan
from financing.subsidies.services.deciding import sign_decision
from tests.factories.accounts import PASSWORD, UserFactory, decider, reviewer
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.plans import PlanFactory
from tests.factories.subsidies import CSV, drafted, submitted_application
from tests.factories.webhooks import delivery_of, webhook_of

pytestmark = pytest.mark.django_db

PAGE = "/account/webhooks/"


class Listener:
    """A program that listens, and answers with `status`."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                listener.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(listener.status)
                if listener.status == 302:
                    self.send_header("Location", listener.address)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_arguments: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/hook?of=us"
        Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def listener(settings):
    settings.WEBHOOKS_TO_LOOPBACK = True
    found = Listener()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
def anna():
    return UserFactory(name="Anna", password=PASSWORD, language="en")


@pytest.fixture
def plan(anna):
    return PlanFactory(initiative=InitiativeFactory(slug="de-hof", owner=anna))


@pytest.fixture
def webhook(anna, listener):
    return webhook_of(anna, address=listener.address)


@pytest.fixture
def confirmed(client, anna):
    """Who just typed her password."""
    client.post("/account/login/", {"login": anna.email, "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def change(plan, name, user):
    document = keyed_document(plan)
    document["name"] = name
    return save_plan(plan=plan, document=document, revision=plan.revision, user=user)


def spread_all():
    for event in WebhookEvent.objects.filter(spread_at=None):
        spread(event.pk)


# What is told


def test_change_is_told_with_its_address_and_nothing_of_it(plan, webhook, listener, anna):
    change(plan, "Geheime naam", anna)
    spread_all()
    delivery = webhook.deliveries.get()

    assert send(delivery.pk)

    [(headers, body)] = listener.heard
    told = json.loads(body)
    assert told["type"] == "plan.changed"
    assert told["data"]["url"].endswith(f"/api/v1/own-initiatives/de-hof/plans/{plan.pk}")
    assert "Geheime" not in body.decode()
    assert headers["content-type"] == "application/json"
    delivery.refresh_from_db()
    assert (delivery.state, delivery.status, delivery.attempts) == ("sent", 204, 1)


def test_signature_is_that_of_standard_webhooks(plan, webhook, listener):
    send(delivery_of(webhook, plan).pk)

    [(headers, body)] = listener.heard
    secret = base64.b64decode(secret_of(webhook).removeprefix("whsec_"))
    signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    wanted = base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{wanted}"
    assert abs(int(headers["webhook-timestamp"]) - clock.now().timestamp()) < 60
    assert len(secret) == 32


AROUND = """
import base64, hmac, json, sys, types
secret, headers, body, now = json.load(sys.stdin)
body, time = body.encode(), types.SimpleNamespace(time=lambda: now)
"""
"""What a program has when it comes to the lines of the documentation."""


def test_lines_of_the_documentation_tell_a_true_message_from_a_false_one(plan, webhook, listener, client):
    send(delivery_of(webhook, plan).pk)
    [(headers, body)] = listener.heard
    [lines] = re.findall(r"<code>(key = .*?)</code>", client.get("/api/").content.decode(), re.DOTALL)

    def believes(*, of=webhook, more="", seconds_later=0):
        given = json.dumps([secret_of(of), headers, body.decode() + more, clock.now().timestamp() + seconds_later])
        run = [sys.executable, "-c", AROUND + unescape(lines)]
        return subprocess.run(run, input=given.encode(), check=False, capture_output=True).returncode == 0

    assert believes()
    assert not believes(more=" ")
    assert not believes(of=webhook_of(UserFactory()))
    assert not believes(seconds_later=600)


def test_every_webhook_has_a_secret_of_its_own(anna):
    assert secret_of(webhook_of(anna)) != secret_of(webhook_of(anna))


def test_only_who_may_see_it_is_told(plan, anna):
    member = MembershipFactory(initiative=plan.initiative).user
    left = MembershipFactory(initiative=plan.initiative)
    left.left_at = clock.now()
    left.save()
    hooks = {user: webhook_of(user) for user in (anna, member, left.user, UserFactory(), reviewer())}

    change(plan, "Anders", anna)
    spread_all()
    spread_all()

    assert {hook.user for hook in hooks.values() if hook.deliveries.count() == 1} == {anna, member}
    assert Delivery.objects.count() == 2


def test_nothing_is_kept_when_nobody_wants_to_be_told(plan, anna):
    webhook_of(anna, "document.added")

    change(plan, "Anders", anna)

    assert not WebhookEvent.objects.exists()


def test_what_is_rolled_back_is_told_to_nobody(plan, anna):
    webhook_of(anna)
    with pytest.raises(DomainError):
        save_plan(plan=plan, document={**keyed_document(plan), "name": "x"}, revision=99, user=anna)

    assert not WebhookEvent.objects.exists()


def test_documents_and_applications_are_told_of_where_each_reads_them(plan, anna):
    group, rosa = plan.initiative, reviewer()
    of_group = webhook_of(anna, "document.added", "application.changed")
    of_ministry = webhook_of(rosa, "document.added", "application.changed")

    upload = SimpleUploadedFile("notulen.csv", CSV, "text/csv")
    document = add_document(subject=group, title="Notulen", category="", upload=upload, user=anna)
    application = submitted_application(group, writer=anna, signer=MembershipFactory(initiative=group).user)
    drafted(application, rosa)
    sign_decision(application=application, user=decider())
    spread_all()

    content = reverse("api:own_document_content", args=[group.slug, document.pk])
    own, case = reverse("api:own_applications", args=[group.slug]), reverse("api:case", args=[application.pk])
    assert {path for path in paths(of_group) if "documents" in path} >= {content}
    assert [path for path in paths(of_group) if "applications" in path] == [own, own]
    assert paths(of_ministry) == [case, case]


def paths(webhook):
    return [delivery.path for delivery in webhook.deliveries.order_by("pk")]


# When the other is away


def test_what_failed_is_tried_again_later_and_later_and_then_given_up(plan, webhook, listener):
    listener.status = 500
    delivery = delivery_of(webhook, plan)
    waited = []
    for _attempt in range(len(WAITS) + 1):
        now = delivery.next_attempt_at
        with clock.at(now):
            send(delivery.pk)
        delivery.refresh_from_db()
        waited.append(delivery.next_attempt_at - now)

    assert waited[: len(WAITS)] == WAITS
    assert (delivery.state, delivery.status, len(listener.heard)) == ("failed", 500, len(WAITS) + 1)
    assert len({headers["webhook-id"] for headers, _body in listener.heard}) == 1


def test_nobody_at_the_address_is_a_failure_too(plan, anna, listener):
    webhook = webhook_of(anna, address="http://127.0.0.1:9/")
    delivery = delivery_of(webhook, plan)

    assert not send(delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.status, delivery.last_error) == ("queued", None, "ConnectionRefusedError")


def test_what_arrived_is_not_sent_again_by_itself(plan, webhook, listener):
    delivery = delivery_of(webhook, plan)
    send(delivery.pk)

    assert not send(delivery.pk)
    assert len(listener.heard) == 1


def test_answer_that_leads_elsewhere_is_not_followed(plan, webhook, listener):
    listener.status = 302

    assert not send(delivery_of(webhook, plan).pk)
    assert len(listener.heard) == 1


def test_address_that_keeps_failing_is_paused_and_its_person_told(plan, webhook, listener, anna):
    listener.status = 503
    Webhook.objects.update(failures=MOST_FAILURES - 1)
    delivery = delivery_of(webhook, plan)
    send(delivery.pk)
    webhook.refresh_from_db()

    assert webhook.paused_at is not None
    assert Notification.objects.get(recipient=anna, kind="webhooks_paused").url == PAGE
    with clock.at(clock.now() + dt.timedelta(days=1)):
        assert not send(delivery.pk)

    listener.status = 200
    resume_webhook(webhook=webhook, user=anna)
    assert send(delivery.pk)
    webhook.refresh_from_db()
    assert (webhook.paused_at, webhook.failures) == (None, 0)


def test_address_that_says_it_is_gone_is_paused_at_once(plan, webhook, listener):
    listener.status = 410
    send(delivery_of(webhook, plan).pk)
    webhook.refresh_from_db()

    assert webhook.paused_at is not None


def test_success_forgets_the_failures(plan, webhook):
    Webhook.objects.update(failures=5)
    send(delivery_of(webhook, plan).pk)
    webhook.refresh_from_db()

    assert webhook.failures == 0


def test_sweeper_tells_of_what_nobody_has_in_hand(plan, webhook, anna):
    change(plan, "Anders", anna)
    assert sweep() == 0
    with clock.at(clock.now() + FIRST_WAIT + dt.timedelta(seconds=1)):
        assert sweep() == 1
    spread_all()
    with clock.at(clock.now() + FIRST_WAIT + dt.timedelta(seconds=1)):
        assert (sweep(), sweep()) == (1, 0)


def test_sent_again_by_its_person_it_comes_under_the_same_id(plan, webhook, listener):
    delivery = delivery_of(webhook, plan)
    send(delivery.pk)
    delivery.refresh_from_db()
    send_again(delivery=delivery)
    send(delivery.pk)

    assert len({headers["webhook-id"] for headers, _body in listener.heard}) == 1
    assert len(listener.heard) == 2


def test_what_was_told_goes_after_a_month(plan, webhook):
    event = delivery_of(webhook, plan).event
    [rule] = [rule for rule in rules() if rule.name == "webhook-events"]

    rule.remove()
    assert Delivery.objects.exists()
    with clock.at(event.at + dt.timedelta(days=KEPT_DAYS)):
        rule.remove()
    assert not Delivery.objects.exists()
    assert Webhook.objects.exists()


# Where nothing is sent


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/",
        "ftp://example.org/",
        "https:///x",
        "https://anna:geheim@example.org/",
        "https://example.org:99999/",
        "https://example.org:0/",
        "https://exa mple.org/",
        "https://example.org/\r\nHost: x",
        "//example.org/",
        "example.org",
        "https://[::1",
        "javascript:alert(1)",
    ],
)
def test_address_that_is_not_written_as_a_public_one_is_refused(settings, address, anna):
    settings.WEBHOOKS_TO_LOOPBACK = False
    with pytest.raises(NotPublicError):
        check_address(address)
    with pytest.raises(DomainError):
        webhook_of(anna, address=address)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0.0.0.0",  # noqa: S104 (to be refused)
        "10.0.0.8",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "ff02::1",
    ],
)
def test_address_inside_a_network_is_refused_when_it_is_told(settings, host):
    settings.WEBHOOKS_TO_LOOPBACK = False
    with pytest.raises(NotPublicError):
        public_address(host, 443)


@pytest.mark.parametrize("host", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_address_of_the_public_network_is_one(settings, host):
    settings.WEBHOOKS_TO_LOOPBACK = False
    assert public_address(host, 443) == host


def test_loopback_is_told_only_where_that_is_set(settings, listener):
    assert post(listener.address, headers={}, body=b"{}") == 204
    settings.WEBHOOKS_TO_LOOPBACK = False
    for address in (listener.address, listener.address.replace("http:", "https:")):
        with pytest.raises(NotPublicError):
            post(address, headers={}, body=b"{}")
    assert len(listener.heard) == 1


def test_loopback_that_is_set_opens_no_other_network(listener):
    with pytest.raises(NotPublicError):
        public_address("10.0.0.8", 80)


# The page


def form(**changed):
    return {"key": uuid.uuid4(), "address": "https://example.org/hook", "kinds": ["plan.changed"], **changed}


def test_webhook_is_made_after_the_password_and_its_secret_shown_once(client, anna):
    client.post("/account/login/", {"login": anna.email, "password": PASSWORD})
    asked = client.post(PAGE, form())
    assert asked.url.startswith("/account/reauthenticate/")

    made = client.post(asked.url, {"password": PASSWORD})
    first, again = client.get(made.url).content.decode(), client.get(PAGE).content.decode()

    webhook = Webhook.objects.get()
    shown = re.search(r'<code class="fingerprint">([^<]+)</code>', first)[1]
    assert shown == secret_of(webhook)
    assert "whsec_" not in again
    assert webhook.address in again
    assert AuditEntry.objects.get(action="webhooks.make").actor == anna


def test_what_is_wrong_is_said_beside_the_address(confirmed):
    answer = confirmed.post(PAGE, form(address="http://10.0.0.1/"))

    assert "https://" in str(answer.context["form"].errors["address"])
    assert not Webhook.objects.exists()


def test_nobody_has_more_than_anybody_watches(confirmed, anna):
    for _number in range(MOST_WEBHOOKS):
        webhook_of(anna)

    answer = confirmed.post(PAGE, form())

    assert f"You have {MOST_WEBHOOKS} webhooks" in answer.content.decode()


def test_page_of_one_shows_what_it_was_told_and_sends_it_again(confirmed, plan, anna, listener):
    webhook = webhook_of(anna, address=listener.address)
    delivery = delivery_of(webhook, plan)
    listener.status = 500
    Delivery.objects.update(attempts=len(WAITS))
    send(delivery.pk)

    page = confirmed.get(f"{PAGE}{webhook.pk}/").content.decode()
    confirmed.post(f"{PAGE}{webhook.pk}/deliveries/{delivery.pk}/")
    delivery.refresh_from_db()

    assert "given up" in page
    assert "The address answered 500." in page
    assert (delivery.state, delivery.attempts) == ("queued", 0)


def test_paused_webhook_goes_on_and_a_removed_one_is_gone(confirmed, anna):
    webhook = webhook_of(anna)
    Webhook.objects.update(paused_at=clock.now())

    assert "failed too often" in confirmed.get(f"{PAGE}{webhook.pk}/").content.decode()
    confirmed.post(f"{PAGE}{webhook.pk}/resume/")
    webhook.refresh_from_db()
    assert webhook.paused_at is None
    confirmed.post(f"{PAGE}{webhook.pk}/remove/")
    assert not Webhook.objects.exists()


def test_nobody_comes_at_the_webhook_of_another(confirmed, plan):
    webhook = webhook_of(UserFactory())

    assert confirmed.get(f"{PAGE}{webhook.pk}/").status_code == 404
    assert confirmed.post(f"{PAGE}{webhook.pk}/remove/").status_code == 404
    assert confirmed.post(f"{PAGE}{webhook.pk}/resume/").status_code == 404
    assert confirmed.post(f"{PAGE}{webhook.pk}/deliveries/1/").status_code == 404
    assert Webhook.objects.exists()


def test_person_reads_of_her_webhooks_and_they_go_with_her(plan):
    bram = MembershipFactory(initiative=plan.initiative).user
    delivery_of(webhook_of(bram), plan)

    [told] = export_personal_data(user=bram)["webhooks"]
    erase_account(user=bram)

    assert (told["address"], told["kinds"]) == ("https://example.org/coophub", ["plan.changed"])
    assert not Webhook.objects.exists()
