"""Who may confirm a proposal."""

from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.proposals.kinds import kind_named, target_of
from coophub.proposals.models import Proposal
from coophub.web.refusals import Refusal, by_person, by_state


def why_not_confirm(proposal: Proposal, user: User) -> Refusal | None:
    """Confirm what somebody else proposed, who still may, as long as it can be done. `user` may see it."""
    if refusal := why_not_take_part(proposal, user) or why_not_settle(proposal):
        return refusal
    if proposal.proposed_by_id == user.pk:
        return by_person(_("You proposed this yourself. Somebody else confirms it."))
    kind = kind_named(proposal.kind)
    if not kind.may(proposal.proposed_by, target_of(proposal)):
        return by_state(
            _("%(name)s may not propose this any more. Turn it down; who may, proposes it again.")
            % {"name": proposal.proposed_by}
        )
    return kind.why_not(proposal, user)


def why_not_take_part(proposal: Proposal, user: User) -> Refusal | None:
    """Confirm it or turn it down at all: who sees it may have no part in it, as with an interest."""
    if kind_named(proposal.kind).may(user, target_of(proposal)):
        return None
    return by_person(_("Your role does not allow this step."))


def why_not_settle(proposal: Proposal) -> Refusal | None:
    """Confirm it or turn it down: it is done once."""
    if proposal.confirmed_at is not None:
        return by_state(_("This was confirmed by %(name)s.") % {"name": proposal.confirmed_by})
    if proposal.turned_down_at is not None:
        return by_state(_("This was turned down by %(name)s.") % {"name": proposal.turned_down_by})
    return None
