"""Warnings of days that come near: once each, to the right person, also after missed days."""

import datetime as dt

import pytest

from coophub.notifications.models import Notification
from coophub.web import clock
from financing.subsidies.models import Application, DeadlineWarning
from financing.subsidies.services import dossiers, remedies, reviewing, terms
from financing.subsidies.tasks import sweep_warnings
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

    days_before = DeadlineWarning.objects.order_by("-days_before").values_list("days_before", flat=True)
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

    assert notices("subsidies_deadline", people["manager"]) == 1
    assert notices("subsidies_deadline") == 1


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
    assert notices("subsidies_leaving_out_deadline") == 0
    warnings_of(last_day + 21 * DAY)

    assert notices("subsidies_leaving_out_deadline", people["manager"]) == 1
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
