"""The pages of the procedure: dossier, steps, queue and the group's own page."""

import csv
import datetime as dt
import io
import re
from decimal import Decimal
from inspect import isabstract

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.audit.models import AuditEntry
from coophub.proposals.models import Proposal
from coophub.reports.models import ReportJob
from coophub.reports.services import render, request_report
from coophub.web import clock
from coophub.web.formats import day
from financing.subsidies.applications.completeness import missing_from
from financing.subsidies.applications.content import content_of
from financing.subsidies.applications.parts.aid import AID
from financing.subsidies.models import Application, Letter, SavedView, State, Submission
from financing.subsidies.papers.queue_file import QUEUE
from financing.subsidies.procedure.steps.order import GROUP_STEPS, STAFF_STEPS
from financing.subsidies.procedure.steps.step import Step
from financing.subsidies.schemes.examples import publish_example
from financing.subsidies.selectors import submitted as submitted_selectors
from financing.subsidies.services import applying, budgeting, deciding, dossiers, remedies
from initiatives.models import Initiative
from tests.days import morning_of
from tests.factories.accounts import UserFactory
from tests.factories.subsidies import CSV, assessed, drafted, example_scheme
from tests.thorough import some

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def staff(client, people):
    """Signs somebody in, and gives the pages of an application."""

    def sign_in(name):
        client.force_login(people[name])
        return client

    return sign_in


def dossier_url(application, tab=""):
    return reverse("subsidies:dossier", args=[application.pk]) + (f"?tab={tab}" if tab else "")


def step_url(application, step):
    return reverse("subsidies:step", args=[application.pk, step])


def group_url(application, step=""):
    args = [application.initiative.slug, application.pk]
    return reverse("subsidies:group_step", args=[*args, step]) if step else reverse("subsidies:application", args=args)


def text(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("tab", ["application", "plan", "documents", "assessment", "decision", "money", "log"])
def test_every_tab_of_the_dossier_opens(submitted, staff, tab):
    page = text(staff("reviewer").get(dossier_url(submitted, tab)))

    assert submitted.number in page
    assert len(re.findall("utrecht-button(?:-link)?--primary-action", page)) == 1


def test_unknown_tab_or_step_is_not_found(submitted, staff):
    client = staff("reviewer")

    assert client.get(dossier_url(submitted, "x")).status_code == 404
    assert client.get(step_url(submitted, "x")).status_code == 404


def test_dossier_shows_how_each_date_came_about(submitted, people, staff):
    remedies.request_remedy(
        subject=submitted, points=["Brief"], last_day=clock.today() + 14 * DAY, user=people["reviewer"]
    )

    page = text(staff("reviewer").get(dossier_url(submitted)))

    assert "4:15" in page
    assert "4:5" in page


def test_letter_is_read_before_it_is_sent(submitted, staff):
    client = staff("reviewer")
    last_day = clock.today() + 14 * DAY
    form = {
        "points": "De brief van de gemeente\nDe begroting",
        "last_day": last_day.isoformat(),
        "explanation": "Kort.",
    }

    page = text(client.post(step_url(submitted, "remedy"), {**form, "preview": "1"}))
    assert "De brief van de gemeente" in page
    assert Letter.objects.filter(kind="remedy_request").count() == 0
    sent = client.post(step_url(submitted, "remedy"), form)

    assert sent.status_code == 302
    assert Letter.objects.get(kind="remedy_request").facts["points"] == ["De brief van de gemeente", "De begroting"]


def test_decision_letter_is_read_before_it_is_signed(submitted, people, staff):
    drafted(submitted, people["reviewer"])

    page = text(staff("decider").get(step_url(submitted, "sign")))

    assert "letter-preview" in page
    assert Letter.objects.filter(kind="decision").count() == 0


def test_letter_of_an_extension_names_the_day_before_it_is_sent(submitted, extendable, staff):
    client = staff("reviewer")
    form = {"weeks": "4", "reason": "Wij vragen advies."}

    page = text(client.post(step_url(submitted, "extend"), {**form, "preview": "1"}))
    client.post(step_url(submitted, "extend"), form)

    submitted.refresh_from_db()
    assert f"U krijgt het besluit uiterlijk op {day(submitted.decide_by)}." in page


def test_letter_that_a_rule_forbids_is_not_shown_but_the_rule_is(submitted, people, staff):
    drafted(submitted, people["reviewer"])
    client = staff("reviewer")

    form = {"points": "De brief", "last_day": (clock.today() + 14 * DAY).isoformat(), "preview": "1"}

    page = text(client.post(step_url(submitted, "remedy"), form))

    assert "letter-preview" not in page
    assert "Deze stap kan nu niet." in page


def test_letter_is_read_in_dutch_as_it_goes_whatever_language_the_reader_has(submitted, people, staff):
    drafted(submitted, people["reviewer"])

    page = staff("decider").get(step_url(submitted, "sign"), headers={"accept-language": "en"}).content.decode()

    assert "This is how the letter reads." in page
    assert "Ik verleen u een subsidie van hoogstens €\xa090.000,00." in page
    assert "You can object" not in page


def test_wrong_input_stays_and_is_said_beside_the_field(submitted, staff):
    client = staff("reviewer")
    form = {"points": "De brief", "last_day": clock.today().isoformat(), "explanation": "Uitleg blijft staan."}

    page = text(client.post(step_url(submitted, "remedy"), form))

    assert "Uitleg blijft staan." in page
    assert 'id="id_last_day_error"' in page or "aria-invalid" in page
    assert Application.objects.get().state == State.SUBMITTED


def test_stale_page_says_who_did_what(submitted, people, staff):
    assessed(submitted, people["reviewer"])

    answer = staff("other_reviewer").post(step_url(submitted, "interest"), {"has_interest": "no"})

    assert answer.status_code == 409
    assert people["reviewer"].name in answer.content.decode()


def test_step_that_is_not_offered_is_explained_and_not_shown(submitted, staff):
    answer = staff("decider").get(step_url(submitted, "sign"))

    assert answer.status_code == 409


def test_step_of_another_role_is_refused(submitted, staff):
    assert staff("manager").get(step_url(submitted, "remedy")).status_code == 403
    assert staff("stranger").get(step_url(submitted, "remedy")).status_code == 404


def take(client, address, data=None):
    """Takes a step that has to succeed; what the page says of it otherwise."""
    read = client.get(address)
    seal = read.context["form"].initial.get("seal") if read.context is not None and "form" in read.context else None
    answer = client.post(address, {**({"seal": seal} if seal else {}), **(data or {})})
    wrong = {} if answer.context is None or "form" not in answer.context else answer.context["form"].errors
    assert (answer.status_code, wrong) == (302, {}), answer.content.decode()[-3000:]


def test_whole_life_through_the_pages(submitted, people, staff):
    ends = clock.today() + 30 * DAY
    client = staff("reviewer")
    take(
        client,
        step_url(submitted, "remedy"),
        {"points": "De brief", "last_day": (clock.today() + 5 * DAY).isoformat()},
    )
    client = staff("owner")
    assert "De brief" in text(client.get(group_url(submitted, "complete")))
    page = client.post(group_url(submitted, "complete"), {"answer_1": ""})
    assert "De brief" in text(page)
    take(
        client, group_url(submitted, "complete"), {"answer_1": "Hierbij.", "upload_1": SimpleUploadedFile("b.csv", CSV)}
    )
    client = staff("reviewer")
    take(client, step_url(submitted, "interest"), {"has_interest": "no"})
    scores = {f"score_{item.slug}": 7 for item in submitted.scheme_version.criteria.all()}
    take(client, step_url(submitted, "assess"), {**scores, "advice": "award", "explanation": "Goed."})
    decision = {"kind": "award", "amount": "90.000", "reasons": "Past.", "activities_end_on": ends.isoformat()}
    take(client, step_url(submitted, "decision"), decision)
    client = staff("decider")
    take(client, step_url(submitted, "sign"))
    take(client, step_url(submitted, "sign"))
    client = staff("manager")
    payment = submitted.payments.get()
    take(client, reverse("subsidies:order_payment", args=[submitted.pk, payment.pk]))
    take(
        client,
        reverse("subsidies:mark_paid", args=[submitted.pk, payment.pk]),
        {"paid_on": clock.today().isoformat()},
    )
    client = staff("decider")
    take(client, reverse("proposals:confirm", args=[Proposal.objects.get().pk]))
    client = staff("owner")
    report = {
        "results": "Klaar.",
        "done_on": clock.today().isoformat(),
        "report": SimpleUploadedFile("e.csv", CSV),
    }
    take(client, group_url(submitted, "report"), report)
    client = staff("reviewer")
    take(client, step_url(submitted, "settlement"), {"amount": "90.000", "reasons": "Alles is gedaan."})
    client = staff("decider")
    take(client, step_url(submitted, "sign-later"), {"draft": submitted.later_decisions.get().pk})

    application = Application.objects.get()
    assert application.state == State.SETTLED
    page = text(staff("owner").get(group_url(submitted)))
    assert "18.000" in text(staff("manager").get(dossier_url(submitted, "money")))
    kinds = {"receipt", "remedy_request", "decision", "payment", "settlement"}
    assert set(application.letters.values_list("kind", flat=True)) == kinds
    assert page.count('class="card stack"') >= len(kinds)


def test_group_sees_its_next_date_who_acts_and_one_stream(submitted, people, staff):
    dossiers.send_message(
        application=submitted, text="Kunnen jullie bellen?", is_from_ministry=True, user=people["reviewer"]
    )

    page = text(staff("reader").get(group_url(submitted)))

    assert "Kunnen jullie bellen?" in page
    assert "timeline" in page
    assert submitted.decide_by.strftime("%Y-%m-%d") in page


def test_objection_by_the_group_gets_a_receipt(submitted, people, staff):
    drafted(submitted, people["reviewer"])
    deciding.sign_decision(application=submitted, user=people["decider"])
    client = staff("owner")
    assert client.get(group_url(submitted, "object")).status_code == 200

    client.post(group_url(submitted, "object"), {"against": "decision", "reasons": "Wij zien het anders."})

    assert submitted.objections.get().is_late is False
    assert submitted.letters.filter(kind="objection_receipt").count() == 1


@pytest.mark.parametrize(
    ("scheme", "wanted", "absent"),
    [
        ("stimulering", {"id_target_0", "id_iban", "id_declared", "id_wanted_0", "id_statuten_upload"}, set()),
        ("leenfonds-landelijk", {"id_iban", "id_vat_0"}, {"id_target_0", "id_wanted_0", "id_declared"}),
        ("kennisnetwerk", {"id_iban", "id_kvk_number"}, {"id_target_0", "id_wanted_0", "id_declared"}),
        (
            "verkoop-met-korting",
            {"id_kvk_number", "id_zienswijze_upload", "id_building", "id_is_woningwet_cooperative"},
            {"id_iban", "id_declared", "id_vat_0", "id_target_0", "id_amount_requested", "id_bank-account_upload"},
        ),
    ],
)
def test_everything_that_is_missing_is_listed_at_once_each_a_link_to_its_field(
    initiative, people, staff, scheme, wanted, absent
):
    version = publish_example(scheme)
    initiative.target_group = "mixed"
    draft = applying.start_application(version=version, initiative=initiative, user=people["owner"])
    if version.has_money:
        budgeting.save_budget(
            application=draft,
            lines=[budgeting.BudgetInput("ontwerp", "Architect", Decimal(1_000))],
            amount_requested=version.maximum_amount + 1,
            revision=draft.revision,
            user=people["owner"],
        )
    client = staff("owner")

    links = re.findall(r'href="([^"#]+)#([^"]+)"\s+data-to-field', text(client.get(group_url(draft) + "check/")))

    fields = {field for _address, field in links}
    always = {"id_activities", "id_activities-0-title", "id_plan"} | (
        {"id_amount_requested"} if version.has_money else set()
    )
    assert always | wanted <= fields
    assert not absent & fields
    for address, field in links:
        assert f'id="{field}"' in text(client.get(address)), (address, field)


@pytest.mark.parametrize("section", ["budget", "advance", "aid", "take-over"])
def test_a_notification_has_no_parts_about_money(initiative, people, staff, section):
    version = publish_example("verkoop-met-korting")
    draft = applying.start_application(version=version, initiative=initiative, user=people["owner"])
    address = group_url(draft) + (f"sections/{section}/" if section != "take-over" else "take-over/")

    assert staff("owner").get(address).status_code == 404
    assert staff("owner").get(f"{group_url(draft)}sections/{section}/progress/").status_code == 404


def test_aid_that_a_draft_declared_for_a_scheme_without_it_is_neither_asked_nor_submitted(initiative, people, staff):
    version = publish_example("leenfonds-landelijk")
    draft = applying.start_application(version=version, initiative=initiative, user=people["owner"])
    # Every scheme asked it once.
    budgeting.save_aid(
        application=draft,
        rows=[budgeting.AidInput(None, "Gemeente", None)],
        declared=True,
        revision=draft.revision,
        user=people["owner"],
    )
    draft = Application.objects.get(pk=draft.pk)

    content = content_of(draft, plan=None, on=clock.today())

    assert AID not in {item.section for item in missing_from(draft)}
    assert (AID in content["parts"], "aid" in content, AID in content["answers"]) == (False, False, False)
    assert AID not in [part.slug for part in submitted_selectors.preview_of(draft).shown]
    assert staff("owner").get(f"{group_url(draft)}sections/aid/").status_code == 404
    assert "De-minimis" not in text(staff("owner").get(group_url(draft) + "check/"))


def test_asking_settlement_becomes_the_thing_to_do_when_the_activities_are_done(submitted, people, staff):
    draft = drafted(submitted, people["reviewer"])
    deciding.sign_decision(application=submitted, user=people["decider"])
    link = f'href="{group_url(submitted, "report")}"'

    def offers(day):
        """Whether the step stands under what to do now, and whether under what else can be done."""
        with clock.at(morning_of(day)):
            page = text(staff("owner").get(group_url(submitted)))
        now, _heading, other = page.partition('id="steps-heading"')
        return link in now, link in other

    assert offers(clock.today()) == (False, True)
    assert offers(draft.activities_end_on - DAY) == (False, True)
    assert offers(draft.activities_end_on) == (True, False)


def test_note_is_for_colleagues_alone(submitted, staff):
    staff("decider").post(step_url(submitted, "note"), {"text": "Bel de gemeente nog."})

    assert "Bel de gemeente nog." in text(staff("reviewer").get(dossier_url(submitted)))
    assert "Bel de gemeente nog." not in text(staff("owner").get(group_url(submitted)))


@pytest.mark.parametrize("steps", [STAFF_STEPS, GROUP_STEPS])
def test_every_step_has_a_page_of_its_own_name(steps):
    assert len({step.name for step in steps}) == len(steps)


def test_every_step_stands_in_one_of_the_two_lists():
    listed = [type(step) for step in [*STAFF_STEPS, *GROUP_STEPS]]

    assert len(set(listed)) == len(listed)
    assert {kind for kind in kinds_of(Step) if not isabstract(kind)} == set(listed)


def kinds_of(kind):
    return {kind}.union(*(kinds_of(child) for child in kind.__subclasses__()))


# The queue


def many(count, version, *, days=range(1, 100), first="Groep 0"):
    """Submitted applications in bulk, as many as a test needs; `first` is the name of the first group."""
    with connection.cursor() as cursor:
        # A trigger would keep to the plan that it made while its tables were empty.
        cursor.execute("SET LOCAL plan_cache_mode = force_custom_plan")
    groups = Initiative.objects.bulk_create(
        Initiative(
            slug=f"veel-{n}", name=f"Groep {n}" if n else first, municipality_id="GM0014", form="rental", homes=10
        )
        for n in range(count)
    )
    now, today = clock.now(), clock.today()
    applications = Application.objects.bulk_create(
        Application(
            scheme_version=version,
            initiative=group,
            number=f"X-{n:06d}",
            state=State.SUBMITTED,
            amount_requested=10_000,
            submitted_at=now,
            decide_by=today + days[n % len(days)] * DAY,
            target="middle_incomes",
        )
        for n, group in enumerate(groups)
    )
    Submission.objects.bulk_create(
        Submission(application=item, content={"initiative": {"name": item.initiative.name}}, submitted_at=now)
        for item in applications
    )


@pytest.mark.parametrize("count", some([200, 2_000, 20_000], plain=[200]))
def test_queue_and_dossier_take_a_fixed_number_of_queries(submitted, people, staff, count):
    client = staff("reviewer")
    addresses = [
        reverse("subsidies:queue"),
        dossier_url(submitted),
        dossier_url(submitted, "money"),
        group_url(submitted),
    ]

    def counts():
        found = []
        for address in addresses:
            client.force_login(people["owner" if address == addresses[-1] else "reviewer"])
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    few = counts()
    many(count, submitted.scheme_version)

    assert counts() == few
    assert max(few) < 80


def test_views_filter_and_count(people, staff):
    version = example_scheme()
    many(8, version, days=[-5, 3, 10, 40])
    Application.objects.filter(number="X-000000").update(assigned_to=people["reviewer"])
    client, address = staff("reviewer"), reverse("subsidies:queue")

    def numbers(query):
        page = text(client.get(f"{address}?{query}"))
        return {n for n in range(8) if f"X-{n:06d}</a>" in page}

    assert numbers("") == set(range(8))
    assert numbers("view=mine") == {0}
    assert numbers("view=unassigned") == set(range(1, 8))
    assert numbers("view=overdue") == {0, 4}
    assert numbers("view=soon") == {1, 2, 5, 6}
    assert numbers("q=Groep 3") == {3}
    assert numbers("state=advised") == set()
    assert numbers("view=nonsense") == set(range(8))


def test_several_are_given_at_once_and_none_when_one_cannot(people, staff):
    many(4, example_scheme())
    chosen = list(Application.objects.order_by("number"))
    client = staff("manager")
    form = {"chosen": [item.pk for item in chosen[:3]], "assignee": people["reviewer"].pk}
    client.post(reverse("subsidies:assign"), form)
    assert Application.objects.filter(assigned_to=people["reviewer"]).count() == 3
    chosen[3].interest_declarations.create(person=people["other_reviewer"], has_interest=True)

    answer = client.post(
        reverse("subsidies:assign"),
        {"chosen": [item.pk for item in chosen], "assignee": people["other_reviewer"].pk},
    )

    assert answer.status_code == 409
    assert Application.objects.filter(assigned_to=people["reviewer"]).count() == 3


def test_view_is_kept_under_a_name_and_is_ones_own(people, staff):
    staff("reviewer").post(reverse("subsidies:save_view"), {"name": "Mijn late", "query": "view=overdue"})

    view = SavedView.objects.get()
    assert "Mijn late" in text(staff("reviewer").get(reverse("subsidies:queue")))
    assert "Mijn late" not in text(staff("decider").get(reverse("subsidies:queue")))
    assert staff("decider").post(reverse("subsidies:remove_view", args=[view.pk])).status_code == 404
    staff("reviewer").post(reverse("subsidies:remove_view", args=[view.pk]))
    assert SavedView.objects.count() == 0


def test_list_is_taken_along_as_filtered_and_harmless(people, staff):
    many(3, example_scheme(), days=[-1, 20], first="=1+1")
    client, address = staff("reviewer"), reverse("subsidies:queue")

    rows = list(
        csv.reader(
            io.StringIO(client.get(f"{address}?view=overdue&export=csv").getvalue().decode("utf-8-sig")), delimiter=";"
        )
    )
    assert [row[0] for row in rows[1:]] == ["X-000000", "X-000002"]
    assert rows[1][1] == "'=1+1"


def test_spreadsheet_of_the_queue_is_made_by_a_worker_as_filtered_and_for_who_asked(people, staff):
    version = example_scheme()
    many(3, version, days=[-1, 20], first="=1+1")
    client = staff("reviewer")

    asked = client.post(reverse("subsidies:queue_file"), {"query": f"view=overdue&scheme={version.pk}&sort=number"})
    waiting = client.get(asked["Location"], headers={"accept-language": "en"}).content.decode()
    job = ReportJob.objects.get()

    assert (job.state, job.parameters["view"], job.parameters["scheme"]) == ("queued", "overdue", version.pk)
    assert "Your document waits for its turn." in waiting
    assert render(str(job.pk))
    assert reverse("reports:download", args=[job.pk]) in client.get(asked["Location"]).content.decode()
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("reports:download", args=[job.pk])).getvalue()))
    cells = list(book.active.values)
    assert [row[0] for row in cells[1:]] == ["X-000000", "X-000002"]
    assert cells[1][5] == 10_000
    assert book.active["B2"].data_type == "s"
    assert AuditEntry.objects.get(action="subsidies.take_queue_along").after["kind"] == "xlsx"
    assert staff("decider").get(reverse("reports:download", args=[job.pk])).status_code == 404


def test_spreadsheet_of_the_queue_takes_no_query_for_each_case(people, django_assert_max_num_queries):
    many(40, example_scheme())
    user = UserFactory(roles=[Role.REVIEWER])
    job = request_report(kind=QUEUE, subject=user, user=user, parameters={})

    with django_assert_max_num_queries(20):
        assert render(str(job.pk))
