"""Who may confirm a proposal."""

from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.proposals.kinds import kind_named, target_of
from coophub.proposals.models import Proposal


def why_not_confirm(proposal: Proposal, user: User) -> str:
    """Why this person, who may see it, cannot confirm it; nothing when they can."""
    if proposal.confirmed_at is not None:
        return _("This was confirmed by %(name)s.") % {"name": proposal.confirmed_by}
    if proposal.turned_down_at is not None:
        return _("This was turned down by %(name)s.") % {"name": proposal.turned_down_by}
    if proposal.proposed_by_id == user.pk:
        return _("You proposed this yourself. Somebody else confirms it.")
    if not kind_named(proposal.kind).may(proposal.proposed_by, target_of(proposal)):
        return _("%(name)s may not propose this any more. Turn it down; who may, proposes it again.") % {
            "name": proposal.proposed_by
        }
    return ""
