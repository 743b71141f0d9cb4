"""Members of now and before, who was invited, and coaches have an interest by themselves (Awb 2:4)."""

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from django.urls import reverse

from coophub.web.errors import DomainError
from financing.subsidies.procedure.interest import has_interest, interest_in_words, people_with_interest
from financing.subsidies.selectors import queue
from financing.subsidies.services import deciding, reviewing
from initiatives.services import people as people_services
from tests.factories.accounts import UserFactory
from tests.factories.subsidies import drafted
from tests.financing.subsidies.interest.tied import EVERYTHING, TIED, UNTIED, member, worker

pytestmark = pytest.mark.django_db


@pytest.mark.awkward_days
def test_who_is_tied_to_the_group_has_an_interest_and_nobody_longer_than_five_years_after(submitted, initiative):
    tied = {name: worker(tie, initiative) for name, tie in TIED.items()}
    others = {name: worker(tie, initiative) for name, tie in UNTIED.items()}
    everybody = {**tied, **others}

    assert {name for name, person in everybody.items() if has_interest(submitted, person)} == {*tied}
    assert {name for name, person in everybody.items() if interest_in_words(submitted, person)} == {*tied}
    interested = people_with_interest(submitted)
    assert {name for name, person in everybody.items() if person.pk in interested} == {*tied}
    seen = {name for name, person in everybody.items() if person.has_perm("subsidies.view_dossier", submitted)}
    assert seen == {*others}
    assert {name for name, person in everybody.items() if submitted in queue.queue(person)} == {*others}
    assert {name for name, person in everybody.items() if submitted in queue.all_applications(person)} == {*others}


def test_decider_who_owns_the_applicant_does_not_sign_its_award(submitted, initiative, people):
    owner = UserFactory(roles=EVERYTHING)
    member(initiative, owner)
    initiative.memberships.filter(user=owner).update(role="owner")
    drafted(submitted, people["reviewer"])

    with pytest.raises(DomainError, match="lid van de groep"):
        deciding.sign_decision(application=submitted, user=owner)


def test_reviewer_who_is_a_member_does_not_score_it(submitted, initiative):
    person = worker(member, initiative)

    with pytest.raises(DomainError, match="lid van de groep"):
        reviewing.declare_interest(application=submitted, has_interest=False, user=person)


def test_the_page_says_why_in_plain_words_and_shows_no_more(client, submitted, initiative):
    client.force_login(worker(TIED["coach"], initiative))

    page = client.get(reverse("subsidies:dossier", args=[submitted.pk]))

    assert page.status_code == 403
    text = page.content.decode()
    assert "Je hebt een belang bij deze aanvraag: begeleider van de groep. Iemand anders behandelt haar." in text
    assert initiative.name not in text


def test_stranger_to_the_ministry_still_sees_nothing(client, submitted, people):
    client.force_login(people["owner"])

    assert client.get(reverse("subsidies:dossier", args=[submitted.pk])).status_code == 404


def test_nobody_is_asked_or_given_the_case_who_has_an_interest(client, submitted, initiative, people):
    person = worker(member, initiative)
    client.force_login(people["manager"])

    page = client.get(reverse("subsidies:step", args=[submitted.pk, "reviewers"])).content.decode()

    assert str(people["reviewer"]) in page
    assert str(person) not in page
    with pytest.raises(DomainError):
        reviewing.assign_reviewers(
            application=submitted, reviewers=[person], finish_by=submitted.decide_by, user=people["manager"]
        )


def test_memberships_and_invitations_stay(initiative, people):
    """The database keeps when somebody joined and left, and who was invited."""
    invitation = people_services.invite_member(
        initiative=initiative, email="gast@example.org", role="reader", user=people["owner"]
    )

    for row in (initiative.memberships.first(), invitation):
        with pytest.raises(ProgrammingError), transaction.atomic():
            row.delete()
