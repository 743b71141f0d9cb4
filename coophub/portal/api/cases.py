"""Applications at the ministry for its record system: with what was decided, written and paid. Nobody reads a case in
which they have an interest; the record system itself, with a token of its own, is nobody and reads them all.
"""

import datetime as dt
from typing import Annotated, Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import Field

from coophub.portal.api.documents import (
    CamelDocument,
    CodesInPlace,
    Euros,
    NumberedQuery,
    PageOf,
    UtcMoment,
    page_of,
    rows_behind,
)
from coophub.portal.api.door import BearerToken, TokenRequest
from coophub.tokens.models import Scope
from coophub.web.access import require
from financing.subsidies.models import Application, Decision, LaterDecision, Letter, Payment, State
from financing.subsidies.procedure.awards import signed_in_order
from financing.subsidies.selectors.queue import cases_in_short
from financing.subsidies.views.access import recorded_dossier, visible_dossier

router = Router(tags=["cases"], auth=BearerToken(Scope.CASES))


class CaseInList(CamelDocument):
    """An application as it was submitted, with how it stands. `key` is its place in this API."""

    key: int
    number: str
    url: str = Field(json_schema_extra={"format": "uri"})
    scheme: str
    state: State
    applicant: str
    municipality: str
    amount_requested: Euros
    submitted_at: UtcMoment
    decide_by: dt.date


class PageOfCases(PageOf[CaseInList]):
    """Every application that was ever submitted, in the order in which they were begun."""


class DecisionOfCase(CamelDocument):
    """The decision on an application, once it was signed."""

    kind: Annotated[Decision.Kind, CodesInPlace()]
    amount: Euros
    reasons: str
    conditions: str
    activities_end_on: dt.date | None
    signed_at: UtcMoment


class LaterDecisionOfCase(CamelDocument):
    """What was decided after the award, once it was signed."""

    kind: Annotated[LaterDecision.Kind, CodesInPlace()]
    amount: Euros
    reasons: str
    signed_at: UtcMoment


class LetterOfCase(CamelDocument):
    """A letter that was sent, with what it said."""

    kind: str
    sent_at: UtcMoment
    facts: dict[str, Any]


class PaymentOfCase(CamelDocument):
    """Money to the applicant, or back."""

    kind: Annotated[Payment.Kind, CodesInPlace()]
    amount: Euros
    pay_from: dt.date
    pay_by: dt.date
    ordered_at: UtcMoment | None
    paid_on: dt.date | None
    cancelled_at: UtcMoment | None


class CaseDocument(CaseInList):
    """A case with its decisions, letters and payments, the first one first."""

    decision: DecisionOfCase | None
    later_decisions: list[LaterDecisionOfCase]
    letters: list[LetterOfCase]
    payments: list[PaymentOfCase]


@router.get("", response=PageOfCases, by_alias=True, summary=gettext_noop("Applications at the ministry"))
def cases(request: TokenRequest, query: Query[NumberedQuery]) -> dict[str, Any]:
    person = request.auth.user
    if person is not None:
        require(person, "subsidies.view_queue")
    found = rows_behind(cases_in_short(person), query, "pk")
    return page_of(request, query, found, written=_in_list, key=lambda application: str(application.pk))


@router.get(
    "/{int:key}",
    response=CaseDocument,
    by_alias=True,
    summary=gettext_noop("An application with its decisions, letters and payments"),
)
def case(request: TokenRequest, key: int) -> dict[str, Any]:
    person = request.auth.user
    found = recorded_dossier(key) if person is None else visible_dossier(person, key)
    prefetch_related_objects([found], "later_decisions", "letters", "payments")
    decision = getattr(found, "decision", None)
    letters: list[Letter] = sorted(found.letters.all(), key=lambda letter: (letter.sent_at, letter.pk))
    return {
        **_in_list(found),
        "decision": decision if decision is not None and decision.signed_at else None,
        "later_decisions": signed_in_order(found),
        "letters": letters,
        "payments": sorted(found.payments.all(), key=lambda payment: payment.pk),
    }


def _in_list(application: Application) -> dict[str, Any]:
    names = ("number", "state", "amount_requested", "submitted_at", "decide_by")
    return {
        **{name: getattr(application, name) for name in names},
        "key": application.pk,
        "url": settings.SITE_URL + reverse("subsidies:dossier", args=[application.pk]),
        "scheme": application.scheme_version.scheme.slug,
        "applicant": application.applicant.full_name,
        "municipality": application.applicant.municipality,
    }
