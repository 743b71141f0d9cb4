"""Who has an interest in an application, and so does nothing with it (Awb 2:4): by a fact, or by saying so.

Members of the group, now or in the past years, people it invited and its coaches have one by themselves
(`initiatives.ties`). It is kept nowhere, so that it can never be out of date: a page asks once, a step each time.
"""

import datetime as dt
from functools import cache
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.web import clock
from coophub.web.once import asked_once
from financing.subsidies.models import Application, InterestDeclaration
from initiatives import ties

YEARS = 5
"""How long a tie that ended still counts; no law sets it (decision 62)."""
DECLARED = "declared"
ANYBODY, ANY_DAY = User(pk=-1, email="anybody"), dt.date(1, 1, 1)
"""For whom and since when the query of interests is written; each who asks stands in their place."""


def since() -> dt.date:
    """A tie that ended before this day counts no more."""
    day: dt.date = clock.today() - relativedelta(years=YEARS)
    return day


def has_interest(application: Application, user: User) -> bool:
    """One query, or none when the page asked before."""
    return application.pk in numbers_with_interest(user)


@asked_once
def numbers_with_interest(user: User) -> frozenset[int]:
    """The applications in which this person has an interest. One query."""
    sql, parameters = _interests_of_anybody()
    given: dict[Any, Any] = {ANYBODY.pk: user.pk, ANYBODY.email: user.email.lower(), ANY_DAY: since()}
    with connection.cursor() as cursor:
        cursor.execute(sql, [given.get(parameter, parameter) for parameter in parameters])
        return frozenset(number for (number,) in cursor)


@cache
def _interests_of_anybody() -> tuple[str, tuple[Any, ...]]:
    """The query, for somebody and a day that stand for any. Every step asks it, and Django takes longer to write it
    than PostgreSQL to answer it.

    Two ways that are joined, and not one condition of two: so each is found by its index among all applications.
    """
    declared = InterestDeclaration.objects.filter(person=ANYBODY, has_interest=True).values_list("application")
    tied = (
        Application.objects.filter(initiative__in=ties.tied_initiatives(ANYBODY, ANY_DAY)).values_list("pk").order_by()
    )
    sql, parameters = declared.union(tied).query.sql_with_params()
    known = {ANYBODY.pk, ANYBODY.email, ANY_DAY, True, settings.TIME_ZONE}
    if strange := [parameter for parameter in parameters if parameter not in known]:
        raise TypeError(f"Nobody stands in the place of these when the query of interests is asked: {strange}")
    return sql, tuple(parameters)


def people_with_interest(application: Application) -> dict[int, str]:
    """Everybody who has an interest in an application: by number, the name of the reason."""
    declared = application.interest_declarations.filter(has_interest=True).values_list("person_id", flat=True)
    return ties.tied_people(application.initiative, since()) | dict.fromkeys(declared, DECLARED)


def reason_in_words(name: str) -> str:
    """A reason for an interest, as it stands after a colon."""
    return _("said so") if name == DECLARED else str(ties.KINDS.named(name).words)


def interest_in_words(application: Application, user: User) -> str:
    """What this person's interest is, for the person; nothing for who has none."""
    reason = people_with_interest(application).get(user.pk)
    if reason is None:
        return ""
    if reason == DECLARED:
        return _("You said that you have an interest in this application. Somebody else handles it.")
    return _("You have an interest in this application: %(reason)s. Somebody else handles it.") % {
        "reason": reason_in_words(reason)
    }
