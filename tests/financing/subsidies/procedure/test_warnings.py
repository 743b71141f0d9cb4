"""Warnings of days that come near: once each, to the right person, also after missed days."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from coophub.notifications.models import Notification, OutgoingMessage
from coophub.notifications.tasks import sweep_digests
from coophub.web import clock
from coophub.web.formats import day
from financing.subsidies.models import Application, DeadlineWarning, State
from financing.subsidies.services import dossiers, remedies, reviewing, terms, warnings
from financing.subsidies.tasks import sweep_warnings
from tests.days import morning_of
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.subsidies import submitted_application
from tests.financing.subsidies.life import warnings_of

pytestmark = [pytest.mark.django_db, pytest.mark.awkward_days]
DAY = dt.timedelta(days=1)


@pytest.fixture
def taken(submitted, people):
    reviewing.declare_interest(application=submitted, has_interest=False, user=people["reviewer"])
    submitted.review_assignments.update(finish_by=submitted.decide_by + 365 * DAY)
    return Application.objects.get(pk=submitted.pk)


def notices(kind, person=None):
    found = Notification.objects.filter(kind=kind)
    return found.filter(recipient=person).count() if person else found.count()


def test_same_warning_is_never_sent_twice(taken, people):
    near = taken.decide_by - 14 * DAY

    assert warnings_of(near) == 1
    assert warnings_of(near) == 0
    assert sweep_warnings() == 0  # today nothing is near

    assert notices("subsidies_deadline", people["reviewer"]) == 1


def test_each_set_day_before_warns_once_more(taken, people):
    for days in (29, 28, 27, 14, 13, 7, 2, 1, 0, -1, -2):
        warnings_of(taken.decide_by - days * DAY)

    own = DeadlineWarning.objects.filter(recipient=people["reviewer"])
    days_before = own.order_by("-days_before").values_list("days_before", flat=True)
    assert list(days_before) == [28, 14, 7, 2, 0, -1]


def test_after_missed_days_only_the_most_urgent_warning_comes(taken):
    assert warnings_of(taken.decide_by - 5 * DAY) == 1

    assert DeadlineWarning.objects.get().days_before == 7


def test_deadline_that_moved_warns_anew(taken, people):
    warnings_of(taken.decide_by - 7 * DAY)
    terms.ask_consent(
        subject=taken,
        reason="Bezoek.",
        first_day=clock.today() + DAY,
        last_day=clock.today() + 60 * DAY,
        user=people["reviewer"],
    )
    terms.answer_consent(subject=taken, is_agreed=True, user=people["owner"])
    moved = Application.objects.get(pk=taken.pk).decide_by

    assert warnings_of(moved - 7 * DAY) == 1
    assert DeadlineWarning.objects.count() == 2


def test_case_of_nobody_warns_the_scheme_managers(submitted, people):
    warnings_of(submitted.decide_by - 7 * DAY)

    assert notices("subsidies_unassigned", people["manager"]) == 1
    assert Notification.objects.filter(kind__startswith="subsidies_").latest("pk").recipient == people["manager"]


def test_person_it_was_given_to_is_warned_and_not_who_led_before(taken, people):
    dossiers.assign(applications=[taken], assignee=people["other_reviewer"], user=people["manager"])

    warnings_of(taken.decide_by - 7 * DAY)

    assert notices("subsidies_deadline", people["other_reviewer"]) == 1
    assert notices("subsidies_deadline") == 1


def test_group_is_reminded_to_complete_and_the_ministry_when_it_did_not(submitted, people):
    last_day = clock.today() + 14 * DAY
    remedies.request_remedy(subject=submitted, points=["Brief"], last_day=last_day, user=people["reviewer"])

    warnings_of(last_day - 2 * DAY)
    assert notices("subsidies_remedy_deadline", people["owner"]) == 1
    assert notices("subsidies_unassigned") == 0
    warnings_of(last_day + 21 * DAY)

    assert notices("subsidies_unassigned", people["manager"]) == 1
    assert notices("subsidies_remedy_deadline", people["owner"]) == 1


def test_reviewer_who_was_asked_is_reminded_until_the_assessment_is_there(taken, people):
    finish_by = clock.today() + 7 * DAY
    reviewing.assign_reviewers(
        application=taken, reviewers=[people["other_reviewer"]], finish_by=finish_by, user=people["reviewer"]
    )

    warnings_of(finish_by)
    warnings_of(finish_by)
    assert notices("subsidies_review_reminder", people["other_reviewer"]) == 1
    reviewing.declare_interest(application=taken, has_interest=True, reason="Een buur.", user=people["other_reviewer"])
    warnings_of(finish_by + DAY)

    assert notices("subsidies_review_reminder") == 1


@pytest.fixture
def cases(submitted):
    """Gives so many more cases with the same last day, each of a group of its own, on request."""

    def another():
        owner, second = UserFactory(), UserFactory()
        initiative = InitiativeFactory(owner=owner)
        MembershipFactory(initiative=initiative, user=second, role="owner")
        return submitted_application(initiative, writer=owner, signer=second)

    return lambda number: [another() for _number in range(number)]


def give(applications, people):
    dossiers.assign(applications=applications, assignee=people["reviewer"], user=people["manager"])


def digests_of(day, person):
    """The messages that this person gets on that day, when the worker looks twice."""
    before = OutgoingMessage.objects.count()
    with clock.at(morning_of(day)):
        sweep_digests()
        sweep_digests()
    return list(OutgoingMessage.objects.filter(recipients=[person.email]).order_by("pk")[before:])


def test_somebody_with_many_days_gets_one_message_a_day(cases, people):
    mine = cases(3)
    give(mine, people)
    near = mine[0].decide_by - 7 * DAY
    OutgoingMessage.objects.all().delete()

    warnings_of(near)

    assert notices("subsidies_deadline", people["reviewer"]) == 3
    assert not OutgoingMessage.objects.filter(recipients=[people["reviewer"].email]).exists()
    [mail] = digests_of(near + DAY, people["reviewer"])
    assert all(application.number in mail.text for application in mine)


@pytest.mark.parametrize("change", ["moved", "of a colleague"])
def test_a_day_that_does_not_hold_any_more_is_left_out_of_the_message(cases, people, change):
    first, second = mine = cases(2)
    give(mine, people)
    near = first.decide_by - 7 * DAY
    OutgoingMessage.objects.all().delete()
    warnings_of(near)
    if change == "moved":
        Application.objects.filter(pk=first.pk).update(decide_by=first.decide_by + DAY)
    else:
        dossiers.assign(applications=[first], assignee=people["other_reviewer"], user=people["manager"])
        OutgoingMessage.objects.all().delete()

    [mail] = digests_of(near + DAY, people["reviewer"])

    assert second.number in mail.text + mail.subject
    assert first.number not in mail.text + mail.subject


def test_cases_of_nobody_are_one_line_that_leads_to_them(submitted, cases, people):
    cases(4)

    warnings_of(submitted.decide_by - 7 * DAY)

    [notice] = Notification.objects.filter(recipient=people["manager"], kind="subsidies_unassigned")
    assert notice.title.startswith("5 ")
    assert notice.url == "/ministry/queue/?view=unassigned"


def test_late_case_goes_to_the_scheme_managers_once(taken, people):
    for days in (1, 2, 3):
        warnings_of(taken.decide_by + days * DAY)

    assert notices("subsidies_overdue", people["manager"]) == 1
    assert notices("subsidies_overdue") == 1


def test_what_is_long_late_is_not_told_any_more(taken):
    assert warnings_of(taken.decide_by + (warnings.PASSED_SINCE_DAYS + 1) * DAY) == 0


def test_a_day_is_written_in_the_language_of_its_reader(taken, people):
    people["reviewer"].language = "en"
    people["reviewer"].save()

    warnings_of(taken.decide_by - 7 * DAY)

    with translation.override("en"):
        assert day(taken.decide_by) in Notification.objects.get(kind="subsidies_deadline").title


def test_more_cases_take_no_more_queries(submitted, cases, people):
    """Nor do more groups that have to complete something."""
    last_day = clock.today() + 14 * DAY

    def queries():
        with clock.at(morning_of(last_day)), CaptureQueriesContext(connection) as found:
            assert {due.kind for due in warnings.days_due(last_day)} == {
                "subsidies_unassigned",
                "subsidies_remedy_deadline",
            }
        return len(found)

    def more(number):
        for application in cases(number):
            remedies.request_remedy(subject=application, points=["Brief"], last_day=last_day, user=people["reviewer"])
        Application.objects.filter(state=State.SUBMITTED).update(decide_by=last_day)

    more(1)
    few = queries()
    cases(3)
    more(3)

    assert queries() == few
