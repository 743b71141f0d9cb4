"""What the pages of schemes offer somebody works when they take it, and what they do not offer is refused."""

import pytest
from django.urls import reverse

from coophub.accounts.models import Role
from financing.subsidies.models import SchemeVersion
from financing.subsidies.schemes.examples import example_named
from financing.subsidies.services import schemes
from tests.factories.accounts import UserFactory
from tests.offers import Offer, faults
from tests.thorough import some

pytestmark = pytest.mark.django_db

PEOPLE = {
    "writer": [Role.SCHEME_MANAGER],
    "second writer": [Role.SCHEME_MANAGER, Role.DECIDER],
    "proposer": [Role.SCHEME_MANAGER],
    "colleague": [Role.SCHEME_MANAGER],
    "decider": [Role.DECIDER],
    "reviewer": [Role.REVIEWER],
    "administrator": [Role.ADMINISTRATOR],
}
PAGES = tuple(
    f"subsidies:{name}"
    for name in (
        "scheme_list",
        "scheme_version",
        "propose_scheme",
        "return_scheme",
        "publish_scheme",
        "next_version",
        "remove_scheme",
        "conditions",
        "condition",
        "remove_condition",
    )
)


def empty(people):
    """Nothing is filled in yet, so there is nothing to approve."""
    return schemes.create_scheme(name="Leeg", user=people["writer"])


def written(people):
    document = example_named("stimulering").document
    return schemes.create_scheme(name="Stimulering", document=document, user=people["writer"])


def written_by_two(people):
    version = written(people)
    return schemes.save_scheme_section(
        version=version, values={"summary": "Kort."}, revision=version.revision, user=people["second writer"]
    )


def proposed(people):
    return schemes.propose_scheme(version=written_by_two(people), user=people["proposer"])


def sent_back(people):
    return schemes.return_scheme(version=proposed(people), reason="Korter.", user=people["colleague"])


def proposed_again(people):
    """By another; whoever put it up before did not write it."""
    return schemes.propose_scheme(version=sent_back(people), user=people["writer"])


def published(people):
    return schemes.publish_scheme(version=proposed(people), user=people["colleague"])


def next_written(people):
    """A next version is being written, and is shown beside the published one."""
    return schemes.create_next_version(version=published(people), user=people["writer"])


SCENES = [empty, written, written_by_two, proposed, sent_back, proposed_again, published, next_written]


def filled_in(offer: Offer) -> dict[str, object]:
    return {"reason": "Te lang.", "explanation": "Omdat het zo is."}


@pytest.mark.parametrize("scene", some(SCENES, plain=[proposed]), ids=lambda scene: scene.__name__)
def test_what_is_offered_works_and_what_is_not_is_refused(scene):
    people = {name: UserFactory(roles=roles) for name, roles in PEOPLE.items()} | {"stranger": UserFactory()}
    scene(people)
    versions = SchemeVersion.objects.all()
    start = [
        reverse("subsidies:scheme_list"),
        *(reverse("subsidies:scheme_version", args=[version.pk]) for version in versions),
    ]

    assert faults(people, lambda _name: start, pages=PAGES, fill_in=filled_in) == []
