"""What the page of a loan offers somebody works when they take it, and what it does not offer is refused."""

from decimal import Decimal
from uuid import uuid4

import pytest
from dateutil.relativedelta import relativedelta
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.web import clock
from financing.subsidies.models import Application, InterestDeclaration, Submission
from financing.subsidies.schemes.examples import publish_example
from financing.subsidies.services import ledger, loans
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.proposals import confirmed
from tests.offers import Offer, faults
from tests.thorough import some

pytestmark = pytest.mark.django_db

PEOPLE = {
    "who draws up": [Role.SCHEME_MANAGER],
    "colleague": [Role.SCHEME_MANAGER],
    "decider": [Role.DECIDER],
    "conflicted": [Role.SCHEME_MANAGER, Role.DECIDER],
    "reviewer": [Role.REVIEWER],
    "administrator": [Role.ADMINISTRATOR],
}
PAGES = ("subsidies:loan", "subsidies:sign_loan", "subsidies:enter_loan", "proposals:")


def awarded(application, people):
    """Nothing is drawn up yet."""


def not_awarded(application, people):
    Application.objects.filter(pk=application.pk).update(state="in_assessment")


def drawn_up(application, people, by="who draws up"):
    starts_on = clock.today() - relativedelta(years=1)
    return loans.draw_up_loan(application=application, starts_on=starts_on, user=people[by])


def drawn_up_by_two(application, people):
    drawn_up(application, people)
    starts_on = clock.today() - relativedelta(months=6)
    loans.draw_up_loan(application=application, starts_on=starts_on, user=people["decider"])


def signed(application, people):
    return loans.sign_loan(loan=drawn_up(application, people), user=people["decider"])


def taken_up(application, people):
    loan = signed(application, people)
    loans.take_up(loan=loan, amount=Decimal(300_000), drawn_on=loan.starts_on, key=uuid4(), user=people["who draws up"])
    return loan


def taken_up_whole(application, people):
    loan = taken_up(application, people)
    loans.take_up(loan=loan, amount=Decimal(200_000), drawn_on=clock.today(), key=uuid4(), user=people["decider"])


def repayment_proposed(application, people):
    loan = taken_up(application, people)
    return loans.propose_loan_repayment(
        loan=loan, amount=Decimal(60_000), received_on=clock.today(), key=uuid4(), user=people["who draws up"]
    )


def repaid(application, people):
    confirmed(repayment_proposed(application, people))


SCENES = [awarded, not_awarded, drawn_up, drawn_up_by_two, signed, taken_up, taken_up_whole, repayment_proposed, repaid]


def filled_in(offer: Offer) -> dict[str, object]:
    today = clock.today().isoformat()
    return {"starts_on": "2026-05-01", "amount": "1.000", "drawn_on": today, "received_on": today, "because": "Nee."}


@pytest.mark.parametrize("scene", some(SCENES, plain=[drawn_up]), ids=lambda scene: scene.__name__)
def test_what_is_offered_works_and_what_is_not_is_refused(scene):
    people = {name: UserFactory(roles=roles) for name, roles in PEOPLE.items()}
    application = Application.objects.create(
        scheme_version=publish_example("leenfonds-landelijk"),
        initiative=InitiativeFactory(),
        number="WC-1",
        state="awarded",
        submitted_at=clock.now(),
        decide_by=clock.today(),
    )
    Submission.objects.create(
        application=application,
        content={"answers": {}, "initiative": {"name": "Groep"}},
        sha256="0" * 64,
        submitted_at=clock.now(),
    )
    InterestDeclaration.objects.create(application=application, person=people["conflicted"], has_interest=True)
    ledger.enter_award(application=application, amount=Decimal(500_000), user=None)
    scene(application, people)
    start = [reverse("subsidies:loan", args=[application.pk]), reverse("proposals:list")]

    assert faults(people, lambda _name: start, pages=PAGES, fill_in=filled_in) == []
