"""What the board of a round offers somebody works when they take it, and what it does not offer is refused."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.web import clock
from financing.subsidies.models import CeilingBalance, InterestDeclaration
from financing.subsidies.services import allocation
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.proposals import confirmed
from tests.factories.subsidies import example_scheme, submitted_application
from tests.offers import Offer, faults
from tests.thorough import some

pytestmark = pytest.mark.django_db

PEOPLE = {
    "manager": [Role.SCHEME_MANAGER],
    "decider who recorded": [Role.DECIDER],
    "decider": [Role.DECIDER],
    "conflicted": [Role.DECIDER, Role.SCHEME_MANAGER],
    "reviewer": [Role.REVIEWER],
    "administrator": [Role.ADMINISTRATOR],
}
PAGES = (
    "subsidies:round",
    "subsidies:announce_lots",
    "subsidies:enter_seed",
    "subsidies:record_round",
    "subsidies:adopt_round",
    "proposals:",
)
DAY = dt.timedelta(days=1)


def nobody(version, people):
    """Nothing to divide."""


def waiting(version, people):
    for name in ("Aaltje", "Bertha", "Cornelia"):
        owner, second = UserFactory(), UserFactory()
        group = InitiativeFactory(name=name, owner=owner)
        MembershipFactory(initiative=group, user=second)
        application = submitted_application(group, writer=owner, signer=second)
        InterestDeclaration.objects.create(application=application, person=people["conflicted"], has_interest=True)
    CeilingBalance.objects.filter(target="middle_incomes").update(taken=Decimal(4_800_000))


def recorded(version, people):
    waiting(version, people)
    return allocation.record_allocation(version=version, user=people["decider who recorded"])


def recorded_again(version, people):
    """Who recorded an outcome before does not adopt the next one."""
    recorded(version, people)
    allocation.record_allocation(version=version, user=people["manager"])


def adopted(version, people):
    allocation.adopt_allocation(run=recorded(version, people), user=people["decider"])


def announcement_proposed(version, people, days=1):
    waiting(version, people)
    return allocation.propose_announcement(
        version=version, witness="Notaris Voorbeeld", draws_on=clock.today() + days * DAY, user=people["manager"]
    )


def drawn_meanwhile(version, people):
    """CoopHub drew the lots before the announcement of another draw was confirmed."""
    announcement_proposed(version, people)
    allocation.record_allocation(version=version, user=people["decider who recorded"])


def announced(version, people):
    confirmed(announcement_proposed(version, people))


def to_be_drawn(version, people):
    with clock.at(clock.now() - 2 * DAY):
        confirmed(announcement_proposed(version, people))


def seed_proposed(version, people):
    to_be_drawn(version, people)
    return allocation.propose_seed(version=version, seed="17 04 33", user=people["decider who recorded"])


def drawn(version, people):
    confirmed(seed_proposed(version, people))


SCENES = [
    nobody,
    waiting,
    recorded,
    recorded_again,
    adopted,
    announcement_proposed,
    drawn_meanwhile,
    announced,
    to_be_drawn,
    seed_proposed,
    drawn,
]


def filled_in(offer: Offer) -> dict[str, object]:
    return {
        "witness": "Notaris De Jong te Assen",
        "draws_on": (clock.today() + 7 * DAY).isoformat(),
        "seed": "17 04 33",
        "because": "Niet nodig.",
    }


@pytest.mark.parametrize("scene", some(SCENES, plain=[recorded]), ids=lambda scene: scene.__name__)
def test_what_is_offered_works_and_what_is_not_is_refused(scene):
    people = {name: UserFactory(roles=roles) for name, roles in PEOPLE.items()}
    version = example_scheme()
    scene(version, people)
    board = reverse("subsidies:round_board", args=[version.pk])
    start = [reverse("subsidies:rounds"), board, reverse("proposals:list")]

    assert faults(people, lambda _name: start, pages=PAGES, fill_in=filled_in) == []
