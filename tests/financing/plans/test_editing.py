"""Changing a plan: saving while typing, two people at once, taking back, and the story of it."""

import json
import re
import uuid

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import translation

from coophub.audit.models import AuditEntry
from coophub.web.errors import DomainError
from financing.engine import PlanError
from financing.plans.document.examples import example_document
from financing.plans.document.history import change_in_words, sentences_of
from financing.plans.document.patches import difference
from financing.plans.document.rows import KEY, frozen_points, keyed_document, with_keys
from financing.plans.forms import SectionForms, section_named
from financing.plans.models import Plan, PlanChange
from financing.plans.selectors.changes import next_steps, state_at
from financing.plans.services import editing
from financing.plans.services.norms import set_home_points
from financing.plans.services.versions import freeze_plan
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.plans import PlanFactory
from tests.financing.plans.sending import sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return UserFactory(name="Anna")


@pytest.fixture
def bram():
    return UserFactory(name="Bram")


@pytest.fixture
def plan(anna, bram):
    initiative = InitiativeFactory(owner=anna)
    MembershipFactory(initiative=initiative, user=bram, role="editor")
    return PlanFactory(initiative=initiative)


class Page:
    """An open page of the builder, with what its form holds."""

    def __init__(self, client, plan, section, user):
        self.client, self.user = client, user
        self.address = reverse(
            "plans:section", kwargs={"slug": plan.initiative.slug, "pk": plan.pk, "section": section}
        )
        plan.refresh_from_db()
        with translation.override("en"):
            forms = SectionForms(section_named(section), keyed_document(plan))
            self.data = {**sent(forms, plan.revision), "page": str(uuid.uuid4())}

    def type(self, *, autosave=True, **fields):
        """Types in fields, in which __ stands for -, and lets the page save itself."""
        self.data |= {name.replace("__", "-"): value for name, value in fields.items()}
        self.client.force_login(self.user)
        headers = {"accept-language": "en", **({"x-autosave": "1"} if autosave else {})}
        return self.client.post(self.address, self.data, headers=headers)


def rents(plan):
    plan.refresh_from_db()
    return [dwelling["monthly_rent"] for dwelling in plan.document["dwellings"]]


# --- Saving while typing ----------------------------------------------------------------------------


def test_page_saves_itself_again_and_again(client, plan, anna):
    page = Page(client, plan, "homes", anna)

    for typed in ("900", "910", "985"):
        response = page.type(dwellings__0__monthly_rent=typed)
        assert (response.status_code, response.json()["errors"]) == (200, {})

    assert rents(plan) == [985, 1210]
    assert plan.changes.count() == 3
    assert AuditEntry.objects.filter(action="plans.save", actor=anna).count() == 3


def test_what_cannot_be_read_stands_beside_its_field_and_the_plan_stays(client, plan, anna):
    page = Page(client, plan, "homes", anna)

    response = page.type(dwellings__0__monthly_rent="veel", dwellings__1__count="")

    answer = response.json()
    assert response.status_code == 422
    assert answer["errors"].keys() == {"dwellings-0-monthly_rent", "dwellings-1-count"}
    assert answer["missing"] == ["dwellings-1-count"]
    assert rents(plan) == [985, 1210]
    assert plan.revision == 1


def test_problem_that_the_engine_finds_has_its_field_too(client, plan, anna):
    page = Page(client, plan, "basics", anna)

    response = page.type(part__first_year="2020")

    assert response.status_code == 422
    assert response.json()["errors"].keys() == {"part-first_year"}


def test_unusual_value_is_kept_and_remarked_on(client, plan, anna):
    page = Page(client, plan, "homes", anna)

    response = page.type(dwellings__0__monthly_rent="1700")

    assert "higher than usual" in response.json()["notes"]["dwellings-0-monthly_rent"]
    assert rents(plan)[0] == 1700


def test_row_that_came_and_row_that_went_do_not_shift_the_others(client, plan, anna):
    plan.document["dwellings"] = [
        {"name": name, "count": 4, "area_m2": 50, "monthly_rent": 800 + number} for number, name in enumerate("ABC")
    ]
    plan.document["funding"][0]["rate_resets"] = [{"after_years": 10, "rate": 0.05}]
    plan.save()
    page = Page(client, plan, "homes", anna)

    page.data["dwellings-TOTAL_FORMS"] = "4"
    page.type(
        dwellings__0__DELETE="on",
        dwellings__3__key=uuid.uuid4().hex,
        dwellings__3__name="D",
        dwellings__3__count="2",
        dwellings__3__area_m2="40",
        dwellings__3__monthly_rent="700",
    )
    page.type(dwellings__2__monthly_rent="850")

    plan.refresh_from_db()
    assert [(row["name"], row["monthly_rent"]) for row in plan.document["dwellings"]] == [
        ("B", 801),
        ("C", 850),
        ("D", 700),
    ]


def test_rows_keep_what_the_form_does_not_show_when_one_before_them_goes(client, plan, anna):
    plan.document["funding"].insert(0, {"name": "Fonds", "kind": "gift", "fixed": 5})
    plan.document["funding"][1]["rate_resets"] = [{"after_years": 10, "rate": 0.05}]
    plan.save()
    page = Page(client, plan, "funding", anna)

    page.type(funding__0__DELETE="on")
    page.type(funding__1__name="Bank van ons")

    plan.refresh_from_db()
    assert plan.document["funding"][0]["name"] == "Bank van ons"
    assert plan.document["funding"][0]["rate_resets"] == [{"after_years": 10, "rate": 0.05}]


def test_new_row_in_which_nothing_was_typed_is_no_row(client, plan, anna):
    page = Page(client, plan, "costs", anna)
    page.data["investment-lines-TOTAL_FORMS"] = "4"

    response = page.type(investment__lines__3__category="land", investment__lines__3__amount_form="fixed")

    assert response.status_code == 200
    plan.refresh_from_db()
    assert plan.revision == 1


def test_panel_shows_what_the_change_did(client, plan, anna):
    page = Page(client, plan, "homes", anna)
    page.type(dwellings__0__monthly_rent="400")

    content = client.get(f"{page.address}panel/", headers={"accept-language": "en"}).content.decode()

    assert "The plan does not close" in content
    assert content.count("<svg") == 1 + len(re.findall(r'<svg\s+class="icon', content))
    assert content.count("hx-swap-oob") == 3
    assert "Undo" in content


# --- Two people -------------------------------------------------------------------------------------


def test_changes_of_two_people_to_different_values_are_both_kept(client, plan, anna, bram):
    hers, his = Page(client, plan, "homes", anna), Page(client, plan, "homes", bram)

    hers.type(dwellings__0__monthly_rent="900")
    response = his.type(dwellings__1__monthly_rent="1100")
    again = his.type(dwellings__1__monthly_rent="1120")

    assert (response.status_code, again.status_code) == (200, 200)
    assert rents(plan) == [900, 1120]


def test_old_value_on_an_open_page_does_not_undo_what_another_changed(client, plan, anna, bram):
    his = Page(client, plan, "homes", bram)
    his.type(dwellings__1__count="15")
    Page(client, plan, "homes", anna).type(dwellings__0__monthly_rent="900")

    his.type(dwellings__1__count="14")

    assert rents(plan) == [900, 1210]
    assert plan.document["dwellings"][1]["count"] == 14


def test_same_value_changed_by_two_people_is_a_choice(client, plan, anna, bram):
    hers, his = Page(client, plan, "homes", anna), Page(client, plan, "homes", bram)
    hers.type(dwellings__0__monthly_rent="900")

    response = his.type(dwellings__0__monthly_rent="950")

    assert response.status_code == 409
    assert "Anna" in response.json()["message"]
    assert all(text in response.json()["choose"] for text in ("€985", "€900", "€950", "Keep mine", "Keep theirs"))
    assert rents(plan)[0] == 900


@pytest.mark.parametrize(("settle", "rent", "count"), [("mine", 950, 18), ("theirs", 900, 18)])
def test_choice_counts_and_the_rest_of_what_was_typed_too(client, plan, anna, bram, settle, rent, count):
    hers, his = Page(client, plan, "homes", anna), Page(client, plan, "homes", bram)
    hers.type(dwellings__0__monthly_rent="900")
    his.type(dwellings__0__monthly_rent="950", dwellings__0__count="18")

    response = his.type(autosave=False, settle=settle, seen="2")

    assert response.status_code == 302
    assert rents(plan)[0] == rent
    assert plan.document["dwellings"][0]["count"] == count


def both_changed_two(client, plan, anna, bram):
    """Two people change the same two rents; gives the page of who came second."""
    hers, his = Page(client, plan, "homes", anna), Page(client, plan, "homes", bram)
    hers.type(dwellings__0__monthly_rent="900", dwellings__1__monthly_rent="1300")
    asked = his.type(dwellings__0__monthly_rent="950", dwellings__1__monthly_rent="1350")
    assert asked.status_code == 409
    return his


FIRST, SECOND = (f"settle-dwellings/#{number:032x}/monthly_rent" for number in (1, 2))


def test_each_value_has_its_own_choice(client, plan, anna, bram):
    his = both_changed_two(client, plan, anna, bram)

    response = his.type(autosave=False, seen="2", **{FIRST: "mine", SECOND: "theirs"})

    assert response.status_code == 302
    assert rents(plan) == [950, 1300]


def test_one_choice_that_is_still_open_is_asked_again_and_the_other_stands(client, plan, anna, bram):
    his = both_changed_two(client, plan, anna, bram)

    response = his.type(autosave=False, seen="2", **{FIRST: "theirs"})

    content = response.content.decode()
    assert response.status_code == 409
    assert "some are still open" in content
    assert re.search(rf'name="{FIRST}"\s+value="theirs"\s+checked', content)
    assert not re.search(rf'name="{SECOND}"\s+value="\w+"\s+checked', content)
    assert rents(plan) == [900, 1300]


def test_choice_for_all_overrules_what_was_chosen_one_by_one(client, plan, anna, bram):
    his = both_changed_two(client, plan, anna, bram)

    assert his.type(autosave=False, seen="2", settle="mine", **{SECOND: "theirs"}).status_code == 302
    assert rents(plan) == [950, 1350]


def test_choice_counts_only_when_it_is_sent_and_not_when_the_page_saves_itself(client, plan, anna, bram):
    his = both_changed_two(client, plan, anna, bram)

    response = his.type(seen="2", **{FIRST: "mine", SECOND: "mine"})

    assert response.status_code == 409
    assert response.json()["choose"].count("checked") == 2
    assert rents(plan) == [900, 1300]


def test_choice_that_was_made_before_a_third_change_is_asked_again(client, plan, anna, bram):
    hers, his = Page(client, plan, "homes", anna), Page(client, plan, "homes", bram)
    hers.type(dwellings__0__monthly_rent="900")
    his.type(dwellings__0__monthly_rent="950")
    hers.type(dwellings__0__monthly_rent="910")

    response = his.type(settle="mine", seen="2")

    assert response.status_code == 409
    assert rents(plan)[0] == 910


def test_without_javascript_the_clash_is_a_page_with_everything_on_it(client, plan, anna, bram):
    hers, his = Page(client, plan, "homes", anna), Page(client, plan, "homes", bram)
    hers.type(dwellings__0__monthly_rent="900")

    response = his.type(autosave=False, dwellings__0__monthly_rent="950")

    content = response.content.decode()
    assert response.status_code == 409
    assert 'value="950"' in content
    assert "Keep theirs" in content


def test_both_change_a_value_to_the_same_is_no_clash(client, plan, anna, bram):
    hers, his = Page(client, plan, "homes", anna), Page(client, plan, "homes", bram)
    hers.type(dwellings__0__monthly_rent="900")

    assert his.type(dwellings__0__monthly_rent="900").status_code == 200


def test_row_that_one_changed_and_the_other_takes_away_is_a_choice_with_the_name_of_the_row(client, plan, anna, bram):
    hers, his = Page(client, plan, "homes", anna), Page(client, plan, "homes", bram)
    hers.type(dwellings__0__monthly_rent="900")

    response = his.type(dwellings__0__DELETE="on")

    choose = response.json()["choose"]
    assert response.status_code == 409
    assert all(text in choose for text in ("Type of home “2 kamers”", "taken away", "from €985 to €900"))
    assert rents(plan) == [900, 1210]


@pytest.mark.parametrize(("settle", "names"), [("mine", ["2 kamers", "3 kamers"]), ("theirs", ["3 kamers"])])
def test_row_that_was_taken_away_comes_back_whole_when_its_change_counts(client, plan, anna, bram, settle, names):
    hers, his = Page(client, plan, "homes", anna), Page(client, plan, "homes", bram)
    hers.type(dwellings__0__DELETE="on")
    asked = his.type(dwellings__0__monthly_rent="950", dwellings__0__count="18")

    response = his.type(autosave=False, settle=settle, seen="2")

    assert asked.status_code == 409
    assert asked.json()["choose"].count("<fieldset") == 1
    assert response.status_code == 302
    plan.refresh_from_db()
    assert [row["name"] for row in plan.document["dwellings"]] == names
    if settle == "mine":
        assert (plan.document["dwellings"][0]["monthly_rent"], plan.document["dwellings"][0]["count"]) == (950, 18)


def three_homes(plan):
    """A, B and C, with rents of 800, 801 and 802."""
    plan.document["dwellings"] = [
        {"name": name, "count": 4, "area_m2": 50, "monthly_rent": 800 + number} for number, name in enumerate("ABC")
    ]
    plan.save()
    return plan


def new_home(page, place, name):
    """Fills in a row that the page did not have yet."""
    page.data["dwellings-TOTAL_FORMS"] = str(place + 1)
    fields = {"key": uuid.uuid4().hex, "name": name, "count": "2", "area_m2": "40", "monthly_rent": "700"}
    return page.type(**{f"dwellings__{place}__{field}": value for field, value in fields.items()})


def named_rents(plan):
    plan.refresh_from_db()
    return [(row["name"], row["monthly_rent"]) for row in plan.document["dwellings"]]


def test_change_of_the_second_row_stays_there_when_another_took_the_first_away(client, plan, anna, bram):
    hers, his = Page(client, three_homes(plan), "homes", anna), Page(client, plan, "homes", bram)
    hers.type(dwellings__0__DELETE="on")

    response = his.type(dwellings__1__monthly_rent="950")

    assert response.status_code == 200
    assert named_rents(plan) == [("B", 950), ("C", 802)]


def test_rows_that_two_people_add_are_both_there(client, plan, anna, bram):
    hers, his = Page(client, three_homes(plan), "homes", anna), Page(client, plan, "homes", bram)

    answers = [new_home(hers, 3, "Hers"), new_home(his, 3, "His"), his.type(dwellings__3__monthly_rent="710")]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert sorted(named_rents(plan)) == [("A", 800), ("B", 801), ("C", 802), ("Hers", 700), ("His", 710)]


def test_clash_is_about_its_row_whatever_stands_before_it_now(client, plan, anna, bram):
    hers, his = Page(client, three_homes(plan), "homes", anna), Page(client, plan, "homes", bram)
    hers.type(dwellings__0__DELETE="on", dwellings__1__monthly_rent="900")

    asked = his.type(dwellings__1__monthly_rent="950")
    response = his.type(autosave=False, settle="mine", seen="2")

    assert "Rent per month of “B”" in asked.json()["choose"]
    assert response.status_code == 302
    assert named_rents(plan) == [("B", 950), ("C", 802)]


def test_row_that_was_taken_back_elsewhere_is_a_choice_and_no_fault(client, plan, anna, bram):
    his = Page(client, three_homes(plan), "homes", bram)
    new_home(his, 3, "His")
    plan.refresh_from_db()
    editing.undo_change(plan=plan, revision=plan.revision, user=anna)

    asked = his.type(dwellings__3__monthly_rent="710")
    response = his.type(autosave=False, settle="mine", seen="3")

    assert (asked.status_code, response.status_code) == (409, 302)
    assert named_rents(plan)[3:] == [("His", 710)]


def test_key_that_a_page_says_twice_makes_two_rows(client, plan, anna):
    page = Page(client, three_homes(plan), "homes", anna)

    page.type(dwellings__1__key=page.data["dwellings-0-key"])

    plan.refresh_from_db()
    assert [row["name"] for row in plan.document["dwellings"]] == ["A", "C", "B"]
    assert len(set(plan.row_keys["/dwellings"])) == 3


def test_problem_of_what_two_people_made_together_stands_beside_the_row_that_it_is_about(client, plan, anna, bram):
    hers, his = Page(client, plan, "funding", anna), Page(client, plan, "funding", bram)
    hers.type(funding__0__DELETE="on", funding__1__name="Ons geld")

    response = his.type(funding__2__name="Ons geld")

    assert response.status_code == 422
    assert response.json()["errors"].keys() == {"funding-2-name"}


def test_page_that_reads_while_another_saves_is_not_too_old(client, plan, anna, bram):
    hers = Page(client, plan, "homes", anna)
    read_before = Plan.objects.get(pk=plan.pk)
    hers.type(dwellings__0__monthly_rent="900")

    assert rents(read_before) == [900, 1210]
    assert state_at(Plan(pk=plan.pk, document=plan.document, revision=1), 1)["dwellings"][0]["monthly_rent"] == 985


def test_keys_of_rows_never_leave_with_the_document(client, plan, anna):
    new_home(Page(client, plan, "homes", anna), 2, "Nieuw")
    plan.refresh_from_db()

    exported = client.get(reverse("plans:export", args=[plan.initiative.slug, plan.pk])).json()
    version = freeze_plan(plan=plan, name="Voor de bank", user=anna)

    assert exported == version.document == plan.document
    assert '"key"' not in json.dumps(exported)


def test_points_go_along_with_a_home_that_gets_another_name_and_back(client, plan, anna):
    two_rooms = next(home[KEY] for home in keyed_document(plan)["dwellings"] if home["name"] == "2 kamers")
    set_home_points(plan=plan, points={two_rooms: 140}, user=anna)

    Page(client, plan, "homes", anna).type(dwellings__0__name="Twee kamers")
    plan.refresh_from_db()
    renamed = frozen_points(plan)
    editing.undo_change(plan=plan, revision=plan.revision, user=anna)
    plan.refresh_from_db()

    assert renamed == frozen_points(plan) == {two_rooms: 140}


@pytest.mark.parametrize("revision", ["0", "99", "x", ""])
def test_page_of_a_revision_that_never_was_is_refused(client, plan, anna, revision):
    page = Page(client, plan, "homes", anna)

    response = page.type(revision=revision, dwellings__0__monthly_rent="1")

    assert response.status_code == 409
    assert rents(plan)[0] == 985


# --- Taking back ------------------------------------------------------------------------------------


def change(plan, user, **values):
    document = {**state_at(plan, plan.revision), **values}
    return editing.save_plan(plan=plan, document=document, revision=plan.revision, user=user, section="basics")


def test_changes_are_taken_back_and_done_again_one_by_one(plan, anna):
    for years in (40, 45, 60):
        plan = change(plan, anna, horizon_years=years)
    seen = []

    for step in (editing.undo_change, editing.undo_change, editing.redo_change, editing.undo_change):
        plan.refresh_from_db()
        step(plan=plan, revision=plan.revision, user=anna)
        plan.refresh_from_db()
        seen.append(plan.document["horizon_years"])

    assert seen == [45, 40, 45, 40]
    undo, redo = next_steps(plan)
    assert (undo.patch[0]["after"], redo.patch[0]["after"]) == (40, 45)


def test_new_change_ends_what_can_be_done_again(plan, anna):
    plan = change(plan, anna, horizon_years=40)
    editing.undo_change(plan=plan, revision=2, user=anna)
    plan.refresh_from_db()

    plan = change(plan, anna, vacancy_rate=0.02)

    assert next_steps(plan)[1] is None
    with pytest.raises(DomainError):
        editing.redo_change(plan=plan, revision=plan.revision, user=anna)


def test_nothing_is_taken_back_of_a_plan_that_moved_on(plan, anna):
    plan = change(plan, anna, horizon_years=40)
    change(plan, anna, horizon_years=41)

    with pytest.raises(DomainError):
        editing.undo_change(plan=plan, revision=2, user=anna)

    plan.refresh_from_db()
    assert plan.document["horizon_years"] == 41


def test_plan_comes_back_as_it_was_at_any_point(plan, anna):
    first = plan.document
    for years in (40, 45, 60):
        plan = change(plan, anna, horizon_years=years)

    editing.restore_plan(plan=plan, to=1, user=anna)
    plan.refresh_from_db()
    assert plan.document == first

    editing.undo_change(plan=plan, revision=plan.revision, user=anna)
    plan.refresh_from_db()
    assert plan.document["horizon_years"] == 60
    assert [state_at(plan, revision)["horizon_years"] for revision in (1, 2, 3, 4, 5)] == [50, 40, 45, 60, 50]


def test_invalid_document_is_not_stored(plan, anna):
    with pytest.raises(PlanError):
        change(plan, anna, horizon_years=0)

    plan.refresh_from_db()
    assert plan.revision == 1
    assert not PlanChange.objects.exists()


def test_database_refuses_to_change_or_remove_the_story(plan, anna):
    change(plan, anna, horizon_years=40)

    for deed in (PlanChange.objects.update, lambda **_values: PlanChange.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed(section="homes")

    assert PlanChange.objects.get().section == "basics"


# --- In words ---------------------------------------------------------------------------------------


def test_history_tells_who_changed_what(client, plan, anna, bram):
    Page(client, plan, "homes", anna).type(dwellings__1__monthly_rent="1020")
    Page(client, plan, "funding", bram).type(funding__0__rate="4,5")

    client.force_login(bram)
    content = client.get(
        reverse("plans:history", args=[plan.initiative.slug, plan.pk]), headers={"accept-language": "en"}
    ).content.decode()

    assert "Rent per month of “3 kamers”: from €1,210 to €1,020" in content
    assert "Interest per year of “Bank”: from 4.1% to 4.5%" in content
    assert content.index("Bram") < content.index("Anna")


def test_rows_that_came_and_went_are_named():
    before = with_keys(example_document("hofje-voor-ouderen"), {})
    new = {"key": uuid.uuid4().hex, "name": "Stad", "kind": "gift", "fixed": 10}
    after = {**before, "funding": [{**before["funding"][0], "rate": 0.05}, new]}

    with translation.override("nl"):
        sentences = sentences_of(difference(before, after))

    assert sentences == [
        "Bron van geld “Ledeninleg” weggehaald",
        "Bron van geld “Gift van een fonds” weggehaald",
        "Rente per jaar van “Bank”: van 4,2% naar 5%",
        "Bron van geld “Stad” erbij",
    ]


def test_every_difference_between_examples_can_be_told():
    for one, other in (("de-eendracht", "cpo-ouderen"), ("ledenkapitaal", "school-wordt-wonen")):
        before, after = (with_keys(example_document(slug), {}) for slug in (one, other))
        for sentence in sentences_of(difference(before, after)):
            assert sentence
            assert "{" not in sentence


def test_what_was_taken_back_is_told_as_it_was_done(plan, anna):
    plan = change(plan, anna, horizon_years=40)
    editing.undo_change(plan=plan, revision=2, user=anna)

    undone = PlanChange.objects.get(kind="undo")

    assert "50" in change_in_words(undone).summary
    assert Plan.objects.get(pk=plan.pk).document["horizon_years"] == 50


# --- Months until the first rent --------------------------------------------------------------------


def test_months_are_filled_in_shown_back_and_taken_away(client, plan, anna):
    page = Page(client, plan, "costs", anna)
    without = {key: value for key, value in plan.document.items() if key != "development"}

    assert page.type(part__start="2027-01", part__construction_start="7-2027").status_code == 200
    plan.refresh_from_db()
    assert plan.document["development"] == {"start": "2027-01", "construction_start": "2027-07"}
    assert 'value="2027-07"' in client.get(page.address).content.decode()

    assert page.type(part__start="", part__construction_start="").status_code == 200
    plan.refresh_from_db()
    assert plan.document == without


@pytest.mark.parametrize(
    ("months", "field"),
    [
        ({"part__start": "2027-01", "part__construction_start": ""}, "part-construction_start"),
        ({"part__start": "2027-01", "part__construction_start": "2040-01"}, "part-construction_start"),
        ({"part__start": "nu", "part__construction_start": "2027-07"}, "part-start"),
    ],
)
def test_month_that_cannot_be_has_its_sentence(client, plan, anna, months, field):
    before = plan.document

    response = Page(client, plan, "costs", anna).type(**months)

    assert response.status_code == 422
    assert response.json()["errors"][field]
    plan.refresh_from_db()
    assert plan.document == before


def test_months_move_along_with_the_first_year_of_letting(client, plan, anna):
    lines = [line["name"] for line in plan.document["investment"]["lines"]]
    development = {
        "start": "2026-07",
        "construction_start": "2027-07",
        "spend": [{"line": lines[0], "from": "2027-11", "to": "2028-02", "share": 1.0}],
    }
    document = with_keys({**plan.document, "development": development}, plan.row_keys)
    editing.save_plan(plan=plan, document=document, revision=plan.revision, user=anna)

    response = Page(client, plan, "basics", anna).type(part__first_year=str(plan.document["first_year"] + 1))

    plan.refresh_from_db()
    assert response.status_code == 200
    assert plan.document["development"] == {
        "start": "2027-07",
        "construction_start": "2028-07",
        "spend": [{"line": lines[0], "from": "2028-11", "to": "2029-02", "share": 1.0}],
    }


def test_months_follow_a_cost_and_a_source_that_get_another_name(client, plan, anna):
    lines = [line["name"] for line in plan.document["investment"]["lines"]]
    sources = [source["name"] for source in plan.document["funding"]]
    development = {
        **plan.document["development"],
        "spend": [{"line": name, "from": "2027-02", "to": "2027-03", "share": 1.0} for name in lines[:3]],
        "available": [{"source": name, "from": "2027-03"} for name in sources[:2]],
    }
    document = with_keys({**plan.document, "development": development}, plan.row_keys)
    editing.save_plan(plan=plan, document=document, revision=plan.revision, user=anna)

    costs = {"investment__lines__0__name": "Anders", "investment__lines__2__DELETE": "on"}
    assert Page(client, plan, "costs", anna).type(**costs).status_code == 200
    assert Page(client, plan, "funding", anna).type(funding__1__name="Leden").status_code == 200

    plan.refresh_from_db()
    assert [entry["line"] for entry in plan.document["development"]["spend"]] == ["Anders", lines[1]]
    assert [entry["source"] for entry in plan.document["development"]["available"]] == [sources[0], "Leden"]
