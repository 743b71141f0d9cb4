"""What the demo's group asked: one question that is answered, one that waits. Both officials are made up."""

import datetime as dt
import uuid
from decimal import Decimal

from coophub.accounts.models import User
from coophub.web import clock
from financing.plans.models import Plan
from initiatives.models import Enquiry
from initiatives.selectors.enquiries import hash_of, what_is_shared
from initiatives.services.answering import answer_enquiry, open_link
from initiatives.services.enquiries import begin_enquiry, send_enquiry

SENT_DAYS_AGO, ANSWERED_DAYS_AGO, WAITING_DAYS = 61, 33, 12


def create_enquiries(*, accounts: dict[str, User], plans: list[Plan]) -> None:
    """Of the first group, with what it shows of its first plan."""
    plan, anna = plans[0], accounts["Anna"]
    with clock.at(clock.now() - dt.timedelta(days=SENT_DAYS_AGO)):
        settled = _sent(plan, anna, kind="land_price", text=ABOUT_THE_PRICE)
    with clock.at(clock.now() - dt.timedelta(days=ANSWERED_DAYS_AGO)):
        open_link(link=settled.links.get(), address="192.0.2.1", is_known=True)
        answer_enquiry(link=settled.links.get(), facts=ANSWER)
    with clock.at(clock.now() - dt.timedelta(days=WAITING_DAYS)):
        _sent(plan, anna, kind="support", text=ABOUT_SUPPORT)


def _sent(plan: Plan, user: User, *, kind: str, text: str) -> Enquiry:
    initiative = plan.initiative
    if initiative is None:
        raise ValueError("A plan of the demo belongs to a group.")
    enquiry = begin_enquiry(
        initiative=initiative,
        addressee="municipality",
        facts={
            "municipality": initiative.municipality,
            "official_name": "Voorbeeldambtenaar Grond",
            "official_email": f"{kind.replace('_', '-')}@gemeente.example",
            "kind": kind,
            "text": text,
            "plan_key": str(plan.pk),
            "parts": ["verdict", "homes", "costs"],
        },
        key=uuid.uuid5(uuid.NAMESPACE_URL, f"coophub.demo/{kind}"),
        user=user,
    )
    return send_enquiry(enquiry=enquiry, seen=hash_of(what_is_shared(enquiry)), user=user)


ABOUT_THE_PRICE = (
    "Wij willen de kavel aan het water reserveren en horen graag welke grondprijs of canon de gemeente rekent voor "
    "woningen met een middenhuur.\n\nOns plan komt alleen rond als de grond niet duurder is dan wat erin staat."
)
ABOUT_SUPPORT = (
    "Voor onze subsidieaanvraag vragen wij een brief waarin de gemeente zegt dat zij achter ons plan staat. "
    "Kan die er voor het eind van de maand zijn?"
)
ANSWER = {
    "outcome": "conditions",
    "conditions": "De helft van de woningen blijft twintig jaar in de middenhuur, en de tuin is overdag open.",
    "reason": "",
    "later_on": None,
    "land_price": Decimal(310_000),
    "answered_by": "Voorbeeldambtenaar Grond",
    "position": "gebiedsmanager (verzonnen)",
    "contact": "grond@gemeente.example",
}
