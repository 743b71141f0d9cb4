"""Steps in the life of an application, as the tests take them."""

import datetime as dt
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from coophub.web import clock
from financing.subsidies.law.deadlines import is_day_off
from financing.subsidies.models import (
    Application,
    Decision,
    LedgerEntry,
    Payment,
)
from financing.subsidies.services import deciding, objections, payments, remedies, settlement
from financing.subsidies.services.warnings import send_warnings
from tests.days import morning_of
from tests.factories.proposals import confirmed
from tests.factories.subsidies import CSV, assessed

KIND = Decision.Kind
DAY = dt.timedelta(days=1)


def fresh(application):
    return Application.objects.get(pk=application.pk)


def today():
    return clock.today()


def later(days):
    return clock.now() + days * DAY


def working_day_from(day):
    """The day itself, or the first after it on which a term may end (Atw 1)."""
    return next(found for count in range(20) if not is_day_off(found := day + count * DAY))


def warnings_of(day):
    """What the nightly job does on that day; gives how many people it warned."""
    with clock.at(morning_of(day)):
        return send_warnings()


def held(application):
    return sum(entry.amount for entry in LedgerEntry.objects.filter(application=application))


def ask_to_complete(application, people, *, days=14):
    remedies.request_remedy(
        subject=application,
        points=["Begroting per kwartaal", "Brief van de gemeente"],
        last_day=today() + days * DAY,
        user=people["reviewer"],
    )


def complete(application, people):
    return remedies.complete(
        subject=application,
        answers={"Begroting per kwartaal": "Zie de bijlage.", "Brief van de gemeente": "Toegevoegd."},
        uploads=[SimpleUploadedFile("brief.csv", CSV)],
        user=people["owner"],
    )


def award(application, people, *, amount=None, kind=KIND.AWARD, **fields):
    assessed(application, people["reviewer"])
    deciding.draft_decision(
        application=application,
        kind=kind,
        amount=application.amount_requested if amount is None else amount,
        reasons="Past.",
        user=people["reviewer"],
        **fields,
    )
    return deciding.sign_decision(application=application, user=people["decider"])


def pay_all(application, people):
    for payment in Payment.objects.filter(application=application, paid_on=None, cancelled_at=None):
        payments.order_payment(payment=payment, user=people["manager"])
        confirmed(payments.propose_paid(payment=payment, paid_on=today(), user=people["manager"]))


def report(application, people):
    return settlement.submit_report(
        application=application,
        kind="final",
        results="Alles is gedaan.",
        done_on=today(),
        report=SimpleUploadedFile("eindverslag.csv", CSV),
        user=people["owner"],
    )


def refuse(application, people):
    return award(application, people, kind=KIND.REFUSE, amount=Decimal(0), ground="kb13f", hearing="not_needed")


def object_to(application, people, **fields):
    return objections.object_to(application=application, reasons="Wij zijn het oneens.", user=people["owner"], **fields)
