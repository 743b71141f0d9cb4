"""An official comes by the link, gives the code and answers; and everybody else who comes by it."""

import re
import threading
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from coophub.audit.models import AuditEntry
from coophub.documents.models import Document
from coophub.documents.selectors import documents_of
from coophub.notifications.models import Notification, OutgoingMessage
from coophub.reports.models import ReportJob
from coophub.reports.services import render
from coophub.web import clock
from coophub.web.errors import DomainError
from initiatives.models import EnquiryAnswer, EnquiryLink, EnquiryOpening
from initiatives.services import answering, code_links, enquiries
from initiatives.services.lifecycle import end_initiative
from tests.factories.accounts import UserFactory
from tests.factories.enquiries import answered, last_link_and_code, sent_enquiry
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.subsidies import CSV
from tests.pdf_words import words_of_pdf
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db

FILLED_IN = {
    "outcome": "conditions",
    "conditions": "Als er dertig procent sociale huur in zit.",
    "land_price": "250.000",
    "answered_by": "Sanne de Boer",
    "position": "gebiedsmanager",
    "contact": "Sanne, 0592 000 000",
}


@pytest.fixture
def anna():
    return UserFactory(email="anna@example.org", name="Anna")


@pytest.fixture
def group(anna):
    return InitiativeFactory(name="De Lindentuin", owner=anna)


@pytest.fixture
def sent(group, anna):
    return sent_enquiry(group, anna)


@pytest.fixture
def later(monkeypatch):
    def go(**time):
        moment = clock.now() + timedelta(**time)
        monkeypatch.setattr(clock, "now", lambda: moment)

    return go


def at(sent):
    return reverse("initiatives:official", args=[sent.token])


def main(page):
    return words(find(page.content.decode(), "main")[0])


def opened_in_trail():
    """What the trail says that became of each opening."""
    return [entry.after["outcome"] for entry in AuditEntry.objects.filter(action="initiatives.open_enquiry")]


def inside(sent, client=None):
    client = client or Client(headers={"accept-language": "en"})
    assert client.post(at(sent), {"code": sent.code}).status_code == 302
    return client


def test_official_reads_what_the_group_shows_and_answers_once(sent, group, anna):
    official = inside(sent)
    page = official.get(at(sent))
    for shown in ("A question of De Lindentuin", "Wat kost de kavel aan de Vaart?", "Anna", "anna@example.org"):
        assert shown in main(page)

    done = official.post(at(sent), FILLED_IN, follow=True)

    assert "De Lindentuin has your answer" in main(done)
    assert "Als er dertig procent sociale huur in zit." in main(done)
    answer = EnquiryAnswer.objects.get()
    assert (answer.outcome, answer.land_price, answer.canon_per_year) == ("conditions", 250_000, None)
    assert [notice.recipient for notice in Notification.objects.all()] == [anna]
    assert official.post(at(sent), {**FILLED_IN, "outcome": "yes"}).status_code == 200
    assert EnquiryAnswer.objects.get() == answer


def test_page_without_the_code_says_nothing_of_the_question_or_the_group(client, sent):
    page = client.get(at(sent))

    assert page.status_code == 200
    for secret in ("De Lindentuin", "kavel", "Anna", "anna@example.org", "Sanne", "Assen", "grond@example.org"):
        assert secret not in page.content.decode()


def test_no_search_engine_cache_or_other_site_learns_the_address(client, sent):
    for page in (client.get(at(sent)), inside(sent).get(at(sent)), client.get(at(sent) + "x/")):
        if page.status_code != 404:
            assert page["X-Robots-Tag"] == "noindex, nofollow, noarchive"
            assert page["Referrer-Policy"] == "same-origin"
            assert page["Cache-Control"] == "private, no-store"


def withdrawn(sent, anna, later):
    enquiries.withdraw_enquiry(enquiry=sent.enquiry, user=anna)


def used(sent, anna, later):
    answered(sent)


def ended(sent, anna, later):
    end_initiative(initiative=sent.enquiry.initiative, user=anna)


def replaced(sent, anna, later):
    later(days=8)
    enquiries.remind_official(enquiry=sent.enquiry, user=anna)


def expired(sent, anna, later):
    later(days=enquiries.LINK_DAYS, minutes=1)


MISUSED = [
    (withdrawn, "The group withdrew this question on", "You need not answer it."),
    (used, "This question was answered on", "Does the answer have to be different? Write to the group."),
    (ended, "This group has ended its initiative.", "You need not answer it."),
    (replaced, "A later e-mail has a new link", "Use the newest."),
    (expired, "This link was good until", "Ask the group to send you a reminder with a new one."),
]


@pytest.mark.parametrize(("happened", "sentence", "to_do"), MISUSED, ids=[row[0].__name__ for row in MISUSED])
def test_link_that_is_no_longer_good_says_what_to_do_and_shows_nothing(
    client, sent, anna, later, happened, sentence, to_do
):
    known = inside(sent)
    answers = EnquiryAnswer.objects.count()
    happened(sent, anna, later)
    before = EnquiryAnswer.objects.count()

    for page in (client.get(at(sent)), client.post(at(sent), {"code": sent.code})):
        assert page.status_code == 410
        assert sentence in main(page)
        assert to_do in main(page)
        for secret in ("De Lindentuin", "kavel", "Anna", "anna@example.org"):
            assert secret not in page.content.decode()
    late = known.post(at(sent), FILLED_IN)
    assert sentence in main(late)
    assert EnquiryAnswer.objects.count() == before >= answers
    assert EnquiryOpening.objects.filter(outcome="closed").count() == 3
    assert opened_in_trail().count("closed") == 3
    with pytest.raises(DomainError, match=re.escape(sentence)):
        answering.send_another_code(link=sent.link)


def test_link_that_we_never_made_says_so(client):
    page = client.get(reverse("initiatives:official", args=["geraden"]))

    assert page.status_code == 404
    assert "There is no question at this address" in main(page)
    assert client.post(reverse("initiatives:another_code", args=["geraden"])).status_code == 404


def test_who_got_the_link_forwarded_gets_no_further_without_the_code(client, sent):
    page = client.post(at(sent), {**FILLED_IN})

    assert "Then ask them for the code too." in main(page)
    assert not EnquiryAnswer.objects.exists()
    assert opened_in_trail() == ["asked"]


def test_guesses_have_to_wait_and_then_lock_the_link(client, sent, later):
    wrong = "000000" if sent.code != "000000" else "111111"
    for _time in range(code_links.MAX_WRONG):
        assert client.post(at(sent), {"code": wrong}).status_code == 403
    held = client.post(at(sent), {"code": sent.code})
    assert (held.status_code, "Wait fifteen minutes" in main(held)) == (429, True)

    for _round in range(3):
        later(minutes=16)
        for _time in range(code_links.MAX_WRONG):
            client.post(at(sent), {"code": wrong})
    later(minutes=16)

    locked = client.post(at(sent), {"code": sent.code})
    assert (locked.status_code, "this link is locked" in main(locked)) == (403, True)
    assert "Ask who sent it to you for a new link." in main(locked)
    tried = ["wrong"] * 4 * code_links.MAX_WRONG
    assert sorted(opened_in_trail()) == sorted([*tried, "held", "locked"])
    assert EnquiryOpening.objects.count() == len(tried) + 2


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_by_one_link_at_the_same_moment_are_told_who_was_first(sent):
    """Who forwarded the link with its code, and who got it."""
    browsers = [inside(sent), inside(sent)]
    together, pages = threading.Barrier(2), {}

    def answer(number):
        try:
            together.wait()
            sent_along = {**FILLED_IN, "answered_by": f"Nummer {number}"}
            pages[number] = browsers[number].post(at(sent), sent_along, follow=True)
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=[number]) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    kept = EnquiryAnswer.objects.get().answered_by
    assert all(kept in main(browser.get(at(sent))) for browser in browsers)
    assert any("This question was answered on" in main(page) for page in pages.values())


def test_code_may_be_typed_with_a_space(sent, client):
    assert client.post(at(sent), {"code": f"{sent.code[:3]} {sent.code[3:]}"}).status_code == 302


def test_another_code_goes_to_the_official_alone_and_the_first_one_stops(client, sent):
    client.post(reverse("initiatives:another_code", args=[sent.token]))

    mail = OutgoingMessage.objects.order_by("-pk").first()
    assert mail.recipients == ["grond@example.org"]
    assert client.post(at(sent), {"code": sent.code}).status_code == 403
    code = re.search(r"\b\d{6}\b", mail.text)[0]
    assert client.post(at(sent), {"code": code}).status_code == 302
    for _time in range(code_links.MOST_CODES):
        page = client.post(reverse("initiatives:another_code", args=[sent.token]), follow=True)
    assert "We sent enough codes for this link." in page.content.decode()
    assert EnquiryLink.objects.get().codes_sent == code_links.MOST_CODES


def test_every_opening_is_logged_with_a_part_of_the_address(client, sent):
    client.get(at(sent), REMOTE_ADDR="198.51.100.23")
    client.post(at(sent), {"code": sent.code}, REMOTE_ADDR="198.51.100.23")
    client.get(at(sent), REMOTE_ADDR="198.51.100.23")

    openings = EnquiryOpening.objects.order_by("pk")
    assert [(each.outcome, each.origin) for each in openings] == [
        ("asked", "198.51.100.0/24"),
        ("right", "198.51.100.0/24"),
        ("read", "198.51.100.0/24"),
    ]
    trail = AuditEntry.objects.filter(action="initiatives.open_enquiry")
    assert sorted(entry.after["outcome"] for entry in trail) == ["asked", "read", "right"]
    with pytest.raises(ProgrammingError), transaction.atomic():
        openings.delete()


def test_who_comes_too_often_waits_and_fills_no_log(client, sent, monkeypatch):
    monkeypatch.setattr(code_links, "MOST_OPENINGS", 3)
    for _time in range(3):
        client.get(at(sent))

    assert client.get(at(sent)).status_code == 429
    assert EnquiryOpening.objects.count() == 3


@pytest.mark.parametrize(
    ("outcome", "missing"), [("conditions", "conditions"), ("no", "reason"), ("later", "later_on"), ("", "outcome")]
)
def test_answer_without_what_belongs_to_it_is_refused_beside_the_field(sent, outcome, missing):
    page = inside(sent).post(at(sent), {**FILLED_IN, "outcome": outcome, "conditions": ""})

    assert list(page.context["form"].errors) == [missing]
    assert "250.000" in page.content.decode()
    assert not EnquiryAnswer.objects.exists()


def test_form_asks_only_what_belongs_to_the_question(group, anna):
    sent = sent_enquiry(group, anna, kind="support")
    fields = inside(sent).get(at(sent)).context["form"].fields

    assert not {"land_price", "canon_per_year", "loan_amount", "interest_rate", "term_years"} & set(fields)


def test_answer_never_changes(sent):
    answer = answered(sent)
    for deed in (lambda: EnquiryAnswer.objects.update(outcome="no"), answer.delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            deed()


def test_answer_and_letter_stand_among_the_documents_of_the_group(sent, group):
    letter = SimpleUploadedFile("brief.csv", CSV)

    inside(sent).post(at(sent), {**FILLED_IN, "letter": letter})
    job = ReportJob.objects.get(kind="enquiry_answer")
    assert render(str(job.pk))
    titles = [document.title for document in documents_of(group)]

    day = clock.today().strftime("%-d %B %Y")
    what = "A price or ground rent for the land"
    assert sorted(titles) == [
        f"Answer of the municipality of Assen: {what}, {day}",
        f"Letter of the municipality of Assen: {what}, {day}",
    ]
    assert {document.category for document in documents_of(group)} == {"ground"}
    paper = Document.objects.get(title__startswith="Answer")
    assert sent.enquiry.__class__.objects.get().paper == paper
    read = words_of_pdf(paper.versions.get().file.read())
    for said in ("Als er dertig procent sociale huur in zit.", "Sanne de Boer, gebiedsmanager", "Wat kost de kavel"):
        assert said in read


def test_what_an_official_answered_with_gets_no_other_file(sent, group, anna):
    inside(sent).post(at(sent), {**FILLED_IN, "letter": SimpleUploadedFile("brief.csv", CSV)})
    letter = EnquiryAnswer.objects.get().letter
    address = reverse("initiatives:new_version", args=[group.slug, letter.pk])
    client = Client()
    client.force_login(anna)

    assert address not in client.get(reverse("initiatives:documents", args=[group.slug])).content.decode()
    assert client.post(address, {"upload": SimpleUploadedFile("anders.csv", b"a;c\n")}).status_code == 409
    assert letter.versions.count() == 1


def test_letter_that_may_not_be_stored_is_refused_beside_its_field(sent, group):
    page = inside(sent).post(at(sent), {**FILLED_IN, "letter": SimpleUploadedFile("brief.exe", b"MZ")})

    assert list(page.context["form"].errors) == ["letter"]
    assert not EnquiryAnswer.objects.exists()
    assert not documents_of(group)


def test_nothing_of_another_group_is_seen(sent):
    other = UserFactory(name="Bram de Wit", email="bram@example.org")
    private = InitiativeFactory(name="Het Zwanennest", summary="Achttien huizen bij het zwanenwater.", owner=other)
    theirs = sent_enquiry(private, other, text="Mag het zwanenwater bebouwd worden?", official_email="b@example.org")
    answered(theirs, remarks="Alleen aan de zwanenkant.")
    official = inside(sent)
    inside_page, asked = official.get(at(sent)), official.get(at(theirs))
    group_page = Client()
    group_page.force_login(sent.enquiry.created_by)
    pages = [
        inside_page,
        asked,
        group_page.get(reverse("initiatives:enquiries", args=[sent.enquiry.initiative.slug])),
        group_page.get(reverse("initiatives:enquiry", args=[sent.enquiry.initiative.slug, sent.enquiry.pk])),
    ]

    for page in pages:
        assert not [word for word in ("zwanen", "Zwanen", "Bram", "bram@") if word in page.content.decode()]


def test_readers_are_not_told_and_editors_are(sent, group):
    editor, reader = UserFactory(), UserFactory()
    MembershipFactory(initiative=group, user=editor, role="editor")
    MembershipFactory(initiative=group, user=reader, role="reader")

    answered(sent)

    assert editor in {notice.recipient for notice in Notification.objects.all()}
    assert reader not in {notice.recipient for notice in Notification.objects.all()}


def test_reminder_brings_a_link_that_works(sent, anna, later, client):
    replaced(sent, anna, later)
    token, code = last_link_and_code()

    page = client.post(reverse("initiatives:official", args=[token]), {"code": code}, follow=True)

    assert "Wat kost de kavel aan de Vaart?" in main(page)
