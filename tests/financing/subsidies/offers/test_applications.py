"""What a group's pages offer about an application that is being written works; what they do not offer is refused."""

import datetime as dt

import pytest
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.web import clock
from financing.subsidies.models import Application, SchemeVersion
from financing.subsidies.services import applying, drafting
from initiatives.models import Membership
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.pilots import PilotFactory
from tests.factories.subsidies import complete_application, example_scheme
from tests.offers import Offer, faults
from tests.thorough import some

pytestmark = pytest.mark.django_db

PAGES = (
    "subsidies:applications",
    "subsidies:apply",
    "subsidies:application",
    "subsidies:check",
    "subsidies:documents",
    "subsidies:add_document",
    "subsidies:remove_document",
    "subsidies:ask_to_sign",
    "subsidies:co_sign",
    "subsidies:submit",
    "subsidies:withdraw",
)
MEMBERS = {
    "writer": "owner",
    "signer": "editor",
    "other owner": "owner",
    "editor": "editor",
    "reader": "reader",
    "gone": "owner",
}


def not_begun(initiative, people):
    example_scheme()


def begun(initiative, people):
    applying.start_application(version=example_scheme(), initiative=initiative, user=people["writer"])


def signed(initiative, people):
    """Whoever signed along does not submit; any other editor does."""
    complete_application(initiative, writer=people["writer"], signer=people["signer"])


def changed_after_it_was_signed(initiative, people):
    """The signature counts no more, and who changed it now does not sign."""
    signed(initiative, people)
    application = Application.objects.get()
    answers = {**application.answers["project"], "contribution": "Er komen meer woningen."}
    drafting.save_answers(
        application=application,
        section="project",
        answers=answers,
        target=application.target,
        revision=application.revision,
        user=people["editor"],
    )


def asked_to_sign(initiative, people):
    """Each editor asks another once; whoever changed it last is asked by nobody."""
    changed_after_it_was_signed(initiative, people)
    applying.ask_to_sign(application=Application.objects.get(), asked=people["other owner"], user=people["editor"])


def signed_before_the_window_closed(initiative, people):
    signed(initiative, people)
    return (SchemeVersion.objects.get().closes_at - clock.now()).days + 2


def submitted(initiative, people):
    signed(initiative, people)
    applying.submit_application(application=Application.objects.get(), user=people["writer"])


def withdrawn(initiative, people):
    submitted(initiative, people)
    applying.withdraw_application(application=Application.objects.get(), user=people["writer"])


SCENES = [
    not_begun,
    begun,
    signed,
    changed_after_it_was_signed,
    asked_to_sign,
    signed_before_the_window_closed,
    submitted,
    withdrawn,
]


def filled_in(offer: Offer) -> dict[str, object]:
    return {}


@pytest.mark.parametrize("scene", some(SCENES, plain=[signed]), ids=lambda scene: scene.__name__)
def test_what_is_offered_works_and_what_is_not_is_refused(scene):
    initiative = InitiativeFactory()
    people = {name: UserFactory() for name in (*MEMBERS, "stranger")}
    for name, role in MEMBERS.items():
        MembershipFactory(initiative=initiative, user=people[name], role=role)
    Membership.objects.filter(user=people["gone"]).update(left_at=clock.now())
    people["coach"] = UserFactory(roles=[Role.ADVISOR])
    PilotFactory(initiative=initiative, advisor=people["coach"])
    days = scene(initiative, people) or 0
    start = [
        reverse("subsidies:applications", args=[initiative.slug]),
        *(reverse("subsidies:check", args=[initiative.slug, found.pk]) for found in Application.objects.all()),
    ]

    with clock.at(clock.now() + dt.timedelta(days=days)):
        wrong = faults(people, lambda _name: start, pages=PAGES, fill_in=filled_in)

    assert wrong == []
