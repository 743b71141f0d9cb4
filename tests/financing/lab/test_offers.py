"""What the pages of the policy lab offer somebody works when they take it, and what they do not offer is refused."""

from dataclasses import dataclass, field

import pytest
from django.urls import reverse

from coophub.accounts.models import Role, User
from financing.lab.models import KeptPortfolio, PolicyRun
from financing.lab.services.consents import withdraw_consent
from financing.lab.services.portfolios import WhichPlans, make_portfolio
from financing.lab.services.publishing import publish_run, withdraw_publication
from financing.lab.services.runs import cancel_run, start_run
from initiatives.models import Municipality
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import ASSEN
from tests.factories.lab import KeptPortfolioFactory, consenting_group, finished_run, plan_to_keep
from tests.offers import faults
from tests.thorough import some

pytestmark = pytest.mark.django_db

ROLES = (Role.REVIEWER, Role.DECIDER, Role.SCHEME_MANAGER, Role.ADMINISTRATOR, Role.ADVISOR)
PAGES = ("lab:",)
# Not the form of a portfolio: the file that is sent along with every form is no zip.
FORMS = (
    "lab:new_run",
    "lab:run",
    "lab:cancel_run",
    "lab:resume_run",
    "lab:publish_run",
    "lab:withdraw_publication",
    "lab:take_over_run",
)
FILLED_IN = {"name": "Bijdrage wooncoöperaties", "budget": "10.000.000"}
ACCEPTED = {
    # A calculation that is asked twice is two; the page shows the newest.
    "lab:run_pdf",
    # Nothing is withdrawn that is not there, and nobody is told so.
    "lab:withdraw_publication",
}


@dataclass
class People:
    """Somebody of each role, and who has none."""

    of: dict[str, User] = field(
        default_factory=lambda: {
            "stranger": UserFactory(),
            **{role.value: UserFactory(roles=[role]) for role in ROLES},
        }
    )

    @property
    def manager(self) -> User:
        return self.of[Role.SCHEME_MANAGER.value]


def portfolio_alone(people: People) -> list[KeptPortfolio | PolicyRun]:
    return [KeptPortfolioFactory()]


def waiting(people: People) -> list[KeptPortfolio | PolicyRun]:
    portfolio = KeptPortfolioFactory()
    return [portfolio, start_run(portfolio=portfolio, budget=1_000_000, parameters={}, user=people.manager)]


def stopped(people: People) -> list[KeptPortfolio | PolicyRun]:
    portfolio, run = waiting(people)
    return [portfolio, cancel_run(run=run, user=people.manager)]


def done(people: People) -> list[KeptPortfolio | PolicyRun]:
    run = finished_run()
    return [run.portfolio, run]


def done_over_few(people: People) -> list[KeptPortfolio | PolicyRun]:
    run = finished_run(portfolio=KeptPortfolioFactory(plans=[plan_to_keep(number) for number in range(4)]))
    return [run.portfolio, run]


def published(people: People) -> list[KeptPortfolio | PolicyRun]:
    run = finished_run()
    return [run.portfolio, run, publish_run(run=run, user=people.manager).run]


def withdrawn(people: People) -> list[KeptPortfolio | PolicyRun]:
    found = published(people)
    withdraw_publication(run=found[1], user=people.manager)
    return found


def of_a_municipality(people: People) -> list[KeptPortfolio | PolicyRun]:
    run = finished_run(portfolio=KeptPortfolioFactory(municipality=Municipality.objects.get(pk=ASSEN)))
    return [run.portfolio, run]


def stopped_without_a_yes(people: People) -> list[KeptPortfolio | PolicyRun]:
    owner = UserFactory()
    consents = [consenting_group(number, owner) for number in range(5)]
    portfolio = make_portfolio(name="Groepen", which=WhichPlans(with_consent=True), user=people.manager)
    run = start_run(portfolio=portfolio, budget=1_000_000, parameters={}, user=people.manager)
    withdraw_consent(plan=consents[0].plan, user=owner)
    return [portfolio, cancel_run(run=run, user=people.manager)]


SCENES = [
    portfolio_alone,
    waiting,
    stopped,
    done,
    done_over_few,
    published,
    withdrawn,
    of_a_municipality,
    stopped_without_a_yes,
]


@pytest.mark.parametrize("scene", some(SCENES, plain=[done]), ids=lambda scene: scene.__name__)
def test_what_is_offered_works_and_what_is_not_is_refused(scene):
    people = People()
    found = scene(people)
    pages = [reverse("lab:runs"), reverse("lab:portfolios"), reverse("lab:new_portfolio")]
    for thing in found:
        name = "lab:portfolio" if isinstance(thing, KeptPortfolio) else "lab:run"
        pages.append(reverse(name, args=[thing.pk]))

    wrong = faults(
        people.of, lambda _name: pages, pages=PAGES, forms=FORMS, fill_in=lambda _offer: FILLED_IN, accepted=ACCEPTED
    )

    assert wrong == []
