"""The way of an advance through the pages, and the days that count for it."""

import pytest
from django.urls import reverse

from coophub.notifications.models import Notification
from coophub.web import clock
from coophub.web.formats import day
from financing.subsidies.models import AdvanceRequest, Application, LaterDecision
from financing.subsidies.procedure.awards import current_award
from financing.subsidies.procedure.signing import later_decision_to_sign
from financing.subsidies.selectors import applications, deadlines
from financing.subsidies.services import reviewing
from tests.financing.subsidies.life import DAY, fresh, today, warnings_of
from tests.financing.subsidies.money.advances.steps import ask, decide

pytestmark = pytest.mark.django_db


def test_request_has_eight_weeks_that_are_shown_with_their_steps(awarded, people):
    request = ask(awarded, people)

    found = {item.label: item for item in deadlines.deadlines_of(fresh(awarded), current_award(fresh(awarded)))}
    shown = found["Uiterlijk beslissen over het voorschot"]
    assert shown.on >= clock.day_of(request.asked_at) + 56 * DAY
    assert "Awb 4:13 lid 2" in shown.steps[0]
    assert not shown.is_for_group
    decide(awarded, people)
    assert "Uiterlijk beslissen over het voorschot" not in {
        item.label for item in deadlines.deadlines_of(fresh(awarded), current_award(fresh(awarded)))
    }


def test_handler_is_warned_of_the_last_day_until_it_is_decided(awarded, people):
    request = ask(awarded, people)
    last = request.decide_by
    kind = {"kind": "subsidies_advance_deadline"}

    warnings_of(last - 7 * DAY)
    warnings_of(last - 7 * DAY)
    assert [item.recipient for item in Notification.objects.filter(**kind)] == [people["reviewer"]]
    decide(awarded, people)
    warnings_of(last)

    assert Notification.objects.filter(**kind).count() == 1


# The pages


@pytest.fixture
def at(client, people):
    def sign_in(name):
        client.force_login(people[name])
        return client

    return sign_in


def group_page(application, step=""):
    args = [application.initiative.slug, application.pk]
    return reverse("subsidies:group_step", args=[*args, step]) if step else reverse("subsidies:application", args=args)


def staff_page(application, step="", tab=""):
    name = "subsidies:step" if step else "subsidies:dossier"
    return reverse(name, args=[application.pk, *([step] if step else [])]) + (f"?tab={tab}" if tab else "")


def words(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def request_data(**changed):
    return {"amount": "18.000", "needed_from": today().isoformat(), "purpose": "De aannemer."} | changed


def test_whole_way_through_the_pages(awarded, people, at):
    link = f'href="{group_page(awarded, "advance")}"'
    assert link in words(at("owner").get(group_page(awarded)))
    assert "€ 18.000,00" in words(at("owner").get(group_page(awarded, "advance")))
    assert at("owner").post(group_page(awarded, "advance"), request_data()).status_code == 302
    page = words(at("reader").get(group_page(awarded)))
    assert "Jullie vroegen € 18.000,00" in page
    assert link not in page

    dossier = words(at("reviewer").get(staff_page(awarded, tab="money")))
    assert "De groep vraagt een voorschot: € 18.000,00" in dossier
    assert "Volgende stap: Beslissen over het voorschot" in dossier
    taken = at("reviewer").post(staff_page(awarded, "advance"), {"amount": "18.000", "reasons": "Het werk begint."})
    assert taken.status_code == 302
    dossier = words(at("reviewer").get(staff_page(awarded, tab="money")))
    assert "Volgende stap: Beslissen over het voorschot" not in dossier
    assert staff_page(awarded, "advance") in dossier
    letter = words(at("decider").get(staff_page(awarded, "sign-later")))
    assert "Ik verleen u een voorschot van € 18.000,00 (Awb 4:95)." in letter
    assert "bezwaar" in letter
    draft = awarded.later_decisions.get()
    read = {"draft": draft.pk, "seal": later_decision_to_sign(draft).seal}
    assert at("decider").post(staff_page(awarded, "sign-later"), read).status_code == 302

    page = words(at("owner").get(group_page(awarded)))
    assert f"Gegeven op {day(today())}." in page.replace("\xa0", " ")
    assert "Het werk begint." in page
    assert "Besluit over een voorschot" in words(at("owner").get(group_page(awarded, "object")))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"amount": "0"}, "Vraag meer dan 0 euro."),
        ({"amount": "18.000,01"}, "nog hoogstens € 18.000,00 over"),
        ({"needed_from": "2026-01-01"}, "Deze dag is voorbij."),
        ({"needed_from": "2070-01-01"}, "vragen jullie om vaststelling"),
    ],
)
def test_wrong_request_is_said_beside_the_field_and_stays_typed(awarded, at, changed, sentence):
    page = words(at("owner").post(group_page(awarded, "advance"), request_data(**changed)))

    assert sentence in page
    assert "De aannemer." in page
    assert not AdvanceRequest.objects.exists()


def test_only_editors_of_the_group_ask_and_only_reviewers_draft(awarded, people, at):
    assert at("reader").post(group_page(awarded, "advance"), request_data()).status_code == 403
    assert at("stranger").post(group_page(awarded, "advance"), request_data()).status_code == 404
    assert at("reviewer").post(group_page(awarded, "advance"), request_data()).status_code == 404
    ask(awarded, people)
    decision = {"amount": "18.000", "reasons": "Ja."}
    assert at("decider").post(staff_page(awarded, "advance"), decision).status_code == 403
    assert at("owner").post(staff_page(awarded, "advance"), decision).status_code == 404
    reviewing.declare_interest(
        application=awarded, has_interest=True, reason="Een buur.", user=people["other_reviewer"]
    )
    assert at("other_reviewer").post(staff_page(awarded, "advance"), decision).status_code == 403

    assert not LaterDecision.objects.exists()


def test_queue_points_to_requests_that_wait_but_not_for_who_has_an_interest(awarded, people, at):
    queue, waiting = reverse("subsidies:queue"), reverse("subsidies:advances")
    case = staff_page(awarded, tab="money")
    assert waiting not in words(at("decider").get(queue))
    request = ask(awarded, people)
    reviewing.declare_interest(
        application=awarded, has_interest=True, reason="Een buur.", user=people["other_reviewer"]
    )

    assert waiting in words(at("decider").get(queue))
    page = words(at("decider").get(waiting))
    assert case in page
    assert day(request.decide_by).replace("\xa0", " ") in page.replace("\xa0", " ")
    assert waiting not in words(at("other_reviewer").get(queue))
    assert case not in words(at("other_reviewer").get(waiting))
    decide(awarded, people)
    assert waiting not in words(at("decider").get(queue))


def test_step_is_not_offered_when_nothing_is_left(awarded, people, at):
    ask(awarded, people)
    decide(awarded, people)

    assert group_page(awarded, "advance") not in words(at("owner").get(group_page(awarded)))
    assert at("owner").get(group_page(awarded, "advance")).status_code == 409


def test_view_that_is_asked_about_the_advance_is_for_the_group_to_do_now(awarded, people, at):
    ask(awarded, people)
    facts = {"facts": "De aannemer is failliet.", "respond_by": (today() + 14 * DAY).isoformat()}
    assert at("reviewer").post(staff_page(awarded, "view"), facts).status_code == 302

    page = words(at("owner").get(group_page(awarded)))
    now, _heading, _rest = page.partition("Brieven en berichten")
    assert group_page(awarded, "view") in now
    assert applications.whose_turn(Application.objects.get(pk=awarded.pk)) == "Jullie zijn aan zet."
