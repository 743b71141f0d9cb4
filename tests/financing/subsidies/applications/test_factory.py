"""What tests begin with is what a group makes by hand."""

import re

import pytest

from coophub.web import clock
from financing.subsidies.applications.completeness import missing_from
from financing.subsidies.applications.content import content_of
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.subsidies import complete_application, filled_in_by_hand

pytestmark = pytest.mark.django_db

KEYS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|'id': \d+")


def test_a_complete_application_says_what_one_filled_in_by_hand_says():
    owner, second = UserFactory(), UserFactory()
    group = InitiativeFactory(owner=owner)
    MembershipFactory(initiative=group, user=second, role="owner")

    by_hand = filled_in_by_hand(group, writer=owner)
    said = content_of(by_hand, plan=None, on=clock.today())
    lacks = [item.sentence for item in missing_from(by_hand)]
    by_hand.delete()
    made = complete_application(group, writer=owner, signer=second)

    assert KEYS.sub("", str(content_of(made, plan=None, on=clock.today()))) == KEYS.sub("", str(said))
    assert len(lacks) == 1
    assert missing_from(made) == []
    assert made.answers == by_hand.answers
