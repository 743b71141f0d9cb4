"""A group writes its application: what is missing and where, rows, two writers at once, what comes from the plan, what is frozen."""

import datetime as dt
import json
import re
import uuid
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from coophub.accounts.models import Role
from coophub.web.errors import DomainError
from financing.subsidies import selectors, services
from financing.subsidies.completeness import missing_from, remarks_on
from financing.subsidies.models import Application, CeilingBalance, IncomeLine, State
from financing.subsidies.sections import ACTIVITIES, ADVANCE, AID, BUDGET, DOCUMENTS, PROJECT, SIGNATURE
from financing.subsidies.services.ledger import enter_award
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.plans import PlanFactory
from tests.factories.subsidies import ACTIVITY, CSV, complete_application, example_scheme, submitted_application

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def writer():
    return UserFactory(name="Fien Fluitenkruid")


@pytest.fixture
def second():
    return UserFactory(name="Sam Sleedoorn")


@pytest.fixture
def initiative(writer, second):
    initiative = InitiativeFactory(owner=writer)
    MembershipFactory(initiative=initiative, user=second, role="editor")
    return initiative


@pytest.fixture
def draft(initiative, writer):
    return services.start_application(version=example_scheme(), initiative=initiative, user=writer)


@pytest.fixture
def complete(initiative, writer, second):
    return complete_application(initiative, writer=writer, signer=second)


def saved(function, application, user, **kwargs):
    return function(application=application, user=user, revision=application.revision, **kwargs)


def budget(application, user, *, costs=(), income=(), asked=0, vat="not_recoverable"):
    return saved(
        services.save_budget,
        application,
        user,
        lines=[services.BudgetInput("ontwerp", f"Kosten {number}", amount) for number, amount in enumerate(costs)],
        income=[services.IncomeInput(kind, "Wie", amount, "certain") for kind, amount in income],
        amount_requested=Decimal(asked),
        vat=vat,
    )


def missing_in(application, section):
    application = Application.objects.get(pk=application.pk)
    return [item.sentence for item in missing_from(application) if item.section == section]


def page_of(client, user, address):
    client.force_login(user)
    return client.get(address, headers={"accept-language": "en"}).content.decode()


def ids_on(page):
    return set(re.findall(r'\bid="([^"]+)"', page))


# What is missing


def assert_every_link_leads_to_a_field(client, application, user):
    wizard = selectors.wizard_of(application, user)
    found = [link for section in wizard.sections for link in section.missing]
    pages: dict[str, set[str]] = {}
    for link in found:
        path, _hash, anchor = link.url.partition("#")
        if not anchor:
            continue
        if path not in pages:
            pages[path] = ids_on(page_of(client, user, path))
        assert anchor in pages[path], link
    return found


def test_every_missing_thing_of_an_empty_draft_leads_to_its_very_field(client, draft, writer):
    found = assert_every_link_leads_to_a_field(client, draft, writer)

    assert len(found) == 18
    assert all("#" in link.url for link in found)


def test_every_missing_thing_of_a_half_filled_draft_leads_to_its_very_field(client, draft, writer):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    rows = [
        services.ActivityInput("", None, None, "Iets"),
        services.ActivityInput("Later", dt.date(2028, 1, 1), dt.date(2027, 1, 1)),
    ]
    draft = saved(services.save_activities, draft, writer, rows=rows)
    draft = saved(
        services.save_budget,
        draft,
        writer,
        lines=[services.BudgetInput("", "", Decimal(5)), services.BudgetInput("ontwerp", "Zonder bedrag", None)],
        income=[
            services.IncomeInput("", "", Decimal(1)),
            services.IncomeInput("subsidy", "Provincie", Decimal(9), activity=rows[0].key),
        ],
        amount_requested=Decimal(999_999_999),
    )
    draft = saved(services.save_aid, draft, writer, rows=[services.AidInput(tomorrow, "", None)], declared=False)
    draft = saved(services.save_advance, draft, writer, wanted="yes", needs={dt.date(2031, 1, 1): Decimal(7)})

    found = assert_every_link_leads_to_a_field(client, draft, writer)

    sentences = " ".join(link.sentence for link in found)
    for words in (
        "it ends before it starts",
        "Ask at most",
        "in the future",
        "no activity is going on then",
        "paid twice",
    ):
        assert words in sentences


def test_progress_counts_the_parts_and_says_what_is_next(draft, writer):
    before = selectors.wizard_of(draft, writer)
    draft = saved(services.save_activities, draft, writer, rows=[ACTIVITY])
    after = selectors.wizard_of(draft, writer)

    assert (before.done, after.done, after.total) == (0, 1, 8)
    assert after.section(ACTIVITIES).is_complete
    assert after.next.sentence == "Go on with: The project"
    assert after.next.url.endswith("/sections/project/#id_target_0")


def test_next_is_signing_for_the_one_and_waiting_for_the_other(initiative, writer, second):
    signed = complete_application(initiative, writer=writer, signer=second)
    signed = saved(services.save_aid, signed, writer, rows=[], declared=False)
    signed = saved(services.save_aid, signed, writer, rows=[], declared=True)

    assert selectors.wizard_of(signed, second).next.sentence == "Check and sign along"
    assert selectors.wizard_of(signed, writer).next.sentence == "Check, and see who signs along"
    services.co_sign(application=signed, user=second)
    signed = Application.objects.get()
    assert selectors.wizard_of(signed, writer).next.sentence == "Check and submit"


def test_fields_of_a_draft_are_not_marked_as_optional_but_what_may_stay_empty_is(client, draft, writer):
    address = reverse("subsidies:section", args=[draft.initiative.slug, draft.pk, "applicant"])

    page = page_of(client, writer, address)

    marked = re.findall(r'<label[^>]*for="id_(\w+)"[^>]*>[^<]*<span class="field__optional">', page)
    assert marked == ["contact_phone"]


# Rows


def test_a_half_filled_row_is_kept_and_known_again_by_its_key(draft, writer):
    row = services.ActivityInput("Ontwerp", None, None)
    draft = saved(services.save_activities, draft, writer, rows=[row])
    first = draft.activities.get()

    draft = saved(
        services.save_activities,
        draft,
        writer,
        rows=[services.ActivityInput("Ontwerp", dt.date(2027, 1, 1), dt.date(2027, 6, 1), key=row.key)],
    )

    assert draft.activities.get().pk == first.pk
    assert draft.activities.get().ends_on == dt.date(2027, 6, 1)


def test_rows_that_are_not_in_the_list_any_more_go_and_costs_keep_standing(draft, writer):
    one, two = services.ActivityInput("Een", None, None), services.ActivityInput("Twee", None, None)
    draft = saved(services.save_activities, draft, writer, rows=[one, two])
    draft = saved(
        services.save_budget,
        draft,
        writer,
        lines=[services.BudgetInput("ontwerp", "Architect", Decimal(5), two.key)],
        amount_requested=Decimal(0),
    )

    draft = saved(services.save_activities, draft, writer, rows=[one])

    line = draft.budget_lines.get()
    assert (line.description, line.activity) == ("Architect", None)


def test_a_page_that_stands_open_sends_its_new_row_again_and_again_and_it_is_one_row(client, draft, writer):
    client.force_login(writer)
    address = reverse("subsidies:section", args=[draft.initiative.slug, draft.pk, ACTIVITIES])
    form = {
        "activities-TOTAL_FORMS": "2",
        "activities-INITIAL_FORMS": "0",
        "activities-0-key": str(uuid.uuid4()),
        "activities-0-title": "Ontwerp",
        "activities-1-key": str(uuid.uuid4()),
        "activities-1-title": "Onderzoek",
        "revision": str(draft.revision),
    }
    for _attempt in range(3):
        answer = json.loads(client.post(address, form, headers={"x-autosave": "1"}).content)
        form["revision"] = str(answer["revision"])

    assert list(draft.activities.values_list("title", flat=True)) == ["Ontwerp", "Onderzoek"]
    assert answer["revision"] == draft.revision + 1


def test_what_cannot_be_read_is_said_and_the_rest_is_kept(client, draft, writer):
    client.force_login(writer)
    address = reverse("subsidies:section", args=[draft.initiative.slug, draft.pk, "applicant"])
    form = {"revision": draft.revision, "kvk_number": "12", "contact_name": "Fien"}

    answer = client.post(address, form, headers={"x-autosave": "1", "accept-language": "en"})

    assert answer.status_code == 200
    assert "eight digits" in json.loads(answer.content)["message"]
    assert Application.objects.get().answers["applicant"]["contact_name"] == "Fien"


# Two writers


def test_other_parts_are_not_in_the_way_of_each_other(draft, writer, second):
    seen = draft.revision
    services.save_answers(
        application=draft, section=PROJECT, answers={"activities": "Van Fien"}, revision=seen, user=writer
    )

    services.save_activities(application=draft, rows=[ACTIVITY], revision=seen, user=second)

    assert Application.objects.get().answers[PROJECT]["activities"] == "Van Fien"
    assert draft.activities.count() == 1


def test_the_same_part_is_refused_with_who_changed_it_and_both_texts_stay(client, draft, writer, second):
    address = reverse("subsidies:section", args=[draft.initiative.slug, draft.pk, PROJECT])
    services.save_answers(
        application=draft,
        section=PROJECT,
        answers={"activities": "Van Fien", "contribution": ""},
        revision=draft.revision,
        user=writer,
    )
    client.force_login(second)
    form = {"revision": draft.revision, "activities": "Van Sam"}

    page = client.post(address, form, headers={"accept-language": "en"}).content.decode()

    assert "Fien Fluitenkruid changed “The project”" in page
    assert "Van Fien" in page
    assert "Van Sam</textarea>" in page
    newest = re.search(r'name="keep_mine" value="(\d+)"', page).group(1)
    client.post(address, {**form, "keep_mine": newest})
    assert Application.objects.get().answers[PROJECT]["activities"] == "Van Sam"


def test_stale_rows_show_what_stands_there_now(client, draft, writer, second):
    saved(services.save_activities, draft, writer, rows=[ACTIVITY])
    client.force_login(second)
    address = reverse("subsidies:section", args=[draft.initiative.slug, draft.pk, ACTIVITIES])
    form = {
        "activities-TOTAL_FORMS": "1",
        "activities-INITIAL_FORMS": "0",
        "activities-0-title": "Van Sam",
        "revision": draft.revision,
    }

    page = client.post(address, form, headers={"accept-language": "en"}).content.decode()

    assert "Activity 1" in page
    assert "Ontwerp, 1 March 2027, 1 March 2028" in page
    assert 'value="Van Sam"' in page
    assert draft.activities.get().title == "Ontwerp"


# Signing


def test_saving_the_same_again_keeps_the_signature(complete, writer):
    lines = [
        services.BudgetInput(line.category, line.description, line.amount, line.activity.key, line.key)
        for line in complete.budget_lines.all()
    ]
    income = [
        services.IncomeInput(line.kind, line.description, line.amount, line.status, None, line.key)
        for line in complete.income_lines.all()
    ]
    application = saved(
        services.save_budget,
        complete,
        writer,
        lines=lines,
        income=income,
        amount_requested=complete.amount_requested,
        vat="not_recoverable",
    )

    assert application.co_signed_by is not None


@pytest.mark.parametrize(
    "change",
    [
        lambda application, user: saved(services.save_activities, application, user, rows=[]),
        lambda application, user: budget(application, user, costs=[Decimal(1)]),
        lambda application, user: saved(services.save_aid, application, user, rows=[], declared=False),
        lambda application, user: saved(services.save_advance, application, user, wanted="yes", needs={}),
        lambda application, user: services.remove_required_document(
            application=application, slug="bank-account", user=user
        ),
    ],
)
def test_signature_lapses_with_every_change_and_the_page_says_whose(client, complete, writer, change):
    change(complete, writer)

    assert Application.objects.get().co_signed_by is None
    page = page_of(client, writer, reverse("subsidies:check", args=[complete.initiative.slug, complete.pk]))
    assert "Sam Sleedoorn signed along on" in page
    assert "does not count any more" in page


def test_check_page_names_who_can_sign(client, initiative, writer, second, complete):
    reader = UserFactory(name="Lies Lavas")
    MembershipFactory(initiative=initiative, user=reader, role="reader")
    draft = saved(services.save_aid, complete, writer, rows=[], declared=False)

    assert selectors.signing_of(draft).signers == [second]


def test_who_read_an_older_application_does_not_sign_it(complete, writer, second):
    seen = complete.revision
    changed = saved(
        services.save_answers,
        complete,
        writer,
        section=PROJECT,
        answers={**complete.answers[PROJECT], "activities": "Anders"},
    )

    with pytest.raises(DomainError, match="while you were reading"):
        services.co_sign(application=changed, user=second, revision=seen)


# Budget


@pytest.mark.parametrize(
    ("costs", "income", "asked", "words"),
    [
        ([], [], 0, "Fill in the costs."),
        ([Decimal(10_000)], [("own", Decimal(1_000))], 8_000, "the other €1,000.00"),
        ([Decimal(10_000)], [("own", Decimal(3_000))], 8_000, "€1,000.00 more than the costs"),
        ([Decimal(10_000)], [], 10_000, "Ask at most €9,000"),
        ([Decimal(4_000)], [("own", Decimal(1_000))], 3_000, "Ask at least €5,000"),
        ([Decimal(900_000)], [("own", Decimal(599_999))], 300_001, "Ask at most €300,000"),
    ],
)
def test_a_budget_that_is_not_right_says_what_and_how_much(draft, writer, costs, income, asked, words):
    budget(draft, writer, costs=costs, income=income, asked=asked)

    assert words in " ".join(missing_in(draft, BUDGET))


def test_a_budget_that_closes_lacks_nothing(draft, writer):
    budget(draft, writer, costs=[Decimal("9999.99"), Decimal("0.01")], income=[("own", Decimal(4_000))], asked=6_000)

    assert missing_in(draft, BUDGET) == []


def test_another_subsidy_may_not_pay_more_for_an_activity_than_it_costs(draft, writer):
    one, two = services.ActivityInput("Een", None, None), services.ActivityInput("Twee", None, None)
    draft = saved(services.save_activities, draft, writer, rows=[one, two])
    saved(
        services.save_budget,
        draft,
        writer,
        lines=[
            services.BudgetInput("ontwerp", "A", Decimal(8_000), one.key),
            services.BudgetInput("ontwerp", "B", Decimal(2_000), two.key),
        ],
        income=[services.IncomeInput(IncomeLine.Kind.SUBSIDY, "Provincie", Decimal(4_000), "certain", two.key)],
        amount_requested=Decimal(6_000),
        vat="recoverable",
    )

    [sentence] = missing_in(draft, BUDGET)
    assert "“Twee”, which costs €2,000.00" in sentence


def test_work_that_starts_before_the_application_is_in_is_remarked_and_no_obstacle(complete, writer):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    row = services.ActivityInput("Ontwerp", yesterday, dt.date(2028, 3, 1), key=ACTIVITY.key)
    application = saved(services.save_activities, complete, writer, rows=[row])

    [remark] = remarks_on(application)
    assert "does not count" in remark.sentence
    assert missing_in(application, ACTIVITIES) == []


# From the plan


def test_lines_of_the_plan_become_costs_that_remember_where_they_come_from(draft, writer):
    plan = PlanFactory(initiative=draft.initiative, revision=7)
    draft = saved(services.choose_plan, draft, writer, plan=plan)
    lines = {line.name: line for line in selectors.lines_to_take_over(draft)}

    draft = saved(services.take_over_plan_lines, draft, writer, categories={"Advies en leges": "advies"})

    row = draft.budget_lines.get()
    assert (row.description, row.category, row.plan_revision) == ("Advies en leges", "advies", 7)
    assert row.amount == row.plan_amount > 0
    assert set(lines) == {"Bouw", "Advies en leges", "Onvoorzien"}
    assert selectors.changes_of_the_plan(draft) == []


def test_who_gets_vat_back_takes_amounts_over_without_it(draft, writer):
    plan = PlanFactory(initiative=draft.initiative)
    draft = saved(services.choose_plan, draft, writer, plan=plan)
    draft = saved(services.take_over_plan_lines, draft, writer, categories={"Bouw": "bouw"})
    with_vat = draft.budget_lines.get().amount

    line = draft.budget_lines.get()
    draft = saved(
        services.save_budget,
        draft,
        writer,
        lines=[services.BudgetInput("bouw", "Bouw", line.amount, None, line.key)],
        amount_requested=Decimal(0),
        vat="recoverable",
    )
    draft = saved(services.take_over_plan_lines, draft, writer, categories={"Bouw": "bouw"})

    without_vat = draft.budget_lines.get().amount
    assert abs(without_vat * Decimal("1.21") - with_vat) < Decimal("0.01")


def test_a_plan_that_changed_since_is_told_and_taken_over_again(client, draft, writer):
    plan = PlanFactory(initiative=draft.initiative)
    draft = saved(services.choose_plan, draft, writer, plan=plan)
    draft = saved(services.take_over_plan_lines, draft, writer, categories={"Bouw": "bouw", "Onvoorzien": "bouw"})
    lines = [dict(line) for line in plan.document["investment"]["lines"] if line["name"] != "Onvoorzien"]
    lines[0]["per_m2"] = 2_500
    plan.document = {**plan.document, "investment": {**plan.document["investment"], "lines": lines}}
    plan.revision += 1
    plan.save()
    draft = Application.objects.get()

    changed = {change.name: change for change in selectors.changes_of_the_plan(draft)}
    page = page_of(client, writer, reverse("subsidies:section", args=[draft.initiative.slug, draft.pk, BUDGET]))

    assert changed["Bouw"].now > changed["Bouw"].then
    assert changed["Onvoorzien"].now is None
    assert "came from your plan (revision 1" in page
    draft = saved(services.take_over_plan_lines, draft, writer, categories={"Bouw": "bouw"})
    assert "Bouw" not in {change.name for change in selectors.changes_of_the_plan(draft)}


# Advance and aid


def test_an_advance_needs_the_whole_amount_in_quarters_of_the_schedule(draft, writer):
    draft = saved(services.save_activities, draft, writer, rows=[ACTIVITY])
    draft = budget(draft, writer, costs=[Decimal(10_000)], income=[("own", Decimal(4_000))], asked=6_000)
    quarters = [dt.date(2027, 1, 1), dt.date(2027, 4, 1)]

    draft = saved(services.save_advance, draft, writer, wanted="yes", needs={quarters[0]: Decimal(5_999)})
    assert "You spread €5,999.00 over the quarters, and you ask €6,000.00" in missing_in(draft, ADVANCE)[0]
    draft = saved(
        services.save_advance, draft, writer, wanted="yes", needs={quarters[0]: Decimal(5_999), quarters[1]: Decimal(1)}
    )
    assert missing_in(draft, ADVANCE) == []


def test_one_press_spreads_what_is_asked_evenly(client, draft, writer):
    draft = saved(services.save_activities, draft, writer, rows=[ACTIVITY])
    draft = budget(draft, writer, costs=[Decimal(10_000)], income=[("own", Decimal(4_000))], asked=6_000)
    client.force_login(writer)
    address = reverse("subsidies:section", args=[draft.initiative.slug, draft.pk, ADVANCE])

    answer = client.post(address, {"wanted": "yes", "spread": "1", "revision": draft.revision})

    assert answer.url == address
    assert list(draft.liquidity_needs.values_list("amount", flat=True)) == [Decimal(1_200)] * 5
    assert missing_in(draft, ADVANCE) == []


def test_who_asks_no_advance_need_not_say_when_the_money_is_needed(draft, writer):
    saved(services.save_advance, draft, writer, wanted="no", needs={})

    assert missing_in(draft, ADVANCE) == []


def test_aid_above_the_ceiling_is_told_with_what_is_left(draft, writer):
    today = timezone.localdate()
    draft = budget(draft, writer, costs=[Decimal(100_000)], income=[("own", Decimal(40_000))], asked=60_000)
    rows = [
        services.AidInput(today - dt.timedelta(days=30), "Gemeente", Decimal(250_000)),
        services.AidInput(today - dt.timedelta(days=4 * 365), "Lang geleden", Decimal(299_000)),
    ]

    draft = saved(services.save_aid, draft, writer, rows=rows, declared=True)

    [remark] = remarks_on(draft)
    assert "€310,000 of de-minimis aid in 3 years" in remark.sentence
    assert "at most €50,000" in remark.sentence
    assert missing_in(draft, AID) == []
    assert selectors.figures_of_section(draft, AID)[0].value == "€250,000.00"


# Documents


def test_a_document_is_replaced_and_removed(client, draft, writer):
    client.force_login(writer)
    where = [draft.initiative.slug, draft.pk]
    add = reverse("subsidies:add_document", args=[*where, "bank-account"])

    for number in (1, 2):
        client.post(add, {"upload": SimpleUploadedFile("afschrift.csv", CSV + str(number).encode())})
    listed = {item.wanted.slug: item for item in selectors.document_list(draft)}
    assert listed["bank-account"].latest.number == 2
    assert listed["statuten"].document is None

    client.post(reverse("subsidies:remove_document", args=[*where, "bank-account"]))
    fields = [item.field for item in missing_from(draft) if item.section == DOCUMENTS]
    assert "id_bank-account_upload" in fields


def test_a_document_that_nobody_asked_for_is_not_found(client, draft, writer):
    client.force_login(writer)
    address = reverse("subsidies:add_document", args=[draft.initiative.slug, draft.pk, "vakantiefoto"])

    assert client.post(address, {"upload": SimpleUploadedFile("a.csv", CSV)}).status_code == 404


# Submitting


def test_after_the_last_second_the_check_page_says_the_moment_and_keeps_the_draft(
    client, complete, writer, time_machine
):
    closes_at = complete.scheme_version.closes_at
    time_machine.move_to(closes_at + dt.timedelta(seconds=1), tick=False)
    client.force_login(writer)

    answer = client.post(
        reverse("subsidies:submit", args=[complete.initiative.slug, complete.pk]), headers={"accept-language": "en"}
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"{timezone.localtime(closes_at):%H:%M:%S} and it is" in page
    assert "Your draft is kept." in page
    assert Application.objects.get().state == State.DRAFT


def test_receipt_has_number_moment_and_what_happens_next(client, complete, writer):
    client.force_login(writer)
    where = [complete.initiative.slug, complete.pk]

    answer = client.post(reverse("subsidies:submit", args=where), follow=True, headers={"accept-language": "en"})

    application = Application.objects.get()
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse("subsidies:receipt", args=where)
    assert application.number in page
    assert f"{timezone.localtime(application.submitted_at):%H:%M:%S}" in page
    assert application.submission.sha256 in page
    for words in ("What happens next", "Decision at the latest", "the ministry", "Your receipt"):
        assert words in page


def test_a_draft_has_no_receipt_and_a_submitted_application_no_pages_to_change(client, complete, writer):
    client.force_login(writer)
    where = [complete.initiative.slug, complete.pk]
    assert client.get(reverse("subsidies:receipt", args=where)).status_code == 404

    services.submit_application(application=complete, user=writer)

    assert client.get(reverse("subsidies:section", args=[*where, BUDGET])).status_code == 404
    assert client.get(reverse("subsidies:check", args=where)).status_code == 302
    with pytest.raises(DomainError):
        services.save_activities(application=complete, rows=[], revision=complete.revision, user=writer)


def test_everything_is_frozen_and_read_by_the_ministry_as_the_group_checked_it(client, initiative, writer, second):
    draft = complete_application(initiative, writer=writer, signer=second)
    draft = saved(
        services.save_aid,
        draft,
        writer,
        rows=[services.AidInput(timezone.localdate() - dt.timedelta(days=9), "Provincie Voorbeeld", Decimal(5_000))],
        declared=True,
    )
    draft = saved(
        services.save_advance, draft, writer, wanted="yes", needs={dt.date(2027, 1, 1): draft.amount_requested}
    )
    before = selectors.preview_of(draft)
    services.co_sign(application=draft, user=second)
    application = services.submit_application(application=draft, user=writer)

    frozen = selectors.submitted_of(application)

    assert (frozen.co_signed_by, frozen.submitted_by) == ("Sam Sleedoorn", "Fien Fluitenkruid")
    for part in (
        "activities",
        "costs",
        "income",
        "quarters",
        "aid",
        "documents",
        "iban",
        "vat",
        "starts_on",
        "plan_sentence",
    ):
        assert getattr(frozen, part) == getattr(before, part), part
    assert frozen.total_costs == frozen.total_covered
    reviewer = UserFactory(roles=[Role.REVIEWER])
    page = page_of(client, reviewer, reverse("subsidies:dossier", args=[application.pk]))
    for words in ("Provincie Voorbeeld", "Leden", "Coöperatie De Proeftuin U.A.", "January to March 2027", "€5,000.00"):
        assert words in page


def test_what_was_frozen_before_there_were_rows_can_still_be_read(initiative, writer, second):
    content = submitted_application(initiative, writer=writer, signer=second).submission.content
    old = {
        key: value
        for key, value in content.items()
        if key not in ("format", "activities", "income", "vat", "totals", "aid", "advance")
    }
    old["budget"] = [{"category": "ontwerp", "description": "Architect", "amount": "150.00"}]
    old["plan"] = {"document": content["plan"]["document"], "result": content["plan"]["result"]}

    read = selectors.read_content(old)

    assert (read.total_costs, read.activities, read.asks_advance, read.aid_ceiling) == (Decimal(150), [], None, None)


def test_a_submission_without_signature_is_named_as_missing(draft):
    assert [item.section for item in missing_from(draft)][-1] == SIGNATURE


def test_a_page_takes_as_many_queries_for_many_rows_as_for_few(client, draft, writer):
    client.force_login(writer)
    address = reverse("subsidies:section", args=[draft.initiative.slug, draft.pk, BUDGET])

    def count(rows):
        budget(
            Application.objects.get(), writer, costs=[Decimal(10 + rows)] * rows, income=[("own", Decimal(rows))] * rows
        )
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).content.count(b'name="lines-') > rows
        return len(queries)

    count(1)
    assert count(2) == count(30)


# With the schemes as data


def test_a_scheme_that_is_divided_offers_the_groups_that_have_money(client, draft, writer):
    CeilingBalance.objects.filter(version=draft.scheme_version, target="cpo").delete()

    page = page_of(client, writer, reverse("subsidies:section", args=[draft.initiative.slug, draft.pk, PROJECT]))

    assert re.findall(r'name="target" value="([a-z_]+)"', page) == ["middle_incomes", "older_people"]


def test_aid_that_coophub_knows_is_told_and_counts_once(draft, writer):
    other = Application.objects.create(
        scheme_version=draft.scheme_version, initiative=draft.initiative, target="cpo", state=State.WITHDRAWN
    )
    enter_award(application=other, amount=Decimal(70_000), user=None)
    today = timezone.localdate()
    rows = [services.AidInput(today, "Ministerie", Decimal(70_000)), services.AidInput(today, "Gemeente", Decimal(9))]
    draft = saved(services.save_aid, draft, writer, rows=rows, declared=True)

    section = selectors.wizard_of(draft, writer).section(AID)
    figures = [figure.value for figure in selectors.figures_of_section(draft, AID)]

    assert [remark.sentence for remark in section.remarks] == [
        "Aid 1 was awarded through CoopHub. We count it already, so you can remove it here."
    ]
    assert figures == ["€9.00", "€70,000.00", "€70,009.00"]


def test_a_draft_from_before_the_rows_keeps_its_schedule_and_aid(draft):
    draft.answers = {
        PROJECT: {"starts_on": "2027-01-01", "ends_on": ""},
        AID: {"received": "1200.50", "declared": True},
    }
    draft.save()

    import_module("financing.subsidies.migrations.0021_drafts_keep_what_they_said").make_rows(apps, None)

    assert list(draft.activities.values_list("starts_on", "ends_on")) == [(dt.date(2027, 1, 1), None)]
    assert list(draft.aid_received.values_list("granted_on", "amount")) == [(None, Decimal("1200.50"))]
    assert "Aid 1: fill in the date of the award." in missing_in(draft, AID)
