"""What proposals tell of a person who asks."""

from typing import Any

from coophub.accounts import personal_data
from coophub.accounts.models import User
from coophub.proposals.models import Proposal


def register() -> None:
    personal_data.add_part("proposals", proposals)


def proposals(user: User) -> dict[str, list[dict[str, Any]]]:
    """What somebody proposed, confirmed and turned down: work, so it stays when an account is erased."""
    return {
        deed: [
            {"kind": proposal.kind, "values": proposal.values, "proposed": proposal.proposed_at.isoformat()}
            for proposal in Proposal.objects.filter(**{f"{deed}_by": user})
        ]
        for deed in ("proposed", "confirmed", "turned_down")
    }
