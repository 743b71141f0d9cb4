"""A group writes its application: what is missing and where, rows, two writers at once, documents."""

import datetime as dt
import json
import re
import uuid
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coophub.web import clock
from coophub.web.formats import day
from financing.subsidies.applications.completeness import missing_from
from financing.subsidies.applications.parts.activities import ACTIVITIES
from financing.subsidies.applications.parts.project import PROJECT
from financing.subsidies.applications.sections import DOCUMENTS, ORDER, PAGES
from financing.subsidies.models import Application
from financing.subsidies.selectors import wizard as wizard_selectors
from financing.subsidies.services import applying, budgeting, drafting
from tests.factories.subsidies import CSV, complete_application, design
from tests.financing.subsidies.applications.drafting.steps import ids_on, page_of, saved

pytestmark = pytest.mark.django_db


# What is missing


def assert_every_link_leads_to_a_field(client, application, user):
    wizard = wizard_selectors.wizard_of(application, user)
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

    assert len(found) == 15
    assert all("#" in link.url for link in found)


def test_every_missing_thing_of_a_half_filled_draft_leads_to_its_very_field(client, draft, writer):
    tomorrow = clock.today() + dt.timedelta(days=1)
    rows = [
        budgeting.ActivityInput("", None, None, "Iets"),
        budgeting.ActivityInput("Later", dt.date(2028, 1, 1), dt.date(2027, 1, 1)),
    ]
    draft = saved(budgeting.save_activities, draft, writer, rows=rows)
    draft = saved(
        budgeting.save_budget,
        draft,
        writer,
        lines=[budgeting.BudgetInput("", "", Decimal(5)), budgeting.BudgetInput("ontwerp", "Zonder bedrag", None)],
        income=[
            budgeting.IncomeInput("", "", Decimal(1)),
            budgeting.IncomeInput("subsidy", "Provincie", Decimal(9), activity=rows[0].key),
        ],
        amount_requested=Decimal(999_999_999),
    )
    draft = saved(budgeting.save_aid, draft, writer, rows=[budgeting.AidInput(tomorrow, "", None)], declared=False)
    draft = saved(budgeting.save_advance, draft, writer, wanted="yes", needs={dt.date(2031, 1, 1): Decimal(7)})

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
    before = wizard_selectors.wizard_of(draft, writer)
    draft = saved(budgeting.save_activities, draft, writer, rows=[design()])
    half = wizard_selectors.wizard_of(draft, writer)
    answers = {"activities": "Ontwerp.", "contribution": "Woningen."}
    draft = saved(drafting.save_answers, draft, writer, section=PROJECT, answers=answers)
    after = wizard_selectors.wizard_of(draft, writer)

    assert (before.done, half.done, after.done, after.total) == (0, 0, 1, 4)
    assert half.section(ACTIVITIES).is_complete
    assert half.next.sentence == "Go on with: What you are going to do"
    assert half.next.url.endswith("/sections/work/#id_activities")


def test_every_part_stands_on_one_page():
    assert sorted(part for parts in PAGES.values() for part in parts) == sorted(ORDER)


def test_address_of_a_part_leads_to_its_place_on_its_page(client, draft, writer):
    client.force_login(writer)
    for part in ORDER:
        answer = client.get(reverse("subsidies:section", args=[draft.initiative.slug, draft.pk, part]))
        assert answer.url == wizard_selectors.section_url(draft, part)
        path, _hash, anchor = answer.url.partition("#")
        assert anchor in ids_on(page_of(client, writer, path))


def test_next_is_signing_for_the_one_and_waiting_for_the_other(initiative, writer, second):
    signed = complete_application(initiative, writer=writer, signer=second)
    signed = saved(budgeting.save_aid, signed, writer, rows=[], declared=False)
    signed = saved(budgeting.save_aid, signed, writer, rows=[], declared=True)

    assert wizard_selectors.wizard_of(signed, second).next.sentence == "Check and sign along"
    assert wizard_selectors.wizard_of(signed, writer).next.sentence == "Check, and ask somebody to sign along"
    applying.co_sign(application=signed, user=second)
    signed = Application.objects.get()
    assert wizard_selectors.wizard_of(signed, writer).next.sentence == "Check and submit"


def test_fields_of_a_draft_are_not_marked_as_optional_but_what_may_stay_empty_is(client, draft, writer):
    address = reverse("subsidies:section", args=[draft.initiative.slug, draft.pk, "applicant"])

    page = page_of(client, writer, address)

    marked = re.findall(r'<label[^>]*for="id_(\w+)"[^>]*>[^<]*<span class="field__optional">', page)
    assert marked == ["contact_phone"]


# Rows


def test_a_half_filled_row_is_kept_and_known_again_by_its_key(draft, writer):
    row = budgeting.ActivityInput("Ontwerp", None, None)
    draft = saved(budgeting.save_activities, draft, writer, rows=[row])
    first = draft.activities.get()

    draft = saved(
        budgeting.save_activities,
        draft,
        writer,
        rows=[budgeting.ActivityInput("Ontwerp", dt.date(2027, 1, 1), dt.date(2027, 6, 1), key=row.key)],
    )

    assert draft.activities.get().pk == first.pk
    assert draft.activities.get().ends_on == dt.date(2027, 6, 1)


def test_rows_that_are_not_in_the_list_any_more_go_and_costs_keep_standing(draft, writer):
    one, two = budgeting.ActivityInput("Een", None, None), budgeting.ActivityInput("Twee", None, None)
    draft = saved(budgeting.save_activities, draft, writer, rows=[one, two])
    draft = saved(
        budgeting.save_budget,
        draft,
        writer,
        lines=[budgeting.BudgetInput("ontwerp", "Architect", Decimal(5), two.key)],
        amount_requested=Decimal(0),
    )

    draft = saved(budgeting.save_activities, draft, writer, rows=[one])

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
    drafting.save_answers(
        application=draft, section=PROJECT, answers={"activities": "Van Fien"}, revision=seen, user=writer
    )

    budgeting.save_activities(application=draft, rows=[design()], revision=seen, user=second)

    assert Application.objects.get().answers[PROJECT]["activities"] == "Van Fien"
    assert draft.activities.count() == 1


def test_the_same_part_is_refused_with_who_changed_it_and_both_texts_stay(client, draft, writer, second):
    address = reverse("subsidies:section", args=[draft.initiative.slug, draft.pk, PROJECT])
    drafting.save_answers(
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
    newest = re.search(r'name="seen" value="(\d+)"', page).group(1)
    client.post(address, {**form, "seen": newest, "settle": "mine"})
    assert Application.objects.get().answers[PROJECT]["activities"] == "Van Sam"


def test_page_that_keeps_itself_gets_the_choice_and_keeps_nothing(client, draft, writer, second):
    address = reverse("subsidies:section", args=[draft.initiative.slug, draft.pk, PROJECT])
    drafting.save_answers(
        application=draft, section=PROJECT, answers={"activities": "Van Fien"}, revision=draft.revision, user=writer
    )
    client.force_login(second)
    typed = {"activities": "Van Sam", "target": draft.target}
    form = {"revision": draft.revision, **typed, "settle": "mine", "seen": "99"}

    answer = client.post(address, form, headers={"x-autosave": "1", "accept-language": "en"})

    assert answer.status_code == 409
    assert "Fien Fluitenkruid changed “The project”" in answer.json()["message"]
    assert all(words in answer.json()["choose"] for words in ("Van Fien", "Van Sam", "Keep mine", "Keep theirs"))
    assert Application.objects.get().answers[PROJECT]["activities"] == "Van Fien"


def test_who_keeps_theirs_sees_what_stands_there_now(client, draft, writer, second):
    address = reverse("subsidies:section", args=[draft.initiative.slug, draft.pk, PROJECT])
    drafting.save_answers(
        application=draft, section=PROJECT, answers={"activities": "Van Fien"}, revision=draft.revision, user=writer
    )
    client.force_login(second)
    form = {"revision": draft.revision, "activities": "Van Sam", "settle": "theirs", "seen": "2"}

    page = client.post(address, form, follow=True).content.decode()

    assert "Van Fien</textarea>" in page
    assert Application.objects.get().answers[PROJECT]["activities"] == "Van Fien"


WORK = {
    "activities-TOTAL_FORMS": "1",
    "activities-INITIAL_FORMS": "0",
    "activities-0-title": "",
    "activities": "",
    "contribution": "",
}


def page_as_shown(client, draft, user):
    """The fields of the page of the work as somebody opens it now, to send back."""
    client.force_login(user)
    address = wizard_selectors.page_url(draft, "work")
    page = client.get(address).content.decode()
    marks = dict(re.findall(r'name="(mark-\w+)" value="([^"]+)"', page))
    assert len(marks) == 2
    return address, {**WORK, "target": draft.target, **marks}


def test_two_people_on_one_page_in_other_parts_are_not_in_each_others_way(client, draft, writer, second):
    address, form = page_as_shown(client, draft, second)
    saved(budgeting.save_activities, draft, writer, rows=[design()])

    first = client.post(address, {**form, "activities": "Van Sam"}, headers={"x-autosave": "1"})
    again = {**form, **first.json()["fields"], "activities": "Van Sam, later"}
    later = client.post(address, again, headers={"x-autosave": "1"})
    typed_there_too = {**again, **later.json()["fields"], "activities-0-title": "Van Sam"}
    answer = client.post(address, typed_there_too, headers={"x-autosave": "1", "accept-language": "en"})

    assert Application.objects.get().answers[PROJECT]["activities"] == "Van Sam, later"
    assert [row.title for row in draft.activities.all()] == [design().title]
    assert answer.status_code == 409
    assert "Fien Fluitenkruid changed “What you do, and when”" in answer.json()["message"]


def test_what_was_typed_back_to_how_it_began_is_kept_too(client, draft, writer):
    address, form = page_as_shown(client, draft, writer)
    kept = client.post(address, {**form, "activities": "Iets"}, headers={"x-autosave": "1"}).json()

    client.post(address, {**form, **kept["fields"]}, headers={"x-autosave": "1"})

    assert Application.objects.get().answers[PROJECT]["activities"] == ""


def test_who_keeps_theirs_keeps_what_was_typed_in_another_part(client, draft, writer, second):
    address, form = page_as_shown(client, draft, second)
    saved(budgeting.save_activities, draft, writer, rows=[design()])
    typed = {**form, "activities": "Van Sam", "activities-0-title": "Van Sam"}

    refused = client.post(address, typed)
    newest = re.search(r'name="seen" value="(\d+)"', refused.content.decode()).group(1)
    assert not Application.objects.get().answers.get(PROJECT, {}).get("activities")
    client.post(address, {**typed, "settle": "theirs", "seen": newest})

    assert Application.objects.get().answers[PROJECT]["activities"] == "Van Sam"
    assert [row.title for row in draft.activities.all()] == [design().title]


def test_stale_rows_show_what_stands_there_now(client, draft, writer, second):
    saved(budgeting.save_activities, draft, writer, rows=[design()])
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
    assert f"Ontwerp, {day(design().starts_on)}, {day(design().ends_on)}" in page
    assert 'value="Van Sam"' in page
    assert draft.activities.get().title == "Ontwerp"


# Documents


def test_a_document_is_replaced_and_removed(client, draft, writer):
    client.force_login(writer)
    where = [draft.initiative.slug, draft.pk]
    add = reverse("subsidies:add_document", args=[*where, "bank-account"])

    for number in (1, 2):
        client.post(add, {"upload": SimpleUploadedFile("afschrift.csv", CSV + str(number).encode())})
    listed = {item.wanted.slug: item for item in wizard_selectors.document_list(draft)}
    assert listed["bank-account"].latest.number == 2
    assert listed["statuten"].document is None

    client.post(reverse("subsidies:remove_document", args=[*where, "bank-account"]))
    fields = [item.field for item in missing_from(draft) if item.section == DOCUMENTS]
    assert "id_bank-account_upload" in fields


def test_a_document_that_nobody_asked_for_is_not_found(client, draft, writer):
    client.force_login(writer)
    address = reverse("subsidies:add_document", args=[draft.initiative.slug, draft.pk, "vakantiefoto"])

    assert client.post(address, {"upload": SimpleUploadedFile("a.csv", CSV)}).status_code == 404
