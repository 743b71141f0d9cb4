"""The evaluation report of a programme: written by several, made final by two, and never changed after that."""

import datetime as dt
import json
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.audit.models import AuditEntry
from coophub.notifications.models import Notification
from coophub.reports.models import ReportJob
from coophub.reports.services import render
from coophub.web import clock
from coophub.web.errors import DomainError
from financing.subsidies.law.freezing import seal
from initiatives.models import Phase
from pilots.models import Chapter, EvaluationReport, EvaluationRound, Pilot, ReportComment, ReportText
from pilots.selectors.answers import answers_in
from pilots.selectors.evaluation_reports import content_of_report, read_report
from pilots.selectors.may_report import NEEDED
from pilots.services.evaluation import open_round
from pilots.services.evaluation_reports import (
    comment_report,
    freeze_report,
    offer_report,
    settle_comment,
    start_report,
    write_chapter,
)
from pilots.services.programmes import end_pilot
from pilots.tables.report_chapters import drawn_chapters
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory, PhaseChangeFactory
from tests.factories.pilots import BottleneckFactory, CoachingSessionFactory, PilotFactory, ProgrammeFactory
from tests.pdf_words import words_of_pdf
from tests.pilots.rounds import answered, closed, planned
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db

TEXTS = {chapter: f"Tekst van {chapter}." for chapter in NEEDED}


@pytest.fixture
def writer():
    return UserFactory(name="Anna Akelei", roles=[Role.ADVISOR])


@pytest.fixture
def colleague():
    return UserFactory(name="Bert Berk", roles=[Role.ADVISOR])


@pytest.fixture
def lead():
    return UserFactory(name="Lies Leider", roles=[Role.ADMINISTRATOR])


@pytest.fixture
def programme():
    return ProgrammeFactory(name="Tweede actieprogramma", goals="Vijftien groepen verder helpen.", places=15)


@pytest.fixture
def pilots(programme, writer, colleague):
    """Six, of which two came to live there; their advisors take turns."""
    began = clock.today() - dt.timedelta(days=900)
    made = []
    for number in range(6):
        initiative = InitiativeFactory(phase=Phase.LIVING if number < 2 else Phase.DEVELOPMENT)
        PhaseChangeFactory(initiative=initiative, phase=Phase.DEVELOPMENT, on=began)
        if number < 2:
            PhaseChangeFactory(initiative=initiative, phase=Phase.LIVING, on=began + dt.timedelta(days=400 + number))
        advisor = (writer, colleague)[number % 2]
        pilot = PilotFactory(programme=programme, initiative=initiative, advisor=advisor, started_on=began)
        BottleneckFactory(pilot=pilot, opened_on=began + dt.timedelta(days=30))
        CoachingSessionFactory(pilot=pilot, advisor=advisor, held_on=began + dt.timedelta(days=60))
        made.append(pilot)
    return made


@pytest.fixture
def report(programme, pilots, writer):
    return start_report(programme=programme, user=writer)


@pytest.fixture
def written(report, writer):
    for chapter, text in TEXTS.items():
        write_chapter(report=report, chapter=chapter, text=text, revision=0, user=writer)
    return report


@pytest.fixture
def final(written, writer, lead):
    offer_report(report=written, user=writer)
    return frozen(written, lead)


def frozen(report, user):
    return freeze_report(report=report, read=seal(content_of_report(now(report))), user=user)


def now(report):
    return EvaluationReport.objects.get(pk=report.pk)


def address(report, name="report", *more):
    return reverse(f"pilots:{name}", args=[report.pk, *more])


def squeezed(text):
    return re.sub(r"\s+", "", text)


def made_pdf(client, report):
    response = client.post(address(report, "report_pdf"))
    job = ReportJob.objects.latest("created_at")
    assert response.url.endswith(f"?file={job.pk}#file")
    assert render(str(job.pk))
    job.refresh_from_db()
    with job.file.open() as file:
        return file.read()


def findings(content, path):
    path.write_bytes(content)
    command = [sys.executable, "-m", "pdfua", "check", "--format", "json", str(path)]
    found = json.loads(subprocess.run(command, capture_output=True, text=True).stdout)["findings"]
    return [finding for finding in found if finding["severity"] == "error"]


def test_a_report_begins_with_the_figures_of_that_day_in_fixed_chapters(client, programme, pilots, writer):
    client.force_login(writer)

    answer = client.post(reverse("pilots:start_report", args=[programme.slug]), follow=True)

    report = EvaluationReport.objects.get()
    assert report.started_by == writer
    chapters = [chapter.drawn for chapter in answer.context["chapters"]]
    assert [chapter.chapter for chapter in chapters] == list(Chapter)
    by_name = {chapter.chapter: chapter for chapter in chapters}
    assert by_name[Chapter.PILOTS].figures.strip[0].value == "6"
    assert by_name[Chapter.TIME].figures.charts
    assert by_name[Chapter.BOTTLENECKS].figures.charts
    assert not any(chapter.lacking for chapter in chapters if chapter.chapter in (Chapter.PILOTS, Chapter.TIME))
    again = client.post(reverse("pilots:start_report", args=[programme.slug]))
    assert again.status_code == 409
    assert EvaluationReport.objects.count() == 1


def test_figures_stay_until_somebody_takes_those_of_today(client, report, pilots, writer, lead):
    end_pilot(pilot=pilots[5], outcome=Pilot.Outcome.STOPPED, user=lead)
    client.force_login(writer)
    assert read_report(now(report)).figures.progress.outcomes == {"": 6}

    client.post(address(report, "renew_figures"))

    assert read_report(now(report)).figures.progress.outcomes == {"": 5, "stopped": 1}


def test_a_text_on_an_older_version_is_refused_and_what_was_typed_stays(client, report, writer, colleague):
    client.force_login(writer)
    page = client.get(address(report, "report_chapter", "lessons"))
    revision = page.context["form"]["revision"].value()
    write_chapter(report=report, chapter="lessons", text="De ander was **eerst**.", revision=0, user=colleague)

    sent = {"revision": revision, "text": "Dit typte ik."}
    refused = client.post(address(report, "report_chapter", "lessons"), sent)

    shown = refused.content.decode()
    assert ReportText.objects.get().text == "De ander was **eerst**."
    assert find(shown, "textarea[name=text]")[0].text.strip() == "Dit typte ik."
    assert "eerst" in [words(found) for found in find(shown, ".prose strong")]
    assert "Bert Berk" in shown
    sent["revision"] = find(shown, "input[name=revision]")[0].get("value")
    client.post(address(report, "report_chapter", "lessons"), sent)
    assert ReportText.objects.get().text == "Dit typte ik."


def test_two_people_write_in_different_chapters_at_once(client, report, writer, colleague):
    client.force_login(writer)
    write_chapter(report=report, chapter="advice", text="Van de ander.", revision=0, user=colleague)

    client.post(address(report, "report_chapter", "lessons"), {"revision": 0, "text": "Van mij."})

    assert dict(ReportText.objects.values_list("chapter", "text")) == {"advice": "Van de ander.", "lessons": "Van mij."}
    assert read_report(now(report)).writers == ("Anna Akelei", "Bert Berk")


def test_a_preview_keeps_nothing(client, report, writer):
    client.force_login(writer)

    page = client.post(
        address(report, "report_chapter", "lessons"), {"revision": 0, "text": "Zo **vet**.", "preview": "1"}
    )

    assert [words(found) for found in find(page.content.decode(), ".card .prose strong")] == ["vet"]
    assert not ReportText.objects.exists()


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("Zie <script>alert(1)</script>.", "&lt;script&gt;"),
        ("Zie [hier](/pilots/).", "/pilots/"),
        ("![](https://x.nl/a.png)", "https://x.nl/a.png"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_the_piece_and_what_was_typed_stays(client, report, writer, text, piece):
    client.force_login(writer)

    page = client.post(address(report, "report_chapter", "lessons"), {"revision": 0, "text": text})

    assert f"Dit kan niet in de tekst staan: {piece}" in page.content.decode()
    assert page.context["form"]["text"].value() == text
    assert not ReportText.objects.exists()


def test_a_comment_stands_beside_its_chapter_until_it_is_resolved(client, written, writer, colleague):
    client.force_login(colleague)
    for _twice in range(2):
        client.post(address(written, "comment_report", "advice"), {"comment-text": "Noem de gemeenten."})
    comment = ReportComment.objects.get()
    assert client.get(address(written)).context["why_not_offer"].sentence.startswith(("1 comment", "Er staat nog 1"))
    with pytest.raises(DomainError):
        offer_report(report=written, user=writer)

    settle = address(written, "settle_comment", comment.pk)
    client.post(settle, {"is_resolved": "yes"})
    client.post(settle, {"is_resolved": "yes"})

    comment.refresh_from_db()
    assert comment.resolved_by == colleague
    assert AuditEntry.objects.filter(action="pilots.settle_report_comment").count() == 1
    assert client.get(address(written)).context["why_not_offer"] is None
    client.post(settle, {"is_resolved": "no"})
    assert ReportComment.objects.get().is_open


def test_an_empty_comment_is_said_beside_its_field(client, written, writer):
    client.force_login(writer)

    page = client.post(address(written, "comment_report", "advice"), {"comment-text": " "})

    assert page.context["comment_form"].errors["text"]
    assert page.context["form"].initial["text"] == TEXTS[Chapter.ADVICE]


def test_a_report_is_offered_when_no_chapter_says_nothing(report, writer):
    with pytest.raises(DomainError) as refused:
        offer_report(report=report, user=writer)

    assert all(str(chapter.label) in refused.value.message for chapter in NEEDED)


def test_a_change_makes_an_offered_report_a_draft_again_and_tells_who_offered_it(written, writer, colleague, lead):
    offer_report(report=written, user=writer)
    told = Notification.objects.filter(kind="pilots_report_offered")
    assert {notice.recipient for notice in told} == {colleague, lead}

    comment_report(report=written, chapter="advice", text="Nog niet.", user=colleague)

    assert not now(written).is_offered
    assert Notification.objects.get(kind="pilots_report_draft_again").recipient == writer


def test_who_offered_it_does_not_make_it_final(client, written, writer):
    offer_report(report=written, user=writer)
    client.force_login(writer)

    answer = client.post(address(written, "freeze_report"), {"seal": seal(content_of_report(now(written)))})

    assert answer.status_code == 409
    assert not now(written).is_final
    with pytest.raises(IntegrityError), transaction.atomic():
        EvaluationReport.objects.filter(pk=written.pk).update(
            frozen_by=writer, frozen_at=clock.now(), content={}, sha256="0" * 64
        )


def test_what_was_changed_since_it_was_read_is_not_made_final(client, written, writer, lead):
    offer_report(report=written, user=writer)
    client.force_login(lead)
    read = find(client.get(address(written)).content.decode(), "input[name=seal]")[0].get("value")
    write_chapter(report=written, chapter="advice", text="Iets anders.", revision=1, user=writer)
    offer_report(report=now(written), user=writer)

    refused = client.post(address(written, "freeze_report"), {"seal": read})

    assert refused.status_code == 409
    assert not now(written).is_final
    read = find(client.get(address(written)).content.decode(), "input[name=seal]")[0].get("value")
    client.post(address(written, "freeze_report"), {"seal": read})
    assert now(written).is_final


def test_a_final_report_says_for_ever_what_it_said(client, final, programme, pilots, writer, lead, tmp_path):
    report = now(final)
    assert report.sha256 == seal(report.content)
    assert report.content["frozen"]["by"] == "Lies Leider"
    client.force_login(UserFactory(roles=[Role.REVIEWER]))
    before = squeezed(words_of_pdf(made_pdf(client, report)))

    programme.name = "Heel anders"
    programme.save()
    for pilot in pilots[2:]:
        end_pilot(pilot=pilot, outcome=Pilot.Outcome.STOPPED, user=lead)
    content = made_pdf(client, report)

    after = squeezed(words_of_pdf(content))
    assert after == before
    assert report.sha256 in after
    assert "Tweedeactieprogramma" in after
    assert "Heelanders" not in after
    assert all(squeezed(text) in after for text in TEXTS.values())
    page = client.get(address(report))
    for chapter in page.context["chapters"]:
        for table in chapter.drawn.figures.tables:
            assert all(squeezed("".join(row)) in after for row in table.words)
    assert report.sha256 in page.content.decode()
    assert "CONCEPT" not in after
    assert findings(content, tmp_path / "final.pdf") == []


def test_nothing_of_a_final_report_can_be_changed_in_the_database_either(final, writer):
    text = final.texts.first()
    comment = ReportComment(report=final, chapter="advice", text="Te laat.", written_by=writer)
    attempts = [
        lambda: EvaluationReport.objects.filter(pk=final.pk).update(figures={}),
        lambda: EvaluationReport.objects.filter(pk=final.pk).update(
            frozen_at=None, frozen_by=None, content=None, sha256=""
        ),
        lambda: EvaluationReport.objects.filter(pk=final.pk)._raw_delete("default"),
        lambda: ReportText.objects.filter(pk=text.pk).update(text="Anders"),
        lambda: ReportText.objects.filter(pk=text.pk)._raw_delete("default"),
        comment.save,
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    with pytest.raises(DomainError):
        write_chapter(report=final, chapter="advice", text="Anders", revision=1, user=writer)


def test_a_draft_is_a_pdf_that_says_so(client, written, writer, tmp_path):
    client.force_login(writer)

    content = made_pdf(client, written)

    text = squeezed(words_of_pdf(content))
    assert "CONCEPT" in text
    assert squeezed(TEXTS[Chapter.SUMMARY]) in text
    assert findings(content, tmp_path / "draft.pdf") == []


def test_nothing_is_told_of_fewer_than_five_pilots(client, pilots, programme, writer, tmp_path):
    Pilot.objects.filter(pk__in=[pilot.pk for pilot in pilots[4:]]).update(programme=ProgrammeFactory())
    report = start_report(programme=programme, user=writer)
    client.force_login(writer)

    assert report.figures["curves"] == {}
    assert (report.figures["count"], report.figures["progress"]) == (None, None)
    shown = {chapter.drawn.chapter: chapter.drawn for chapter in client.get(address(report)).context["chapters"]}
    assert not any(chapter.figures.are_there for chapter in shown.values())
    assert shown[Chapter.TIME].lacking
    assert not shown[Chapter.ADVICE].lacking
    assert squeezed("minder dan vijf pilots") in squeezed(words_of_pdf(made_pdf(client, report)))


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.DECIDER, Role.SCHEME_MANAGER, Role.ADVISOR])
def test_the_ministry_and_other_advisors_read_what_is_final_and_no_draft(client, written, writer, lead, role):
    client.force_login(UserFactory(roles=[role]))
    assert client.get(address(written)).status_code == 404
    assert client.post(address(written, "report_pdf")).status_code == 404
    assert not client.get(reverse("pilots:reports")).context["page"].object_list
    offer_report(report=written, user=writer)
    frozen(written, lead)

    assert client.get(address(written)).status_code == 200
    assert [found.pk for found in client.get(reverse("pilots:reports")).context["page"]] == [written.pk]
    for name in ("renew_figures", "offer_report", "freeze_report"):
        assert client.post(address(written, name)).status_code == 403


def test_a_draft_is_thrown_away_by_who_began_it_and_who_wrote_in_it_hears_that(
    client, report, programme, writer, colleague
):
    write_chapter(report=report, chapter="advice", text="Van de ander.", revision=0, user=colleague)
    comment_report(report=report, chapter="advice", text="Nog niet af.", user=colleague)
    client.force_login(colleague)
    assert client.post(address(report, "remove_report")).status_code == 409
    client.force_login(writer)
    assert find(client.get(address(report)).content.decode(), f"form[action='{address(report, 'remove_report')}']")

    answer = client.post(address(report, "remove_report"))

    assert answer.url == reverse("pilots:programme", args=[programme.slug])
    assert not EvaluationReport.objects.exists()
    assert Notification.objects.get(kind="pilots_report_removed").recipient == colleague
    assert "ander" not in json.dumps(AuditEntry.objects.get(action="pilots.remove_report").before)
    assert start_report(programme=programme, user=colleague).number == 1


def test_what_is_final_is_not_thrown_away(client, final, lead):
    client.force_login(lead)

    assert client.post(address(final, "remove_report")).status_code == 409
    assert now(final).is_final


def test_names_in_a_text_are_offered_for_replacement(client, report, pilots, writer):
    pilots[0].initiative.name = "De Lindentuin"
    pilots[0].initiative.save()
    MembershipFactory(initiative=pilots[1].initiative, user=UserFactory(name="Karel Kattenstaart"))
    chapter = address(report, "report_chapter", "lessons")
    text = "Karel van De Lindentuin belde. Zie https://example.org/lindentuin, in Utrecht."
    client.force_login(writer)

    saved = client.post(chapter, {"revision": 0, "text": text}, follow=True)

    assert saved.redirect_chain[-1][0] == chapter
    assert [name.text for name in saved.context["names"]] == ["Karel", "De Lindentuin", "lindentuin"]
    replaced = client.post(chapter, {"revision": 1, "text": text, "without_names": "1"})
    assert ReportText.objects.get().text == text
    found = replaced.context["form"]["text"].value()
    assert found.startswith("Een lid van de groep van de groep belde.")
    assert found.endswith("in Utrecht.")
    done = client.post(chapter, {"revision": 1, "text": found})
    assert done.url.endswith("#lessons")
    assert ReportText.objects.get().text == found


@pytest.fixture
def asked(programme, pilots, lead):
    """A round of six people, in which five answer."""
    for pilot in pilots:
        MembershipFactory(initiative=pilot.initiative)
    round_ = planned(programme, lead)
    open_round(round_)
    round_.respondents.first().delete()
    answered(round_, [1, 2, 3, 4, 5])
    return closed(round_)


def test_what_people_answered_stands_in_a_chapter(client, asked, programme, writer, tmp_path):
    report = start_report(programme=programme, user=writer)
    client.force_login(writer)

    [chapter] = [
        found.drawn for found in client.get(address(report)).context["chapters"] if found.drawn.chapter == "answers"
    ]

    averages, worries = chapter.figures.tables
    assert [(str(words), mean) for words, mean in averages.values] == [
        (str(question.words), 3) for question in asked_for_figures(asked)
    ]
    assert sum(row[1] for row in worries.values) == 5
    text = squeezed(words_of_pdf(made_pdf(client, report)))
    for table in chapter.figures.tables:
        assert all(squeezed(word) in text for row in table.words for word in row)


def asked_for_figures(round_):
    return [question for question in round_.asked_questions if question.key in ("trusts_plan", "hours_per_week")]


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_what_fewer_than_five_answered_stands_in_no_report(asked, programme, writer, is_anonymous):
    EvaluationRound.objects.filter(pk=asked.pk).update(answered=4, is_anonymous=is_anonymous)

    assert answers_in(programme) == []


def test_a_report_that_was_final_before_there_were_answers_has_no_such_chapter(final):
    read = read_report(now(final))
    before = {chapter: text for chapter, text in read.texts.items() if chapter != "answers"}

    assert "answers" not in [found.chapter for found in drawn_chapters(replace(read, texts=before))]


def test_groups_and_strangers_find_no_report(client, final, pilots):
    owner = MembershipFactory(initiative=pilots[0].initiative).user
    for person in (owner, UserFactory()):
        client.force_login(person)
        assert client.get(address(final)).status_code == 404
        assert client.get(reverse("pilots:reports")).status_code == 404


def test_the_next_report_of_a_programme_is_another_one(final, programme, lead):
    second = start_report(programme=programme, user=lead)

    assert second.number == 2
    assert not second.texts.exists()


def test_a_resolved_comment_of_a_final_report_stays_resolved(written, writer, colleague, lead):
    comment = comment_report(report=written, chapter="advice", text="Nog een bron.", user=colleague)
    settle_comment(comment=comment, is_resolved=True, user=writer)
    offer_report(report=now(written), user=writer)
    frozen(written, lead)

    with pytest.raises(DomainError):
        settle_comment(comment=comment, is_resolved=False, user=colleague)


def test_a_page_asks_the_same_however_much_is_written(client, report, writer, colleague):
    client.force_login(writer)
    client.get(address(report))
    with CaptureQueriesContext(
        connection,
    ) as empty:
        client.get(address(report))

    for chapter in Chapter:
        write_chapter(report=report, chapter=chapter, text="Tekst.", revision=0, user=colleague)
        comment_report(report=report, chapter=chapter, text="Hm.", user=writer)
    with CaptureQueriesContext(connection) as full:
        client.get(address(report))

    assert len(full) == len(empty)
