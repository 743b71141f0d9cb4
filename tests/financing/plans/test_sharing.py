"""Private links: who has one reads a version, for a while, and every visit is logged."""

import datetime as dt
import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coophub.audit.models import AuditEntry
from coophub.audit.origin import short_origin
from coophub.reports.models import ReportJob
from coophub.reports.services import render
from coophub.web import clock
from financing.plans.document.rows import keyed_document
from financing.plans.models import ShareLink, ShareVisit
from financing.plans.selectors.sharing import links_of
from financing.plans.services.editing import save_plan
from financing.plans.services.sharing import MAX_WRONG, revoke_link, share_version
from financing.plans.services.versions import freeze_plan
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db
Outcome = ShareVisit.Outcome
PASS_PHRASE = "vier blauwe fietsen"


def made(plan, owner, *, pass_phrase="", days=30):
    version = freeze_plan(plan=plan, name="Voor de bank", user=owner)
    return share_version(
        version=version, recipient="De bank", days=days, pass_phrase=pass_phrase, key=uuid.uuid4(), user=owner
    )


def address_of(new):
    return reverse("plans:shared", args=[new.token])


def outcomes():
    return list(ShareVisit.objects.order_by("pk").values_list("outcome", flat=True))


def form(**changes):
    return {
        "key": str(uuid.uuid4()),
        "recipient": "De bank",
        "version": "now",
        "days": "30",
        "pass_phrase": "",
        **changes,
    }


def test_link_is_shown_once_and_kept_as_a_hash(client, owner, plan, page):
    client.force_login(owner)

    shown = client.post(page("links"), form(), follow=True)

    [address] = set(re.findall(r"http[^\"<\s]*/shared-plans/[\w-]{43}/", shown.content.decode()))
    token = address.rstrip("/").rpartition("/")[2]
    link = ShareLink.objects.get()
    assert link.token_sha256 == ShareLink.hash_of(token)
    assert token not in client.get(page("links")).content.decode()
    assert token not in str(AuditEntry.objects.get(action="plans.share").after)
    assert shown["Cache-Control"] == "private, no-store"
    assert Client().get(reverse("plans:shared", args=[token])).status_code == 200


def test_form_sent_twice_makes_one_link(client, owner, plan, page):
    client.force_login(owner)
    sent = form()

    for _attempt in range(2):
        assert client.post(page("links"), sent).status_code == 302

    assert ShareLink.objects.count() == 1


def test_visitor_reads_the_version_and_not_later_changes(client, owner, plan):
    new = made(plan, owner)
    save_plan(plan=plan, document={**keyed_document(plan), "name": "Later plan"}, revision=plan.revision, user=owner)

    response = client.get(address_of(new), headers={"accept-language": "en"})

    content = response.content.decode()
    assert response.context["outcome"].result.document() == new.link.version.result
    assert "Later plan" not in content
    assert 'content="noindex' in content
    assert response["X-Robots-Tag"].startswith("noindex")
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cache-Control"] == "private, no-store"
    assert reverse("plans:detail", args=[plan.initiative.slug, plan.pk]) not in content


def test_visit_is_logged_with_the_network_and_no_more(client, owner, plan):
    new = made(plan, owner)

    client.get(address_of(new), REMOTE_ADDR="203.0.113.77")

    visit = ShareVisit.objects.get()
    assert (visit.outcome, visit.origin) == (Outcome.READ, "203.0.113.0/24")
    [found] = links_of(plan)
    assert (found.read_count, found.visits) == (1, [visit])


@pytest.mark.parametrize(
    ("address", "short"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("", ""),
        ("nonsense", ""),
    ],
)
def test_only_the_network_of_an_address_is_kept(address, short):
    assert short_origin(address) == short


def test_pass_phrase_is_asked_and_then_known(client, owner, plan):
    new = made(plan, owner, pass_phrase=PASS_PHRASE)

    asked = client.get(address_of(new))
    wrong = client.post(address_of(new), {"pass_phrase": "iets anders"})
    right = client.post(address_of(new), {"pass_phrase": PASS_PHRASE}, follow=True)

    assert "outcome" not in asked.context
    assert "outcome" not in wrong.context
    assert (asked.status_code, wrong.status_code, right.status_code) == (200, 403, 200)
    assert right.context["outcome"].result.document() == new.link.version.result
    assert outcomes() == [Outcome.ASKED, Outcome.WRONG, Outcome.RIGHT, Outcome.READ]
    assert PASS_PHRASE not in new.link.pass_phrase_hash
    assert "outcome" not in Client().get(address_of(new)).context


def test_too_many_wrong_pass_phrases_have_to_wait(client, owner, plan):
    new = made(plan, owner, pass_phrase=PASS_PHRASE)
    for _attempt in range(MAX_WRONG):
        assert client.post(address_of(new), {"pass_phrase": "geraden woord"}).status_code == 403

    held = client.post(address_of(new), {"pass_phrase": PASS_PHRASE})
    with clock.at(clock.now() + dt.timedelta(minutes=16)):
        later = client.post(address_of(new), {"pass_phrase": PASS_PHRASE})

    assert (held.status_code, later.status_code) == (429, 302)
    assert outcomes()[-2:] == [Outcome.HELD, Outcome.RIGHT]


def test_withdrawn_link_explains_itself_also_to_who_gave_the_pass_phrase(client, owner, plan, page):
    new = made(plan, owner, pass_phrase=PASS_PHRASE)
    client.post(address_of(new), {"pass_phrase": PASS_PHRASE})
    group = Client()
    group.force_login(owner)
    group.post(page("revoke_link", link_pk=new.link.pk))

    response = client.get(address_of(new))

    assert response.status_code == 410
    assert plan.initiative.name in response.content.decode()
    assert "outcome" not in response.context
    assert outcomes()[-1] == Outcome.CLOSED


def test_expired_link_explains_itself(client, owner, plan):
    new = made(plan, owner, days=14)

    with clock.at(clock.now() + dt.timedelta(days=14, seconds=1)):
        assert client.get(address_of(new)).status_code == 410
    assert client.get(address_of(new)).status_code == 200


def test_address_that_is_no_link_explains_itself(client):
    response = client.get(reverse("plans:shared", args=["x" * 43]), headers={"accept-language": "en"})

    assert response.status_code == 404
    assert "There is no plan at this address" in response.content.decode()
    assert response["X-Robots-Tag"].startswith("noindex")


def test_withdrawing_twice_keeps_the_first_moment(owner, plan):
    link = revoke_link(link=made(plan, owner).link, user=owner)

    again = revoke_link(link=link, user=owner)

    assert again.revoked_at == link.revoked_at
    assert AuditEntry.objects.filter(action="plans.revoke_link").count() == 1


def test_reader_makes_and_sees_no_links(client, reader, owner, plan, page):
    link = made(plan, owner).link
    client.force_login(reader)

    assert client.get(page("links")).status_code == 403
    assert client.post(page("links"), form()).status_code == 403
    assert client.post(page("revoke_link", link_pk=link.pk)).status_code == 403
    link.refresh_from_db()
    assert link.revoked_at is None


def test_link_of_another_plan_is_not_withdrawn_here(client, owner, initiative, page):
    other = made(PlanFactory(initiative=initiative), owner).link
    client.force_login(owner)

    assert client.post(page("revoke_link", link_pk=other.pk)).status_code == 404


def test_page_asks_the_same_number_of_queries_for_any_number(client, owner, plan, page):
    client.force_login(owner)

    def queries():
        client.get(page("links"))
        with CaptureQueriesContext(connection) as found:
            client.get(page("links"))
        return len(found)

    client.get(address_of(made(plan, owner)))
    few = queries()
    for _number in range(4):
        client.get(address_of(made(plan, owner)))

    assert queries() == few


# --- Taking it along as a PDF -----------------------------------------------------------------------


def report_address(new, name="plans:shared_report"):
    return reverse(name, args=[new.token])


def with_pdf(client, new):
    """Asks for the PDF, and lets a worker make it."""
    client.post(report_address(new))
    job = ReportJob.objects.get()
    assert render(str(job.pk))
    return job


def test_pdf_of_the_version_is_made_and_its_download_is_logged(client, owner, plan):
    new = made(plan, owner)
    save_plan(plan=plan, document={**keyed_document(plan), "name": "Later plan"}, revision=plan.revision, user=owner)

    waiting = client.post(report_address(new), follow=True)
    job = with_pdf(client, new)
    ready = client.get(report_address(new))
    file = client.get(report_address(new, "plans:shared_file"), REMOTE_ADDR="203.0.113.77")

    assert "hx-get" in waiting.content.decode()
    assert report_address(new, "plans:shared_file") in ready.content.decode()
    assert job.parameters["document"] == new.link.version.document
    assert job.requested_by is None
    content = b"".join(file.streaming_content)
    assert content.startswith(b"%PDF-")
    for response in (waiting, ready, file):
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Robots-Tag"].startswith("noindex")
    visit = ShareVisit.objects.get()
    assert (visit.outcome, visit.origin) == (Outcome.DOWNLOADED, "203.0.113.0/24")
    assert links_of(plan)[0].read_count == 1


def test_pdf_is_made_once_for_all_who_ask(client, owner, plan):
    new = made(plan, owner)
    with_pdf(client, new)

    client.post(report_address(new))
    Client().post(report_address(new))

    assert ReportJob.objects.count() == 1


def test_pdf_that_failed_can_be_asked_for_again(client, owner, plan):
    new = made(plan, owner)
    client.post(report_address(new))
    ReportJob.objects.update(state=ReportJob.State.FAILED, failure="Geen papier")

    shown = client.get(report_address(new)).content.decode()
    client.post(report_address(new))

    assert "Geen papier" in shown
    assert ReportJob.objects.filter(state=ReportJob.State.QUEUED).count() == 1


def test_pdf_asks_for_the_pass_phrase_like_the_page_does(client, owner, plan):
    new = made(plan, owner, pass_phrase=PASS_PHRASE)
    known = Client()
    known.post(address_of(new), {"pass_phrase": PASS_PHRASE})
    with_pdf(known, new)

    for name in ("plans:shared_report", "plans:shared_file"):
        assert client.get(report_address(new, name)).url == address_of(new)
    assert client.post(report_address(new)).url == address_of(new)
    assert known.get(report_address(new, "plans:shared_file")).status_code == 200
    assert outcomes() == [Outcome.RIGHT, Outcome.DOWNLOADED]


@pytest.mark.parametrize("way", ["withdrawn", "past"])
def test_pdf_is_gone_with_its_link(client, owner, plan, way):
    new = made(plan, owner, days=7)
    with_pdf(client, new)
    if way == "withdrawn":
        revoke_link(link=new.link, user=owner)

    with clock.at(clock.now() + dt.timedelta(days=8 if way == "past" else 0)):
        for name in ("plans:shared_report", "plans:shared_file"):
            response = client.get(report_address(new, name), follow=True)
            assert response.status_code == 410
        assert client.post(report_address(new)).status_code == 302

    assert set(outcomes()) == {Outcome.CLOSED}


@pytest.mark.parametrize("name", ["plans:shared_report", "plans:shared_file"])
def test_pdf_of_an_address_that_never_was_is_not_there(client, name):
    assert client.get(reverse(name, args=["A" * 43]), follow=True).status_code == 404
