"""What a group's pages offer somebody works when they take it, and what they do not offer is refused."""

import datetime as dt

import factory.django
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.documents.services import add_document
from coophub.web import clock
from initiatives.models import Ending, Membership
from initiatives.models.documents import DocumentCategory
from initiatives.services import enquiries, lifecycle, ownership, people, road_map, tasks
from tests.factories.accounts import UserFactory
from tests.factories.enquiries import answered, drafted_enquiry, sent_enquiry
from tests.factories.initiatives import (
    CommentFactory,
    GroupDecisionFactory,
    HouseholdFactory,
    InitiativeFactory,
    MeetingFactory,
    MembershipFactory,
)
from tests.factories.pilots import PilotFactory
from tests.factories.subsidies import CSV
from tests.offers import Offer, faults
from tests.thorough import some

pytestmark = pytest.mark.django_db

PAGES = ("portal:overview", "initiatives:")
ACCEPTED = {
    # Nothing is shown of a step that is done but its date, which can be changed on the page of the step.
    "initiatives:milestone_done",
}


PHOTO = factory.django.ImageField()._make_data({"width": 600, "height": 300})


def everybody():
    everyone = {name: UserFactory() for name in ("owner", "editor", "reader", "gone", "invited", "stranger")}
    everyone["coach"] = UserFactory(roles=[Role.ADVISOR])
    everyone["administrator"] = UserFactory(roles=[Role.ADMINISTRATOR])
    return everyone


def alone(initiative, everyone):
    """One owner, with a task of their own: nobody is left when they go."""
    MembershipFactory(initiative=initiative, user=everyone["owner"], role="owner")
    tasks.add_task(initiative=initiative, title="Bellen", user=everyone["owner"], owner=everyone["owner"])


def group(initiative, everyone):
    """Every role, with somebody who left, invitations in every state, and tasks of each."""
    for name in ("owner", "editor", "reader", "gone"):
        MembershipFactory(initiative=initiative, user=everyone[name], role="owner" if name == "gone" else name)
        tasks.add_task(initiative=initiative, title=f"Van {name}", user=None, owner=everyone[name])
    Membership.objects.filter(user=everyone["gone"]).update(left_at=clock.now())
    owner = everyone["owner"]
    tasks.complete_task(task=initiative.tasks.get(owner=everyone["reader"]), user=everyone["reader"])
    for email in ("wacht@example.org", "weg@example.org", everyone["invited"].email):
        people.invite_member(initiative=initiative, email=email, role="reader", user=owner)
    people.withdraw_invitation(invitation=initiative.invitations.get(email="weg@example.org"), user=owner)
    milestone = road_map.add_milestone(initiative=initiative, phase=initiative.phase, title="Eigen stap", user=owner)
    road_map.set_milestone(milestone=milestone, planned_on=None, done_on=clock.today(), user=owner)
    road_map.add_milestone(initiative=initiative, phase=initiative.phase, title="Nog een stap", user=owner)
    add_document(
        subject=initiative,
        title="Notulen",
        category=DocumentCategory.choices[0][0],
        upload=SimpleUploadedFile("notulen.csv", CSV),
        user=owner,
    )
    PilotFactory(initiative=initiative, advisor=everyone["coach"])
    HouseholdFactory(initiative=initiative, user=everyone["reader"])
    HouseholdFactory(initiative=initiative)
    HouseholdFactory(initiative=initiative, place=None, left_on=clock.today())
    held = MeetingFactory(initiative=initiative, minutes="- Bel de gemeente\n- Besluit: we kiezen de kavel")
    MeetingFactory(initiative=initiative)
    MeetingFactory(initiative=initiative, starts_at=clock.now() + dt.timedelta(days=3))
    MeetingFactory(initiative=initiative, cancelled_at=clock.now())
    GroupDecisionFactory(initiative=initiative, meeting=held)
    for name in ("owner", "reader", "gone"):
        about = initiative.tasks.get(owner=everyone["editor"])
        CommentFactory(initiative=initiative, task=about, author=everyone[name])
    GroupDecisionFactory(initiative=initiative, withdrawn_on=clock.today(), withdrawn_because="Vervangen.")


def handing_over(initiative, everyone):
    """An owner asked the editor, who did not answer yet."""
    group(initiative, everyone)
    asked = initiative.memberships.get(user=everyone["editor"])
    ownership.ask_to_take_over(membership=asked, user=everyone["owner"])


def nobody_owns_it(initiative, everyone):
    group(initiative, everyone)
    initiative.memberships.filter(role="owner", left_at=None).update(left_at=clock.now())


def published(initiative, everyone):
    group(initiative, everyone)
    lifecycle.publish_initiative(initiative=initiative, user=everyone["owner"])


def two_owners(initiative, everyone):
    group(initiative, everyone)
    MembershipFactory(initiative=initiative, user=everyone["stranger"], role="owner")


def without_a_story(initiative, everyone):
    group(initiative, everyone)
    initiative.summary = ""
    initiative.save()


def ended(initiative, everyone):
    published(initiative, everyone)
    lifecycle.end_initiative(initiative=initiative, user=everyone["owner"], outcome=Ending.STOPPED)


def invitation_expired(initiative, everyone):
    group(initiative, everyone)
    initiative.invitations.update(expires_at=clock.now() - dt.timedelta(minutes=1))


def joined(initiative, everyone):
    """Who was invited is in, and opens the link again."""
    group(initiative, everyone)
    invitation = initiative.invitations.get(email=everyone["invited"].email)
    people.accept_invitation(invitation=invitation, user=everyone["invited"])


def asked(initiative, everyone):
    """Questions in every state, one of them so long ago that a reminder may go out."""
    group(initiative, everyone)
    owner = everyone["owner"]
    drafted_enquiry(initiative, owner)
    with clock.at(clock.now() - dt.timedelta(days=8)):
        sent_enquiry(initiative, owner)
    enquiries.withdraw_enquiry(enquiry=sent_enquiry(initiative, owner).enquiry, user=owner)
    answered(sent_enquiry(initiative, owner))


PEOPLE = (
    "portal:overview",
    "initiatives:people",
    "initiatives:invite",
    "initiatives:withdraw_invitation",
    "initiatives:accept_invitation",
    "initiatives:stop_invitations",
    "initiatives:member_role",
    "initiatives:hand_over",
    "initiatives:accept_hand_over",
    "initiatives:decline_hand_over",
    "initiatives:take_back_hand_over",
    "initiatives:take_ownership",
    "initiatives:end_membership",
)
PROFILE = ("portal:overview", "initiatives:profile", "initiatives:publish", "initiatives:unpublish")
SCENES = {
    alone: PAGES,
    group: PAGES,
    nobody_owns_it: PAGES,
    ended: PAGES,
    handing_over: PEOPLE,
    two_owners: PEOPLE,
    invitation_expired: PEOPLE,
    joined: PEOPLE,
    published: PROFILE,
    without_a_story: PROFILE,
    asked: (
        "portal:overview",
        "initiatives:enquir",
        "initiatives:new_enquiry",
        "initiatives:change_enquiry",
        "initiatives:send_enquiry",
        "initiatives:remind_official",
        "initiatives:withdraw_enquiry",
        "initiatives:remove_enquiry",
    ),
}
"""In which pages a scene differs from `group`, of which everything is walked."""


def filled_in(offer: Offer) -> dict[str, object]:
    present = offer.fields.get("role", [""])[0]
    return {
        "email": "nieuw@example.org",
        "role": "editor" if present == "reader" else "reader",
        "title": "Iets nieuws",
        "name": "Els en Joris",
        "reason": "Besloten op de ledenavond.",
        "summary": "Wij bouwen samen een hof.",
        "phase": offer.fields.get("phase", [""])[0],
        "planned_on": "2027-03-01",
        "due_on": "2027-03-01",
        "starts_at": "2027-03-01T20:00",
        "line": offer.fields.get("line", [""])[0],
        "minutes": "Kort.",
        "official_name": "Sanne de Boer",
        "official_email": "iemand-anders@example.org",
        "organisation": "Voorbeeld",
        "kind": "appointment",
        "text": "Kunnen we elkaar spreken?",
        "alternative_text": "Een tuin",
        **({"upload": SimpleUploadedFile("tuin.jpg", PHOTO)} if "alternative_text" in offer.names else {}),
    }


@pytest.mark.parametrize("scene", some(SCENES, plain=[two_owners]), ids=lambda scene: scene.__name__)
def test_what_is_offered_works_and_what_is_not_is_refused(scene):
    pages = SCENES[scene]
    everyone = everybody()
    initiative = InitiativeFactory()
    scene(initiative, everyone)
    of_group = [
        reverse(name, args=[initiative.slug])
        for name in (
            "portal:overview",
            "initiatives:people",
            "initiatives:roadmap",
            "initiatives:tasks",
            "initiatives:documents",
            "initiatives:households",
            "initiatives:enquiries",
            "initiatives:meetings",
            "initiatives:decisions",
            "initiatives:profile",
        )
        if name.startswith(pages)
    ]
    if "initiatives:accept_invitation".startswith(pages):
        invitations = initiative.invitations.all()
        of_group += [reverse("initiatives:accept_invitation", args=[each.token]) for each in invitations]

    wrong = faults(everyone, lambda _name: of_group, pages=pages, fill_in=filled_in, accepted=ACCEPTED)

    assert wrong == []
