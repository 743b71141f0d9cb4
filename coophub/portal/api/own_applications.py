"""The applications of one's initiatives, and what was awarded."""

import datetime as dt
from typing import Annotated, Any

from django.conf import settings
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
    number_key,
    page_of,
    pages,
)
from coophub.portal.api.door import BearerToken, TokenRequest
from coophub.tokens.models import Scope
from coophub.web import clock
from financing.subsidies.models import Application, Payment, State
from financing.subsidies.selectors.applications import (
    applications_of,
    read_standing,
    status_sentence,
    whose_turn,
    with_standing,
)
from financing.subsidies.selectors.awarded import running_award
from financing.subsidies.selectors.payments import payments_for_group
from initiatives.access import visible_initiative

router = Router(tags=["own-applications"], auth=BearerToken(Scope.APPLICATIONS))

applications = pages(lambda initiative: with_standing(applications_of(initiative)), "pk")


class PaymentOfAward(CamelDocument):
    """Money of an award: to the group, or back."""

    kind: Annotated[Payment.Kind, CodesInPlace()]
    amount: Euros
    pay_by: dt.date
    paid_on: dt.date | None


class OwnAward(CamelDocument):
    """What was awarded, as it stands now."""

    amount: Euros
    is_loan: bool
    awarded_on: dt.date
    paid: Euros
    settled: Euros | None
    activities_end_on: dt.date | None
    payments: list[PaymentOfAward]


class OwnApplication(CamelDocument):
    """An application with where it stands, in a sentence, and whose turn it is. `number` is there once it was sent."""

    number: str | None
    url: str = Field(json_schema_extra={"format": "uri"})
    scheme: str
    scheme_version: int
    state: State
    sentence: str
    turn: str
    amount_requested: Euros
    submitted_at: UtcMoment | None
    decide_by: dt.date | None
    award: OwnAward | None


class PageOfOwnApplications(PageOf[OwnApplication]):
    """The applications of an initiative, in the order in which they were begun."""


@router.get(
    "/{slug:slug}/applications",
    response=PageOfOwnApplications,
    by_alias=True,
    summary=gettext_noop("The applications of an initiative of yours, and what was awarded"),
)
def own_applications(request: TokenRequest, slug: str, query: Query[NumberedQuery]) -> dict[str, Any]:
    initiative = visible_initiative(request.user, slug, do="subsidies.view_applications_of")
    found = applications(query, initiative.pk)
    read_standing(found)
    return page_of(request, query, found, written=_in_list, key=number_key)


def _in_list(application: Application) -> dict[str, Any]:
    names = ("number", "state", "amount_requested", "submitted_at", "decide_by")
    return {
        **{name: getattr(application, name) for name in names},
        "url": settings.SITE_URL + reverse("subsidies:application", args=[application.initiative.slug, application.pk]),
        "scheme": application.scheme_version.scheme.slug,
        "scheme_version": application.scheme_version.number,
        "sentence": status_sentence(application),
        "turn": whose_turn(application),
        "award": _award(application),
    }


def _award(application: Application) -> dict[str, Any] | None:
    award = running_award(application)
    if award is None:
        return None
    return {
        "amount": award.awarded,
        "is_loan": application.scheme_version.is_loan,
        "awarded_on": clock.day_of(application.decision.signed_at),
        "paid": award.paid,
        "settled": award.settled,
        "activities_end_on": award.activities_end_on,
        "payments": [PaymentOfAward.model_validate(payment) for payment in payments_for_group(application)],
    }
