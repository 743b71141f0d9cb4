"""The ten questions, one at a time: what is asked, what is kept, and what stands beside it."""

import uuid
from itertools import combinations, product

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation

from financing.plans.document.filled_in import document_from
from financing.plans.document.questions import FREELY_ANSWERED, answers_from
from financing.plans.document.rows import keyed_document
from financing.plans.figures.benchmarks import BENCHMARKS
from financing.plans.forms.question_cards import BUILDINGS, COST_BASES, FORMS
from financing.plans.forms.questions import QUESTIONS, questions_for
from financing.plans.models import Plan
from financing.plans.selectors.monthly import monthly_figures
from financing.plans.selectors.outcomes import outcome_of
from financing.plans.services.editing import save_plan
from financing.plans.views.visitors import COOKIE
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory

ENGLISH = {"accept-language": "en"}
SLUGS = [question.slug for question in QUESTIONS]
SETS_OF_BUILDINGS = [list(chosen) for count in (1, 2, 3) for chosen in combinations(BUILDINGS, count)]
TOGETHER = [form for form in FORMS if form != "management"]
SETS_OF_FORMS = [["management"], *(list(chosen) for count in range(1, 4) for chosen in combinations(TOGETHER, count))]


@pytest.fixture(autouse=True)
def _no_counts(db):
    cache.clear()


def address(slug, page="question"):
    return reverse(f"plans:calculate_{page}", args=[slug])


def say(client, slug, *, step="", **answer):
    """Answers a question as a browser sends it, and gives where one comes then."""
    response = client.post(address(slug), {"key": str(uuid.uuid4()), "step": step, **answer}, headers=ENGLISH)
    assert response.status_code == 302, response.context["form"].errors
    return response["Location"]


def document(said):
    with translation.override("nl"):
        return document_from(answers_from(said), name="Ons plan")


# --- What is asked ----------------------------------------------------------------------------------


def test_who_rents_is_asked_ten_questions():
    assert [question.slug for question in questions_for({})] == SLUGS
    assert len(SLUGS) == 10


@pytest.mark.parametrize(
    ("form", "left_out"),
    [
        ("management", {"origin", "ground", "building-cost", "own-money"}),
        ("cpo", {"own-money"}),
        ("clustered", set()),
        ("member_equity", set()),
    ],
)
def test_question_that_does_not_apply_is_not_asked(client, form, left_out):
    assert set(SLUGS) - {question.slug for question in questions_for({"form": form})} == left_out

    say(client, "living", form=form)

    for slug in left_out:
        assert client.get(address(slug))["Location"] == reverse("plans:calculate_questions")
    page = client.get(address("homes"), headers=ENGLISH).content.decode()
    assert f"of {10 - len(left_out)}" in page


def test_answer_to_what_is_not_asked_changes_no_plan():
    """Somebody answers everything, goes back and chooses a form of which less is asked."""
    everything = dict.fromkeys(FREELY_ANSWERED, 1.0) | {"rooms": 7, "price_take_over": 1.0, "cost_take_over": 1.0}

    for form, building, basis in product([*FORMS, ["rental", "cpo"]], BUILDINGS, COST_BASES):
        said = {"homes": 10, "form": form, "building": building, "cost_basis": basis}
        if form == "shared":
            said["rooms"] = 10
        asked = {name for question in questions_for(said) for name in question.fields}
        not_asked = {name: value for name, value in everything.items() if name not in asked}

        assert document({**said, **not_asked}) == document(said)


def test_each_question_says_what_we_fill_in_when_it_stays_open():
    for forms, buildings in product(SETS_OF_FORMS, SETS_OF_BUILDINGS):
        for question in questions_for({"form": forms, "building": buildings}):
            assert question.title
            assert question.in_words
            for field in question.visible_fields():
                assert field.label, (forms, buildings, field.name)
                assert field.field.required or field.help_text, (forms, buildings, field.name)


def test_words_of_a_question_follow_from_the_answers_before(client):
    say(client, "living", form="management")

    page = client.get(address("rent"), headers=ENGLISH).content.decode()

    assert "How much do you get from the corporation per home, per month?" in page
    assert "We then fill in € 165" in page.replace("\xa0", " ").replace("€165", "€ 165")


def test_every_question_has_one_field_but_those_that_belong_together():
    shown = {question.slug: len(question.visible_fields()) for question in questions_for({})}

    more = {slug: count for slug, count in shown.items() if count > 1}
    assert more == {"size": 2, "ground": 2, "building-cost": 3, "others": 4}


def test_three_ways_to_live_and_two_origins_together_take_twenty_fields_at_most():
    """What shows for who chooses nothing that asks for more: a typed size, or costs that are known."""
    for forms, buildings in product(SETS_OF_FORMS, SETS_OF_BUILDINGS):
        if len(buildings) > 2:
            continue
        fields = [
            field.name
            for question in questions_for({"form": forms, "building": buildings})
            for field in question.visible_fields()
            if field.field.widget.attrs.get("data-only-for", "").split(" ")[0] not in ("size", "cost_basis")
        ]

        assert len(fields) <= 20, (forms, buildings, fields)


def test_verdict_needs_three_answers():
    """It needed fourteen fields: two thirds of them would be nine."""
    before = SLUGS[: SLUGS.index("homes") + 1]
    fields = [field for question in questions_for({}) if question.slug in before for field in question.visible_fields()]

    assert len(fields) == 3
    assert outcome_of(document({"homes": 20})).sentence


def test_verdict_of_a_mixed_project_needs_six_answers():
    asked = questions_for({"form": ["rental", "cpo", "shared"], "building": ["new_build", "take_over"]})[:3]

    assert sum(len(question.visible_fields()) for question in asked) == 6


# --- Kinds together -----------------------------------------------------------------------------------

MIXED = {"form": ["rental", "cpo", "shared"], "building": ["new_build", "take_over"]}


def refused(client, slug, **answer):
    """What is said beside each field of an answer that is not kept."""
    response = client.post(address(slug), {"key": str(uuid.uuid4()), **answer}, headers=ENGLISH)
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def test_mixed_project_goes_from_the_questions_to_a_plan(client):
    say(client, "living", form=MIXED["form"])
    say(client, "origin", building=MIXED["building"])
    say(client, "homes", homes="20", homes_cpo="6", homes_take_over="8", rooms="10")
    say(client, "size", size="own", area_m2="68", room_m2="")
    say(client, "rent", rent="980", room_rent="450", sale_price="395,000")
    say(client, "ground", ground="leased", ground_price="1,200", price_take_over="120,000")
    say(client, "building-cost", cost_basis="total", building_total="4,100,000")
    page = client.get(address("others"), headers=ENGLISH).content.decode()
    result = say(client, "others", bank_share="", market_value="", municipal_loan="", grants="", step="result")

    plan = Plan.objects.get()
    assert plan.origin == {"form": "mixed", "building": "new_build"}
    assert sum(home["count"] for home in plan.document["dwellings"]) == 30
    assert plan.document["ground_lease"]["amount"] == 1200 * (12 + 10 / 5)
    assert "20 homes, 10 rooms" in page
    assert "bought for €395,000" in page
    content = client.get(result, headers=ENGLISH).content.decode()
    assert "Not judged yet: nobody filled in what the homes are worth." in content


def test_ground_price_says_at_the_field_which_vat_is_in_it(client):
    say(client, "origin", building=MIXED["building"])

    fields = client.get(address("ground"), headers=ENGLISH).context["form"].fields

    with translation.override("en"):
        assert "without VAT" in fields["ground_price"].label
        assert "We add 21% VAT to ground that you buy" in fields["ground_price"].help_text
        assert "without VAT and add 9% for transfer tax" in fields["price_take_over"].help_text


def test_kinds_that_do_not_go_together_are_refused_with_the_reason(client):
    assert "a plan of their own" in refused(client, "living", form=["management", "rental"])["form"][0]
    assert "at least one way" in refused(client, "living")["form"][0]
    say(client, "living", form="shared")
    assert "one place" in refused(client, "origin", building=MIXED["building"])["building"][0]
    assert set(refused(client, "homes", homes="20")) == {"rooms"}


def test_more_homes_of_a_kind_than_there_are_is_said_beside_that_kind(client):
    say(client, "living", form=["rental", "cpo"])
    say(client, "origin", building=MIXED["building"])

    assert refused(client, "homes", homes="5", homes_cpo="6", homes_take_over="3") == {
        "homes_cpo": ["This makes more than the 5 homes in all."]
    }
    assert set(refused(client, "homes", homes="5", homes_cpo="5", homes_take_over="6")) == {"homes_take_over"}


def test_size_and_total_are_asked_for_when_somebody_says_to_know_them(client):
    assert set(refused(client, "size", size="own")) == {"area_m2"}
    assert set(refused(client, "building-cost", cost_basis="total")) == {"building_total"}


def test_group_that_lets_and_sells_begins_with_both(client):
    owner = UserFactory()
    group = InitiativeFactory(owner=owner, form="mixed", building="new_build", homes=16)
    client.force_login(owner)

    page = client.get(reverse("plans:question", args=[group.slug, "living"]))

    assert page.context["form"]["form"].value() == ["rental", "cpo"]


# --- What is kept -----------------------------------------------------------------------------------


def test_going_through_all_of_them_makes_the_plan_that_was_answered(client):
    answers = {
        "living": {"form": "rental"},
        "origin": {"building": "new_build"},
        "homes": {"homes": "20"},
        "size": {"size": "medium"},
        "rent": {"rent": "1,050"},
        "year": {"first_year": "2030"},
        "ground": {"ground": "bought", "ground_price": ""},
        "building-cost": {"cost_basis": "per_m2", "building_cost": "2,600"},
        "own-money": {"own_money": ""},
        "others": {"bank_share": "60", "market_value": "4,400,000", "municipal_loan": "30,000", "grants": ""},
    }
    came_to = [say(client, slug, **answer) for slug, answer in answers.items()]

    plan = Plan.objects.get()
    assert came_to[:-1] == [address(slug) for slug in SLUGS[1:]]
    assert came_to[-1].startswith("/calculate/plan/")
    [home] = plan.document["dwellings"]
    assert (home["count"], home["area_m2"], home["monthly_rent"]) == (20, 65, 1050.0)
    assert plan.document["first_year"] == 2030
    building = next(line for line in plan.document["investment"]["lines"] if line["category"] == "construction")
    assert building["per_m2"] == 2600
    sources = {source["kind"]: source for source in plan.document["funding"]}
    assert sources["bank_loan"]["share_of_investment"] == 0.6
    assert sources["municipal_loan"]["per_dwelling"] == 30_000
    assert sources["member_equity"]["per_dwelling"] == BENCHMARKS["own_money_per_dwelling"].fill_in
    assert (plan.document["market_value"], plan.document["criteria"]["max_ltv"]) == (4_400_000, 0.8)
    assert plan.origin == {"form": "rental", "building": "new_build"}


def test_going_back_keeps_what_was_typed(client):
    say(client, "homes", homes="24")
    assert say(client, "rent", step="back", rent="875.50") == address("size")

    assert client.get(address("rent"), headers=ENGLISH).context["form"]["rent"].value() == "875.50"
    assert 'value="875.50"' in client.get(address("rent"), headers=ENGLISH).content.decode()
    assert 'value="875,50"' in client.get(address("rent"), headers={"accept-language": "nl"}).content.decode()


def test_who_comes_back_goes_on_where_they_were(client):
    begin = reverse("plans:calculate_questions")
    assert client.get(begin)["Location"] == address("living")

    say(client, "living", form="rental")
    say(client, "origin", building="new_build")

    assert client.get(begin)["Location"] == address("homes")


def test_answers_stay_when_the_plan_is_made(client):
    say(client, "homes", homes="24", step="result")

    assert client.get(address("homes")).context["form"]["homes"].value() == "24"


def test_other_answers_make_the_same_plan_anew_until_something_is_changed_in_it(client):
    again = "Change your answers, or answer more questions"
    result = say(client, "homes", homes="24", step="result")
    assert again in client.get(result, headers=ENGLISH).content.decode()
    assert again not in Client().get(result, headers=ENGLISH).content.decode()

    assert say(client, "living", form="management", step="result") == result
    plan = Plan.objects.get()
    assert (plan.origin, plan.revision) == ({"form": "management", "building": "existing"}, 1)
    assert {source["kind"] for source in plan.document["funding"]} == {"member_equity"}

    save_plan(plan=plan, document={**keyed_document(plan), "horizon_years": 40}, revision=1, user=None)
    assert again not in client.get(result, headers=ENGLISH).content.decode()
    assert say(client, "homes", homes="30", step="result") != result
    plan.refresh_from_db()
    assert plan.document["horizon_years"] == 40
    assert Plan.objects.count() == 2


def test_answers_of_who_lost_the_plan_make_another(client):
    result = say(client, "homes", homes="24", step="result")
    del client.cookies[COOKIE]

    assert say(client, "homes", homes="30", step="result") != result
    assert Plan.objects.count() == 2


def test_wrong_answer_is_said_beside_its_field_and_nothing_of_it_is_kept(client):
    response = client.post(address("homes"), {"key": str(uuid.uuid4()), "homes": "veel"}, headers=ENGLISH)

    assert response.context["form"].errors.keys() == {"homes"}
    assert 'value="veel"' in response.content.decode()
    assert client.get(address("homes")).context["form"]["homes"].value() is None


def test_result_without_a_number_of_homes_is_asked_for_first(client):
    assert say(client, "rent", rent="900", step="result") == address("homes")

    assert "how many homes do you want" in client.get(address("homes"), headers=ENGLISH).content.decode()
    assert Plan.objects.count() == 0


def test_question_that_nobody_asks_is_not_there(client):
    assert client.get("/calculate/questions/shoe-size/").status_code == 404


# --- What stands beside it --------------------------------------------------------------------------


def test_answer_saves_itself_and_its_verdict_follows(client):
    panel = address("homes", "question_verdict")
    assert client.get(panel).context["outcome"] is None

    form = {"key": str(uuid.uuid4()), "homes": "20"}
    assert client.post(address("homes"), form, headers={"x-autosave": "1"}).json() == {"errors": {}, "notes": {}}

    content = client.get(panel, headers=ENGLISH).content.decode()
    assert "The plan does not close" in content
    assert "A home costs per month" in content
    assert "45 and 65 m²" in content
    assert Plan.objects.count() == 0


def test_wrong_answer_that_saves_itself_is_not_kept_and_says_why(client):
    form = {"key": str(uuid.uuid4()), "homes": "0"}

    response = client.post(address("homes"), form, headers={"x-autosave": "1", **ENGLISH})

    assert response.status_code == 422
    assert response.json()["errors"] == {"homes": ["Fill in how many homes you want, at least one."]}
    assert response.json()["missing"] == []


def test_what_was_not_filled_in_yet_is_missing_and_not_wrong(client):
    form = {"key": str(uuid.uuid4()), "cost_basis": "total"}

    response = client.post(address("building-cost"), form, headers={"x-autosave": "1", **ENGLISH})

    assert response.json()["missing"] == ["building_total"]


def test_answer_that_is_not_usual_gets_a_remark(client):
    form = {"key": str(uuid.uuid4()), "rent": "3,000"}

    notes = client.post(address("rent"), form, headers={"x-autosave": "1", **ENGLISH}).json()["notes"]

    assert "higher than usual" in notes["rent"]


def test_home_costs_per_month_what_is_paid_for_it_in_the_first_year():
    outcome = outcome_of(document({"homes": 20}))
    years = outcome.result.years

    cost, income = monthly_figures(outcome)

    paid = years.net_rent[0] - years.net_cash_flow[0]
    with translation.override("en"):
        assert cost.value.replace("\xa0", "").strip("€ ").replace(",", "").replace(".", "") == f"{paid / 240:.0f}"
    assert (cost.tone, income.tone) == ("bad", "")


# --- For a group ------------------------------------------------------------------------------------


def test_group_is_not_asked_what_it_said_already_and_gets_one_plan(client):
    owner = UserFactory()
    group = InitiativeFactory(owner=owner, form="clustered", building="new_build", homes=16)
    client.force_login(owner)

    begin = client.get(reverse("plans:questions", args=[group.slug]))
    first = reverse("plans:question", args=[group.slug, "size"])
    assert begin["Location"] == first
    answer = {"key": str(uuid.uuid4()), "size": "medium", "step": "result"}
    client.post(first, answer)
    response = client.post(first, answer, follow=True, headers=ENGLISH)

    plan = Plan.objects.get()
    assert (plan.initiative, plan.name, plan.document["dwellings"][0]["count"]) == (group, group.name, 16)
    assert response.redirect_chain[-1][0] == reverse("plans:detail", args=[group.slug, plan.pk])
    filled_in = client.get(reverse("plans:assumptions", args=[group.slug, plan.pk]), headers=ENGLISH).content.decode()
    assert "as we filled in" in filled_in
    assert "Handboek modelmatig waarderen marktwaarde, 2014" in filled_in


def test_answers_of_one_group_are_not_those_of_another(client):
    owner = UserFactory()
    one, other = InitiativeFactory(owner=owner), InitiativeFactory(owner=owner)
    client.force_login(owner)

    client.post(reverse("plans:question", args=[one.slug, "rent"]), {"key": str(uuid.uuid4()), "rent": "777"})

    assert client.get(reverse("plans:question", args=[one.slug, "rent"])).context["form"]["rent"].value() == "777"
    assert client.get(reverse("plans:question", args=[other.slug, "rent"])).context["form"]["rent"].value() is None
