"""What takes two people."""

from coophub.proposals.kinds import kind_named
from coophub.proposals.models import Proposal
from coophub.proposals.services import confirm
from tests.factories.accounts import UserFactory


def confirmed(proposal: Proposal) -> Proposal:
    """The proposal, confirmed by a colleague of its own, and so done."""
    return confirm(proposal=proposal, user=UserFactory(roles=kind_named(proposal.kind).roles[:1]))
