"""Calculating without an account: a plan of any answers, under a private link, and into an initiative."""

import datetime as dt
import re
import uuid

import pytest
from django.core.cache import cache
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from coophub.audit.models import AuditEntry
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.pace import Pace
from financing.engine import parse_plan
from financing.plans.document.examples import example_document
from financing.plans.document.filled_in import document_from
from financing.plans.document.questions import FREELY_ANSWERED, ORIGINS, SIZES, WAYS, answers_from
from financing.plans.document.rows import keyed_document
from financing.plans.forms.question_cards import BUILDINGS, COST_BASES, FORMS, GROUNDS
from financing.plans.models import Plan, PlanChange
from financing.plans.selectors.outcomes import outcome_of
from financing.plans.selectors.visitors import WaitingPlan, plan_of_token
from financing.plans.services import editing, plans
from financing.plans.services import visitors as visitors_services
from financing.plans.tasks import sweep_visitor_plans
from financing.plans.views import visitors
from initiatives.models import Initiative, Municipality
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.financing.plans.sending import sent

ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def _no_counts(db):
    cache.clear()


@pytest.fixture
def visitor(db):
    """A plan under a private link, and its token."""
    return visitors_services.start_visitor_plan(document=example_document("hofje-voor-ouderen"))


def address(token, page="detail", **more):
    return reverse(f"plans:calculation_{page}", kwargs={"token": token, **more})


# --- Any answers ------------------------------------------------------------------------------------

amounts = st.none() | st.floats(0, 90_000).map(lambda value: round(value, 2))
numbers = st.none() | st.integers(0, 300)
some = {
    **{name: amounts for name in FREELY_ANSWERED if name not in ("bank_share", "market_value", "area_m2", "room_m2")},
    **{f"{of}_{origin}": amounts for of in ("price", "cost") for origin in ORIGINS},
    **{f"homes_{kind}": numbers for kind in (*WAYS, *ORIGINS)},
}


@settings(max_examples=150)
@given(
    st.fixed_dictionaries(
        {
            "form": st.sets(st.sampled_from(list(FORMS)), min_size=1),
            "building": st.sets(st.sampled_from(list(BUILDINGS)), min_size=1),
            "homes": st.integers(1, 900),
            "rooms": st.integers(1, 300),
            "size": st.sampled_from(list(SIZES)),
            "area_m2": st.none() | st.floats(10, 500),
            "room_m2": st.none() | st.floats(8, 200),
            "first_year": st.integers(2027, 2046),
            "ground": st.sampled_from(list(GROUNDS)),
            "cost_basis": st.sampled_from(list(COST_BASES)),
            "bank_share": st.none() | st.floats(0, 1),
            "market_value": st.none() | st.floats(1, 90_000_000),
            **some,
        }
    )
)
def test_any_answers_make_a_whole_plan(said):
    answers = answers_from(said)
    document = document_from(answers, name="Ons plan")

    outcome = outcome_of(document)

    assert parse_plan(document).dwelling_count == pytest.approx(answers.count)
    assert outcome.sentence


# --- The private link -------------------------------------------------------------------------------


def test_visitor_answers_and_finds_the_plan_again(client):
    homes = reverse("plans:calculate_question", args=["homes"])
    answer = {"key": str(uuid.uuid4()), "homes": "20", "step": "result"}
    response = client.post(homes, answer, follow=True, headers=ENGLISH)

    plan = Plan.objects.get()
    token = response.redirect_chain[0][0].split("/")[-2]
    assert "The plan does not close" in response.content.decode()
    assert plan.token_hash == Plan.hash_of_token(token) != token
    assert plan.initiative is None
    assert token in client.get(reverse("plans:calculate")).content.decode()
    assert not AuditEntry.objects.filter(action__startswith="plans.").exists()


def test_tokens_cannot_be_guessed(visitor):
    _plan, token = visitor
    _other, another = visitors_services.start_visitor_plan(document=example_document("hofje-voor-ouderen"))

    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token)
    assert token != another


def test_nobody_else_finds_the_plan(client, visitor):
    for wrong in ("x", visitor[1][:-1] + ("A" if visitor[1][-1] != "A" else "B"), visitor[0].token_hash):
        response = client.get(address(wrong), headers=ENGLISH)
        assert response.status_code == 404
        assert "not here any more" in response.content.decode()


def test_private_pages_stay_out_of_search_engines_and_caches(client, visitor):
    for page in ("detail", "history", "assumptions"):
        response = client.get(address(visitor[1], page))
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Cache-Control"] == "private, no-store"
        assert '<meta name="robots" content="noindex, nofollow">' in response.content.decode()


def test_visitor_changes_the_plan_and_takes_it_back(client, visitor):
    plan, token = visitor
    page = client.get(address(token, "section", section="demands"), headers=ENGLISH)
    form = {**sent(page.context["forms"], 1), "page": str(page.context["page_key"]), "part-min_dscr": "1.2"}

    saved = client.post(address(token, "section", section="demands"), form, headers={"x-autosave": "1"})
    assert saved.status_code == 200
    client.post(address(token, "undo"), {"revision": "2"})

    plan.refresh_from_db()
    assert [change.kind for change in plan.changes.order_by("revision")] == ["edit", "undo"]
    assert plan.document == example_document("hofje-voor-ouderen")
    assert "Somebody with the link" in client.get(address(token, "history"), headers=ENGLISH).content.decode()


def test_example_becomes_ones_own(client):
    client.post(reverse("plans:start_example", args=["ledenkapitaal"]))

    assert Plan.objects.get().document == example_document("ledenkapitaal")


@pytest.mark.parametrize(("language", "says_so"), [("en", True), ("nl", False)])
def test_who_reads_an_example_in_english_is_told_that_its_names_are_dutch(client, language, says_so):
    page = client.get(reverse("plans:example", args=["ledenkapitaal"]), headers={"accept-language": language})

    assert ("are in Dutch" in page.content.decode()) is says_so
    assert b"zijn Nederlands" not in page.content


def test_plan_of_a_visitor_is_no_plan_of_a_group(client, visitor):
    owner = UserFactory()
    group = InitiativeFactory(owner=owner)
    client.force_login(owner)

    assert client.get(reverse("plans:detail", args=[group.slug, visitor[0].pk])).status_code == 404


def test_cookie_that_was_not_signed_here_opens_nothing(client, visitor):
    client.cookies[visitors.COOKIE] = visitor[1]

    assert visitor[1] not in client.get(reverse("plans:calculate")).content.decode()


def test_browser_remembers_its_last_plans_only(client):
    for _number in range(7):
        client.post(reverse("plans:start_example", args=["ledenkapitaal"]))

    assert len(client.get(reverse("plans:calculate")).context["kept"]) == visitors.REMEMBERED


def test_one_address_cannot_fill_the_database(client, monkeypatch):
    monkeypatch.setitem(visitors.LIMITS, "start", Pace("calculate:start", 3, 3600))

    statuses = [client.post(reverse("plans:start_example", args=["ledenkapitaal"])).status_code for _ in range(5)]

    assert statuses == [302, 302, 302, 429, 429]
    assert Plan.objects.count() == 3


def test_saving_too_fast_waits_and_loses_nothing(client, visitor, monkeypatch):
    monkeypatch.setitem(visitors.LIMITS, "save", Pace("calculate:save", 1, 60))
    page = address(visitor[1], "section", section="demands")
    form = {"revision": "1", "page": str(uuid.uuid4()), "part-min_dscr": "1.2"}

    client.post(page, form, headers={"x-autosave": "1"})
    response = client.post(page, form, headers={"x-autosave": "1", **ENGLISH})

    assert response.status_code == 429
    assert "still here" in response.json()["message"]


# --- The end of it ----------------------------------------------------------------------------------


def test_plan_lives_a_month_after_its_last_change(visitor):
    plan, token = visitor
    Plan.objects.filter(pk=plan.pk).update(expires_at=clock.now() + dt.timedelta(days=1))

    editing.save_plan(plan=plan, document={**keyed_document(plan), "horizon_years": 40}, revision=1, user=None)

    days = (plan_of_token(token).expires_at - clock.now()).total_seconds() / 86400
    assert 29.9 < days <= 30


def test_expired_plan_is_gone_before_the_sweeper_comes(client, visitor):
    plan, token = visitor
    Plan.objects.filter(pk=plan.pk).update(expires_at=clock.now())

    assert client.get(address(token)).status_code == 404
    assert client.post(address(token, "undo"), {"revision": "1"}).status_code == 404


def test_sweeper_removes_what_is_over_with_its_story_and_nothing_else(visitor):
    plan, _token = visitor
    editing.save_plan(plan=plan, document={**keyed_document(plan), "horizon_years": 40}, revision=1, user=None)
    alive, _other = visitors_services.start_visitor_plan(document=example_document("ledenkapitaal"))
    group = plans.start_plan(
        initiative=InitiativeFactory(), document=example_document("ledenkapitaal"), user=UserFactory()
    )
    Plan.objects.filter(pk=plan.pk).update(expires_at=clock.now() - dt.timedelta(days=3))

    assert (sweep_visitor_plans(), sweep_visitor_plans()) == (1, 0)

    assert set(Plan.objects.all()) == {alive, group}
    assert not PlanChange.objects.exists()


def test_visitor_removes_the_plan_at_once(client, visitor):
    client.post(address(visitor[1], "remove"))

    assert Plan.objects.count() == 0


# --- Into an initiative -----------------------------------------------------------------------------


def test_plan_is_taken_along_with_its_story(client):
    owner = UserFactory()
    group, _foreign = InitiativeFactory(owner=owner), InitiativeFactory()
    token = client.post(reverse("plans:start_example", args=["ledenkapitaal"]))["Location"].split("/")[-3]
    plan = Plan.objects.get()
    editing.save_plan(plan=plan, document={**keyed_document(plan), "horizon_years": 40}, revision=1, user=None)

    assert client.get(address(token, "keep"))["Location"].startswith(reverse("account_signup"))
    client.force_login(owner)
    assert client.get(reverse("portal:start")).context["waiting"] == [WaitingPlan(token, plan)]
    page = client.get(address(token, "keep"))
    assert list(page.context["form"].fields["initiative"].queryset) == [group]
    response = client.post(address(token, "keep"), {"initiative": group.pk})

    plan.refresh_from_db()
    assert response["Location"] == reverse("plans:detail", args=[group.slug, plan.pk])
    assert (plan.initiative, plan.token_hash, plan.expires_at) == (group, None, None)
    assert plan.changes.count() == 1
    assert client.get(address(token)).status_code == 404
    assert AuditEntry.objects.get(action="plans.take_over").actor == owner
    assert "waiting" not in (client.get(reverse("portal:start")).context or {})


def test_who_has_no_group_begins_one_with_the_plan(client):
    client.post(reverse("plans:start_example", args=["overname-met-korting"]))
    plan, person, municipality = Plan.objects.get(), UserFactory(), Municipality.objects.first()
    token = client.get(reverse("plans:calculate")).context["kept"][0].address
    client.force_login(person)

    page = client.get(address(token, "keep"))
    typed = {
        "name": "De Kersentuin",
        "municipality": municipality.pk,
        "target_group": "middle_incomes",
    }
    assert {field.name for field in page.context["form"].visible_fields()} == typed.keys()
    response = client.post(address(token, "keep"), typed)

    plan.refresh_from_db()
    group = plan.initiative
    assert response["Location"] == reverse("plans:detail", args=[group.slug, plan.pk])
    assert (group.name, group.form, group.building, group.homes) == ("De Kersentuin", "rental", "take_over", 20)
    assert group.memberships.get().user == person
    assert plan.name in client.get(reverse("portal:overview", args=[group.slug])).content.decode()


def test_what_is_wrong_with_a_new_group_is_said_and_the_plan_stays_where_it_is(client, visitor):
    client.force_login(UserFactory())

    response = client.post(address(visitor[1], "keep"), {"name": "De Kersentuin"})

    assert response.status_code == 200
    assert set(response.context["form"].errors) >= {"municipality", "target_group"}
    assert response.context["form"]["name"].value() == "De Kersentuin"
    assert Plan.objects.get().initiative is None
    assert not Initiative.objects.exists()


def test_sign_up_says_that_the_plan_comes_along(client, visitor):
    sign_up = reverse("account_signup")

    with_plan = client.get(sign_up, {"next": address(visitor[1], "keep")}, headers={"accept-language": "en"})
    without = client.get(sign_up, headers={"accept-language": "en"})

    assert "Your plan is safe." in with_plan.content.decode()
    assert "Your plan is safe." not in without.content.decode()


def test_plan_goes_to_no_group_in_which_one_may_not_change_things(client, visitor):
    reader = UserFactory()
    group = InitiativeFactory(reader=reader)
    client.force_login(reader)

    response = client.post(address(visitor[1], "keep"), {"initiative": group.pk})

    assert response.status_code == 200
    assert Plan.objects.get().initiative is None


def test_plan_is_taken_along_once(visitor):
    owner = UserFactory()
    one, other = InitiativeFactory(owner=owner), InitiativeFactory(owner=owner)
    for _attempt in range(2):
        visitors_services.take_over_plan(plan=visitor[0], initiative=one, user=owner)

    with pytest.raises(DomainError):
        visitors_services.take_over_plan(plan=visitor[0], initiative=other, user=owner)


def test_plan_that_a_group_took_is_not_removed_by_who_had_the_link(visitor):
    owner = UserFactory()
    visitors_services.take_over_plan(plan=visitor[0], initiative=InitiativeFactory(owner=owner), user=owner)

    visitors_services.remove_visitor_plan(plan=visitor[0])

    assert Plan.objects.filter(pk=visitor[0].pk).exists()
