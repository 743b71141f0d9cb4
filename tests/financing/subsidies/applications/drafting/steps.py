"""What the tests of drafting do and read again and again."""

import re
from decimal import Decimal

from financing.subsidies.applications.completeness import missing_from
from financing.subsidies.models import Application
from financing.subsidies.services import budgeting


def saved(function, application, user, **kwargs):
    return function(application=application, user=user, revision=application.revision, **kwargs)


def budget(application, user, *, costs=(), income=(), asked=0, vat="not_recoverable"):
    return saved(
        budgeting.save_budget,
        application,
        user,
        lines=[budgeting.BudgetInput("ontwerp", f"Kosten {number}", amount) for number, amount in enumerate(costs)],
        income=[budgeting.IncomeInput(kind, "Wie", amount, "certain") for kind, amount in income],
        amount_requested=Decimal(asked),
        vat=vat,
    )


def missing_in(application, section):
    application = Application.objects.get(pk=application.pk)
    return [item.sentence for item in missing_from(application) if item.section == section]


def page_of(client, user, address):
    client.force_login(user)
    return client.get(address, headers={"accept-language": "en"}, follow=True).content.decode()


def ids_on(page):
    return set(re.findall(r'\bid="([^"]+)"', page))
