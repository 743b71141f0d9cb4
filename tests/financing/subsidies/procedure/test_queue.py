"""The work queue: what waits for whom, how it is sorted, and finding a case among everything that was submitted."""

import datetime as dt

import pytest
from django.urls import reverse

from coophub.web import clock
from financing.subsidies.models import Application, State
from financing.subsidies.selectors.queue import next_case, queue_counts
from financing.subsidies.services import deciding, remedies, reviewing, settlement
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.subsidies import assessed, drafted, submitted_application
from tests.financing.subsidies.life import award
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(client, people):
    """The page of a list as somebody sees it."""

    def look_at(name, address):
        client.force_login(people[name])
        answer = client.get(address)
        assert answer.status_code == 200
        return answer.content.decode()

    return look_at


def queue(view=""):
    return reverse("subsidies:queue") + (f"?view={view}" if view else "")


def count_of(page, view):
    [tab] = find(page, f".tabs a[href='?view={view}'] span")
    return int(words(tab))


def numbers_on(page):
    return {words(link) for link in find(page, "tbody th a")}


def another(people, name):
    group = InitiativeFactory(name=name, owner=people["owner"])
    MembershipFactory(initiative=group, user=people["second"], role="owner")
    return submitted_application(group, writer=people["owner"], signer=people["second"])


def test_waits_for_me_has_what_i_am_the_one_to_go_on_with(submitted, people, look):
    reviewing.declare_interest(application=submitted, has_interest=False, reason="", user=people["reviewer"])
    assert count_of(look("reviewer", queue()), "todo") == 1
    assert numbers_on(look("reviewer", queue("todo"))) == {submitted.number}
    assert count_of(look("other_reviewer", queue()), "todo") == 0

    remedies.request_remedy(
        subject=submitted, points=["Brief"], last_day=clock.today() + dt.timedelta(days=14), user=people["reviewer"]
    )
    assert count_of(look("reviewer", queue()), "todo") == 0  # it waits for the group
    with clock.at(clock.now() + dt.timedelta(days=20)):
        assert queue_counts(people["reviewer"]).todo == 1  # its term has passed


def test_a_colleague_who_was_asked_to_assess_finds_it_until_that_is_done(submitted, people, look):
    reviewing.declare_interest(application=submitted, has_interest=False, reason="", user=people["reviewer"])
    reviewing.assign_reviewers(
        application=submitted,
        reviewers=[people["other_reviewer"]],
        finish_by=clock.today() + dt.timedelta(days=14),
        user=people["reviewer"],
    )
    assert count_of(look("other_reviewer", queue()), "todo") == 1

    assessed(submitted, people["other_reviewer"])

    assert count_of(look("other_reviewer", queue()), "todo") == 0


def test_to_sign_counts_drafts_for_who_wrote_none_of_them(submitted, people, look):
    drafted(submitted, people["reviewer"])
    assert count_of(look("reviewer", queue()), "todo") == 0
    assert count_of(look("decider", queue()), "sign") == 1
    assert numbers_on(look("decider", queue("sign"))) == {submitted.number}
    assert "?view=sign" not in look("reviewer", queue())

    people["both"] = UserFactory(roles=["reviewer", "decider"])
    assert count_of(look("both", queue()), "sign") == 1
    deciding.send_back(application=submitted, reason="De reden is te kort.", user=people["decider"])
    drafted_again = {"kind": "award", "amount": submitted.amount_requested, "reasons": "Goed.", "hearing": "not_needed"}
    deciding.draft_decision(application=submitted, user=people["both"], **drafted_again)
    assert count_of(look("both", queue()), "sign") == 0


def test_who_signs_goes_on_with_the_most_urgent_of_what_waits_for_them(submitted, people):
    """Drafts of others, drafts of what comes after an award, and cases of their own, but for the one that is open."""
    open_now, drafted_first = another(people, "De Elzen"), another(people, "De Iepen")
    awarded, own = another(people, "De Beuk"), another(people, "De Esp")
    decider, now = people["decider"], clock.today()
    assert next_case(decider, after=open_now) is None

    award(awarded, people)
    settlement.draft_amendment(
        application=awarded, amount=awarded.amount_requested, reasons="Zij vroegen erom.", user=people["reviewer"]
    )
    drafted(open_now, people["reviewer"])
    drafted(drafted_first, people["reviewer"])
    for application, days in ((open_now, 1), (drafted_first, 4), (awarded, 3)):
        Application.objects.filter(pk=application.pk).update(decide_by=now + dt.timedelta(days=days))
    assert next_case(decider, after=open_now) == awarded

    Application.objects.filter(pk=own.pk).update(assigned_to=decider, decide_by=now + dt.timedelta(days=2))
    assert next_case(decider, after=open_now) == own
    assert next_case(decider, after=own) == open_now

    reviewing.declare_interest(application=open_now, has_interest=True, reason="Mijn zus", user=decider)
    assert next_case(decider, after=own) == awarded


def test_one_column_says_how_a_list_is_sorted(submitted, look):
    for address in (
        queue(),
        f"{queue()}?sort=initiative",
        reverse("subsidies:dossiers"),
        reverse("subsidies:advances"),
    ):
        page = look("reviewer", address)
        assert len(find(page, "th[aria-sort]")) == (1 if find(page, "table") else 0), address


@pytest.mark.parametrize("address", ["subsidies:queue", "subsidies:dossiers"])
def test_a_case_is_found_by_its_number_its_group_and_its_place(address, submitted, people, look):
    other = another(people, "De Wilde Bertram")
    page = reverse(address)

    assert numbers_on(look("reviewer", page)) == {submitted.number, other.number}
    assert numbers_on(look("reviewer", f"{page}?q=bertram")) == {other.number}
    assert numbers_on(look("reviewer", f"{page}?q={submitted.number}")) == {submitted.number}
    assert numbers_on(look("reviewer", f"{page}?q={submitted.number[-4:]}")) == {submitted.number}
    assert numbers_on(look("reviewer", f"{page}?q=bestaatniet")) == set()


def test_everything_that_was_submitted_is_filtered_by_its_state(submitted, people, look):
    other = another(people, "De Wilde Bertram")
    reviewing.declare_interest(application=other, has_interest=False, reason="", user=people["reviewer"])
    page = reverse("subsidies:dossiers")

    assert numbers_on(look("reviewer", f"{page}?state={State.IN_ASSESSMENT}")) == {other.number}
    assert numbers_on(look("reviewer", f"{page}?person={people['reviewer'].pk}")) == {other.number}
    assert numbers_on(look("reviewer", f"{page}?scheme={submitted.scheme_version_id}")) == {
        submitted.number,
        other.number,
    }


def test_boxes_keys_and_filters_are_there_and_the_filters_are_closed_until_they_are_used(submitted, look):
    page = look("reviewer", queue())
    assert find(page, "tbody th input[name=chosen][form=assign]")
    assert find(page, ".row-keys kbd")
    assert not find(page, ".work-list__tools details[open]")
    assert find(look("reviewer", f"{queue()}?q=x"), ".work-list__tools details[open]")
