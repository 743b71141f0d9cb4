"""Closed dossiers: when one is, what the ministry says becomes of it, and that nothing happens by itself."""

import csv
import io
import uuid
from decimal import Decimal

import pgtrigger
import pytest
from dateutil.relativedelta import relativedelta
from django.urls import reverse

from coophub.audit.selectors import entries_of
from coophub.web import clock
from financing.subsidies.models import Application, InterestDeclaration, Loan, LoanDraw, RetentionRule, SchemeVersion
from financing.subsidies.selectors.archive import closed_on
from financing.subsidies.services import settlement
from financing.subsidies.services.applying import withdraw_application
from financing.subsidies.services.later_decisions import sign_later_decision
from tests.days import morning_of
from tests.financing.subsidies.life import DAY, award, object_to, pay_all, refuse, report, today
from tests.financing.subsidies.papers.mdto_schema import problems_of, texts_at
from tests.financing.subsidies.papers.test_mdto import zipped

pytestmark = pytest.mark.django_db

RULE = {
    "fate": "destroy",
    "years": "7",
    "category": "Verstrekken van verzonnen subsidies",
    "code": "9.9",
    "source": "Verzonnen selectielijst 2020",
}


@pytest.fixture
def refused(submitted, people):
    refuse(submitted, people)
    return Application.objects.select_related("decision").get(pk=submitted.pk)


def page_on(client, day, user, **query) -> str:
    client.logout()
    with clock.at(morning_of(day)):
        client.force_login(user)
        answer = client.get(reverse("subsidies:archive"), query)
        assert answer.status_code == 200
        return answer.content.decode()


def closed_after(application):
    return application.decision.object_by + DAY


def set_rule(client, application, user, **changed):
    client.force_login(user)
    address = reverse("subsidies:retention", args=[application.scheme_version.scheme_id])
    return client.post(address, {**RULE, **changed})


def test_a_dossier_is_closed_when_nobody_can_object_any_more(client, refused, people):
    last_day = refused.decision.object_by

    assert refused.number not in page_on(client, last_day, people["manager"])
    page = page_on(client, last_day + DAY, people["manager"])
    assert refused.number in page
    assert "vernietigt er geen" in page


def test_it_is_not_closed_while_an_objection_runs(client, refused, people):
    object_to(refused, people)

    assert refused.number not in page_on(client, closed_after(refused) + 400 * DAY, people["manager"])


def test_it_is_not_closed_while_something_is_to_be_paid(client, refused, people):
    payment = refused.payments.create(kind="penalty", key="1", amount=10, pay_from=today(), pay_by=today())
    assert refused.number not in page_on(client, closed_after(refused), people["manager"])

    payment.cancelled_at = clock.now()
    payment.save()

    assert refused.number in page_on(client, closed_after(refused), people["manager"])


def test_it_is_not_closed_while_what_was_paid_too_much_can_be_reclaimed(client, submitted, people):
    award(submitted, people)
    pay_all(submitted, people)
    report(submitted, people)
    lower = settlement.draft_settlement(
        application=submitted,
        amount=Decimal(60_000),
        reasons="Deels gedaan.",
        ground="a",
        hearing="not_needed",
        user=people["reviewer"],
    )
    sign_later_decision(decision=lower, user=people["decider"])
    settled = today()
    last_to_reclaim = settled + relativedelta(years=5)

    assert submitted.number not in page_on(client, settled + 400 * DAY, people["manager"])
    assert submitted.number not in page_on(client, last_to_reclaim, people["manager"])
    assert submitted.number in page_on(client, last_to_reclaim + DAY, people["manager"])
    with clock.at(morning_of(last_to_reclaim + DAY)):
        assert closed_on(submitted) == last_to_reclaim

    back = settlement.draft_recovery(
        application=submitted, amount=Decimal(12_000), reasons="Te veel betaald.", user=people["reviewer"]
    )
    sign_later_decision(decision=back, user=people["decider"])
    assert submitted.number not in page_on(client, settled + 400 * DAY, people["manager"])
    pay_all(submitted, people)
    assert submitted.number in page_on(client, settled + 400 * DAY, people["manager"])


def test_it_is_not_closed_while_a_loan_is_out(client, refused, people):
    loan = Loan.objects.create(
        application=refused,
        amount=1_000,
        rate=0,
        term_years=10,
        repayment="linear",
        payments_per_year=4,
        rank="senior",
        starts_on=today(),
        drawn_up_by=people["manager"],
        drawn_up_at=clock.now(),
    )
    assert refused.number in page_on(client, closed_after(refused), people["manager"])

    LoanDraw.objects.create(loan=loan, amount=1, drawn_on=today(), key=uuid.uuid4(), entered_by=people["manager"])

    assert refused.number not in page_on(client, closed_after(refused), people["manager"])


def test_what_was_withdrawn_is_closed_from_that_day_on(client, submitted, people):
    withdraw_application(application=submitted, user=people["owner"])

    assert submitted.number not in page_on(client, today(), people["manager"])
    assert submitted.number in page_on(client, today() + DAY, people["manager"])


def test_what_was_awarded_without_money_is_closed_like_a_refusal(client, submitted, people):
    decision = award(submitted, people)
    after = decision.object_by + DAY
    assert submitted.number not in page_on(client, after, people["manager"])

    with pgtrigger.ignore("subsidies.SchemeVersion:published_is_frozen"):
        SchemeVersion.objects.update(kind="notification", ceiling=0, minimum_amount=0, maximum_amount=0)
    submitted.payments.update(cancelled_at=clock.now())

    assert submitted.number in page_on(client, after, people["manager"])


def test_who_has_an_interest_does_not_see_it(client, refused, people):
    InterestDeclaration.objects.create(application=refused, person=people["manager"], has_interest=True)

    assert refused.number not in page_on(client, closed_after(refused), people["manager"])


def test_it_has_a_year_once_the_ministry_said_so(client, refused, people):
    day, manager = closed_after(refused), people["manager"]
    year = refused.decision.object_by.year + 7
    assert refused.number in page_on(client, day, manager, fate="none")
    assert refused.number not in page_on(client, day, manager, year=str(year))

    set_rule(client, refused, manager)

    assert refused.number in page_on(client, day, manager, year=str(year))
    assert refused.number not in page_on(client, day, manager, year=str(year - 1))
    assert refused.number not in page_on(client, day, manager, fate="none")
    with clock.at(morning_of(day)):
        client.force_login(manager)
        file = client.get(reverse("subsidies:archive"), {"export": "csv"}).getvalue().decode("utf-8-sig")
    [_names, row] = csv.reader(io.StringIO(file), delimiter=";")
    assert row[0] == refused.number
    assert row[4:] == [
        refused.decision.object_by.isoformat(),
        RULE["source"],
        RULE["code"],
        RULE["category"],
        "Te vernietigen",
        "7",
        str(year),
        "",
        "",
    ]
    assert Application.objects.filter(pk=refused.pk).exists()


def test_another_word_of_the_ministry_takes_the_place_of_the_first_and_both_stand_in_the_trail(client, refused, people):
    set_rule(client, refused, people["manager"])
    answer = set_rule(client, refused, people["manager"], fate="keep", years="20")

    rule = RetentionRule.objects.get()
    page = page_on(client, closed_after(refused), people["manager"])
    assert answer["Location"] == reverse("subsidies:archive")
    assert (rule.fate, rule.years, rule.set_by) == ("keep", 20, people["manager"])
    assert "Blijvend te bewaren, in een archief" in page
    newest, first = entries_of(rule.scheme).filter(action="subsidies.set_retention")
    assert (first.before, newest.before["years"], newest.after["years"]) == (None, 7, 20)
    assert set_rule(client, refused, people["manager"], source=" ").status_code == 200
    assert RetentionRule.objects.get().source == RULE["source"]


def test_the_metadata_of_a_dossier_says_what_becomes_of_it(client, refused, people):
    set_rule(client, refused, people["manager"])
    closed = refused.decision.object_by

    with clock.at(morning_of(closed + DAY)):
        found = zipped(client, refused, people["decider"])

    dossier = found[f"{refused.number}/{refused.number}.mdto.xml"]
    assert problems_of(dossier) == []
    told = {
        "waardering/begripCode": "V",
        "bewaartermijn/termijnStartdatumLooptijd": closed.isoformat(),
        "bewaartermijn/termijnLooptijd": "P7Y",
        "bewaartermijn/termijnEinddatum": closed.replace(year=closed.year + 7).isoformat(),
        "informatiecategorie/begripLabel": RULE["category"],
        "informatiecategorie/begripCode": RULE["code"],
        "informatiecategorie/begripBegrippenlijst/verwijzingNaam": RULE["source"],
        "dekkingInTijd/dekkingInTijdEinddatum": closed.isoformat(),
    }
    assert {path: texts_at(dossier, path) for path in told} == {path: [text] for path, text in told.items()}
