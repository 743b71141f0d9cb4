"""Norms of a year, points of homes, and what a rent asks of an income."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from coophub.audit.models import AuditEntry
from coophub.web import clock
from financing.plans.document.examples import example_document
from financing.plans.document.rows import keyed_document
from financing.plans.forms.norms import NormsForm
from financing.plans.models import MaximumRent, NormSet
from financing.plans.selectors.affordability import affordability_of
from financing.plans.selectors.norms import norms_on, norms_to_do
from financing.plans.selectors.outcomes import outcome_of
from financing.plans.services.editing import save_plan
from financing.plans.services.norms import set_home_points
from financing.plans.services.versions import freeze_plan
from tests.factories.accounts import UserFactory, administrator

pytestmark = pytest.mark.django_db
FIRST, SECOND = UUID(int=1).hex, UUID(int=2).hex


def homes(rent, *, year=2026, points=None):
    """The one type of home of a plan with this rent."""
    document = example_document("erfpacht-met-stadslening")
    document["dwellings"] = [{"name": "Twee kamers", "count": 36, "area_m2": 60, "monthly_rent": rent}]
    document["price_level_year"] = year
    found = affordability_of(outcome_of(document), {} if points is None else {FIRST: points})
    return found, found.homes[0]


def test_norms_of_three_years_are_loaded_with_their_source():
    loaded = NormSet.objects.order_by("valid_from")

    assert [norms.valid_from for norms in loaded] == [dt.date(2024, 7, 1), dt.date(2025, 1, 1), dt.date(2026, 1, 1)]
    assert all(norms.source and norms.maximum_rents.count() == 211 for norms in loaded)
    rents = dict(loaded.last().maximum_rents.values_list("points", "amount"))
    assert (rents[143], rents[186], rents[40]) == (Decimal("932.93"), Decimal("1228.07"), Decimal("250.26"))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2020, 1, 1), dt.date(2024, 7, 1)),
        (dt.date(2025, 1, 1), dt.date(2025, 1, 1)),
        (dt.date(2025, 12, 31), dt.date(2025, 1, 1)),
        (dt.date(2031, 1, 1), dt.date(2026, 1, 1)),
    ],
)
def test_norms_of_a_day_are_the_last_before_it(day, expected):
    assert norms_on(day).valid_from == expected


@pytest.mark.parametrize(
    ("rent", "segment"), [(932.93, "low"), (932.94, "middle"), (1228.07, "middle"), (1228.08, "free")]
)
def test_rent_falls_in_its_segment(rent, segment):
    _found, home = homes(rent)

    assert home.rent_segment.slug == segment


@pytest.mark.parametrize(
    ("points", "segment", "ceiling"),
    [
        (143, "low", Decimal("932.93")),
        (144, "middle", Decimal("939.15")),
        (186, "middle", Decimal("1228.07")),
        (187, "free", None),
        (300, "free", None),
        (12, "low", Decimal("250.26")),
    ],
)
def test_points_give_segment_and_ceiling(points, segment, ceiling):
    _found, home = homes(500, points=points)

    expected = (
        None if ceiling is None else MaximumRent.objects.get(norms__valid_from="2026-01-01", points=max(points, 40))
    )
    assert home.points_segment.slug == segment
    assert home.ceiling == (None if expected is None else expected.amount)
    if points != 144:
        assert home.ceiling == ceiling


def test_rent_above_its_ceiling_is_flagged_with_the_amount():
    found, home = homes(1000, points=143)

    assert home.over == Decimal("67.07")
    assert found.flagged == [home]
    assert homes(932.93, points=143)[0].flagged == []


def test_surcharge_is_told_for_middle_rent_only():
    assert homes(1000, points=186)[1].ceiling_with_surcharge == Decimal("1350.88")
    assert homes(900, points=143)[1].ceiling_with_surcharge is None


@settings(max_examples=30)
@given(rent=st.decimals(1, 5000, places=2))
def test_income_is_what_leaves_thirty_percent_for_rent(rent):
    _found, home = homes(float(rent))

    assert home.income * Decimal("0.30") / 12 == pytest.approx(home.rent)


def test_contribution_is_the_money_of_members_by_home():
    document = example_document("hofje-voor-ouderen")
    outcome = outcome_of(document)

    found = affordability_of(outcome, {})

    members = sum(
        amount.amount
        for source, amount in zip(document["funding"], outcome.result.funding.sources, strict=True)
        if source["kind"] in ("member_equity", "member_loan")
    )
    count = sum(home["count"] for home in document["dwellings"])
    assert members > 0
    assert {round(home.contribution, 6) for home in found.homes} == {round(Decimal(str(members / count)), 6)}


def test_scenario_changes_what_a_home_asks():
    document = example_document("erfpacht-met-stadslening")
    document["funding"] = [{"name": "Leden", "kind": "member_equity", "per_dwelling": 20_000}]
    before = affordability_of(outcome_of(document), {}).homes[0]

    after = affordability_of(outcome_of(document, {"rent": 1.1, "member_contribution": 5000}), {}).homes[0]

    assert after.rent == pytest.approx(before.rent * Decimal("1.1"))
    assert after.contribution == pytest.approx(before.contribution + 5000, abs=Decimal("0.01"))


def test_page_says_when_the_year_has_no_norms_yet(client, owner, plan, page):
    plan.document["price_level_year"] = 2028
    plan.save()
    client.force_login(owner)

    content = client.get(page("affordability"), headers={"accept-language": "en"}).content.decode()

    assert "The norms of 2028 are not known here yet." in content
    assert "an assumption of ours, not a norm of the law" in content


def test_points_are_kept_beside_the_document_and_flag_the_result(client, owner, plan, page):
    client.force_login(owner)
    before = dict(plan.document)

    client.post(page("affordability"), {f"points-{UUID(int=1)}": "60"})

    plan.refresh_from_db()
    name = plan.document["dwellings"][0]["name"]
    assert (plan.home_points, plan.document, plan.revision) == ({FIRST: 60}, before, 1)
    assert [home.name for home in client.get(page()).context["flagged"]] == [name]
    assert AuditEntry.objects.get(action="plans.set_home_points").after == {name: 60}


def test_two_homes_of_one_name_have_points_of_their_own(client, owner, plan, page):
    plan.document["dwellings"] = [{**home, "name": "Studio"} for home in plan.document["dwellings"][:2]]
    plan.save()
    client.force_login(owner)

    client.post(page("affordability"), {f"points-{UUID(int=1)}": "60", f"points-{UUID(int=2)}": "150"})

    plan.refresh_from_db()
    assert plan.home_points == {FIRST: 60, SECOND: 150}
    assert AuditEntry.objects.get(action="plans.set_home_points").after == {"Studio": 60, "Studio (2)": 150}
    shown = client.get(page("affordability"), headers={"accept-language": "en"})
    assert [home.points for home in shown.context["affordability"].homes] == [60, 150]
    assert "Points of “Studio (2)”" in shown.content.decode()
    assert client.get(page("points", home=UUID(int=2))).context["name"] == "Studio (2)"
    version = freeze_plan(plan=plan, name="Voor de bank", user=owner)
    assert version.home_points == {FIRST: 60, SECOND: 150}


def test_page_of_points_changes_nothing_but_what_was_typed_on_it(client, owner, plan, page):
    """Somebody else filled in other points, and took the first home away, while it was open."""
    client.force_login(owner)
    opened = {f"points-{UUID(int=1)}": "", f"points-{UUID(int=2)}": "145"}
    set_home_points(plan=plan, points={FIRST: 150, SECOND: 140}, user=owner)
    plan.refresh_from_db()
    document = keyed_document(plan)
    del document["dwellings"][0]
    save_plan(plan=plan, document=document, revision=1, user=owner)

    client.post(page("affordability"), {**opened, **{f"initial-{name}": "" for name in opened}})

    plan.refresh_from_db()
    assert plan.home_points == {FIRST: 150, SECOND: 145}


def test_empty_points_take_them_away(owner, plan):
    plan = set_home_points(plan=plan, points={FIRST: 150}, user=owner)

    plan = set_home_points(plan=plan, points={FIRST: None}, user=owner)

    assert plan.home_points == {}


def test_reader_keeps_no_points(client, reader, plan, page):
    client.force_login(reader)

    assert client.get(page("affordability")).status_code == 200
    assert client.post(page("affordability"), {f"points-{UUID(int=1)}": "60"}).status_code == 403


def sent(**changes):
    return {
        "valid_from": "2027-01-01",
        "source": "Staatscourant, gelezen op 1 december 2026",
        "low_segment_points": "143",
        "middle_segment_points": "186",
        "new_build_surcharge": "10",
        "social_income_one": "53.000",
        "social_income_more": "58.500",
        "middle_income_one": "",
        "middle_income_more": "",
        "rents": "\n".join(f"{points};{points * 6},50" for points in range(140, 191)),
        **changes,
    }


def test_administrator_adds_the_norms_of_a_year(client):
    user = administrator()
    client.force_login(user)

    answer = client.post(reverse("plans:add_norms"), sent())

    norms = NormSet.objects.get(valid_from="2027-01-01")
    assert answer["Location"] == reverse("plans:norm_set", args=[norms.pk])
    assert (norms.added_by, norms.social_income_one, norms.new_build_surcharge) == (user, 53000, Decimal("0.10"))
    assert norms.maximum_rents.get(points=143).amount == Decimal("858.50")
    assert homes(900, year=2027)[0].norms == norms
    assert homes(900, year=2026)[0].norms.valid_from == dt.date(2026, 1, 1)
    assert AuditEntry.objects.get(action="plans.add_norms").actor == user


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_from": "2026-01-01"}, "valid_from"),
        ({"rents": "143;932,93\n143;933"}, "rents"),
        ({"rents": "143;932,93\n145;950"}, "rents"),
        ({"rents": "143;932,93\n144;900"}, "rents"),
        ({"rents": "143 932,93"}, "rents"),
        ({"rents": "100;500"}, "rents"),
        ({"middle_segment_points": "143"}, "middle_segment_points"),
        ({"middle_income_one": "70.000"}, "middle_income_more"),
        ({"source": ""}, "source"),
    ],
)
def test_norms_that_cannot_be_are_refused_beside_the_field(client, changes, field):
    client.force_login(administrator())

    response = client.post(reverse("plans:add_norms"), sent(**changes))

    assert list(response.context["form"].errors) == [field]
    assert NormSet.objects.count() == 3


def test_next_year_begins_with_the_figures_and_an_example_of_the_last(client):
    client.force_login(administrator())
    client.post(reverse("plans:add_norms"), sent(low_segment_points="150", new_build_surcharge="12"))

    form = client.get(reverse("plans:add_norms")).context["form"]

    assert (form["low_segment_points"].initial, form["new_build_surcharge"].initial) == (150, Decimal("0.12"))
    assert "150;900,50" in form.fields["rents"].help_text
    wrong = client.post(reverse("plans:add_norms"), sent(valid_from="2028-01-01", rents="143 932,93"))
    assert "150;900,50" in wrong.context["form"].errors["rents"][0]


def test_rents_may_be_pasted_from_a_spreadsheet():
    form = NormsForm(sent(rents="186\t1.228,07\n187\t1.234,00\n"))

    assert form.is_valid(), form.errors
    assert form.cleaned_data["rents"] == {186: Decimal("1228.07"), 187: Decimal("1234.00")}


def test_everyone_reads_the_norms_but_only_an_administrator_adds(client):
    assert client.get(reverse("plans:norms")).status_code == 200
    assert (
        "932,93"
        in client.get(
            reverse("plans:norm_set", args=[norms_on(dt.date(2026, 6, 1)).pk]), headers={"accept-language": "nl"}
        ).content.decode()
    )
    client.force_login(UserFactory())
    assert client.get(reverse("plans:add_norms")).status_code == 404


def test_pages_ask_a_fixed_number_of_queries(client):
    client.get(reverse("plans:norms"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("plans:norms"))
    NormSet.objects.bulk_create(
        [
            NormSet(
                valid_from=dt.date(2030 + number, 1, 1),
                source="x",
                low_segment_points=1,
                middle_segment_points=2,
                social_income_one=1,
                social_income_more=1,
                added_by=UserFactory(),
            )
            for number in range(4)
        ]
    )

    with CaptureQueriesContext(connection) as many:
        client.get(reverse("plans:norms"))

    assert len(many) == len(few)


# --- Income limits without a source ------------------------------------------------------------------

LIMITS = {
    "middle_income_one": "67.000",
    "middle_income_more": "89.000",
    "source": "Een bron, gelezen op 1 januari 2026.",
}


def address_of(norms, name="plans:norm_set"):
    return reverse(name, args=[norms.pk])


def test_page_says_plainly_that_the_limits_are_not_known(client):
    norms = NormSet.objects.first()

    content = client.get(address_of(norms), headers={"accept-language": "en"}).content.decode()

    assert norms.middle_income_one is None
    assert "The limits for middle incomes" in content
    assert address_of(norms, "plans:income_limits") not in content


def test_plan_says_that_the_limits_of_its_year_are_not_known(client, owner, plan, page):
    client.force_login(owner)

    content = client.get(page("affordability"), headers={"accept-language": "en"}).content.decode()

    assert "The limits for middle incomes of that year are not known here yet." in content


def test_administrator_fills_the_limits_in_with_their_source(client):
    norms, admin = NormSet.objects.first(), administrator()
    client.force_login(admin)
    before = norms.source

    assert address_of(norms, "plans:income_limits") in client.get(address_of(norms)).content.decode()
    response = client.post(address_of(norms, "plans:income_limits"), LIMITS)

    assert response.url == address_of(norms)
    norms.refresh_from_db()
    assert (norms.middle_income_one, norms.middle_income_more) == (Decimal(67_000), Decimal(89_000))
    assert norms.source == f"{before} {LIMITS['source']}"
    assert AuditEntry.objects.get(action="plans.fill_in_income_limits").actor == admin
    assert "not known here" not in client.get(address_of(norms), headers={"accept-language": "en"}).content.decode()


def test_limits_that_are_known_are_not_changed_any_more(client):
    norms = NormSet.objects.first()
    client.force_login(administrator())
    client.post(address_of(norms, "plans:income_limits"), LIMITS)

    response = client.post(address_of(norms, "plans:income_limits"), {**LIMITS, "middle_income_one": "1"})

    norms.refresh_from_db()
    assert response.status_code == 409
    assert norms.middle_income_one == Decimal(67_000)


def test_limit_for_more_persons_is_not_the_lower_one(client):
    norms = NormSet.objects.first()
    client.force_login(administrator())

    response = client.post(
        address_of(norms, "plans:income_limits"),
        {**LIMITS, "middle_income_more": "60.000"},
        headers={"accept-language": "en"},
    )

    norms.refresh_from_db()
    assert response.status_code == 422
    assert "at least that for one person" in response.content.decode()
    assert norms.middle_income_one is None


def test_limits_that_came_without_a_source_are_no_norm(client):
    for norms in NormSet.objects.filter(valid_from__lt="2026-01-01"):
        content = client.get(address_of(norms), headers={"accept-language": "en"}).content.decode()

        assert norms.social_income_one is norms.social_income_more is None
        assert "algemene kennis" not in norms.source
        assert "The income limits for social homes" in content
        assert "49.669" not in content
    assert NormSet.objects.get(valid_from="2026-01-01").social_income_one == Decimal(51_537)


def test_plan_of_a_year_without_income_limits_says_what_it_can(client):
    with translation.override("en"):
        found, home = homes(900, year=2025)
        told = found.norms_in_words

    assert home.rent_segment.slug == "low"
    assert home.sentence == ""
    assert "middle rent up to" in told
    assert "The income limits of that year are not known here yet" in told
    assert "€" in told


def test_administrator_fills_in_one_pair_and_later_the_other(client):
    norms = NormSet.objects.get(valid_from="2025-01-01")
    client.force_login(administrator())
    social = {"social_income_one": "50.000", "social_income_more": "55.000", "source": "Staatscourant."}

    client.post(address_of(norms, "plans:income_limits"), {**social, "middle_income_one": "", "middle_income_more": ""})

    norms.refresh_from_db()
    assert (norms.social_income_one, norms.middle_income_one) == (Decimal(50_000), None)
    assert client.post(address_of(norms, "plans:income_limits"), LIMITS).status_code == 302
    norms.refresh_from_db()
    assert (norms.social_income_one, norms.middle_income_one) == (Decimal(50_000), Decimal(67_000))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"social_income_one": "50.000"}, "or neither"),
        ({}, "Fill in the limits that you have the source of."),
        ({"social_income_one": "50.000", "social_income_more": "40.000"}, "at least that for one person"),
    ],
)
def test_limits_are_filled_in_by_pair(client, changes, words):
    norms = NormSet.objects.get(valid_from="2025-01-01")
    client.force_login(administrator())

    answer = client.post(
        address_of(norms, "plans:income_limits"), {"source": "Een bron.", **changes}, headers={"accept-language": "en"}
    )

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_who_keeps_the_norms_sees_what_is_missing_where_they_begin(client):
    client.force_login(administrator())
    sets = list(NormSet.objects.all())

    page = client.get(reverse("accounts:people")).content.decode()

    assert all(address_of(norms) in page for norms in sets)
    NormSet.objects.update(social_income_one=1, social_income_more=2, middle_income_one=3, middle_income_more=4)
    page = client.get(reverse("accounts:people")).content.decode()
    assert not any(address_of(norms) in page for norms in sets)


@pytest.mark.parametrize(("day", "year"), [(dt.date(2026, 12, 31), None), (dt.date(2027, 1, 1), 2027)])
def test_norms_of_a_year_are_asked_for_from_its_first_day(monkeypatch, day, year):
    monkeypatch.setattr(clock, "today", lambda: day)

    assert norms_to_do().missing_year == year
