"""Proposing what takes two people, confirming it, and turning it down."""

from collections.abc import Mapping

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.notifications.services import notify
from coophub.proposals.kinds import kind_named, target_of
from coophub.proposals.may import why_not_confirm, why_not_settle, why_not_take_part
from coophub.proposals.models import Proposal
from coophub.proposals.selectors import confirmers_of
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse


@transaction.atomic
def propose(*, kind: str, subject: Model, values: Mapping[str, str], user: User, key: str = "") -> Proposal:
    """Proposes something; whoever can confirm it is told. Proposed twice is proposed once.

    The app of the subject has checked that it is possible. Raises DomainError for who may not propose it, and when
    something else is proposed about the same thing.
    """
    named = kind_named(kind)
    target = named.target(subject)
    if not named.may(user, target):
        raise DomainError(_("Your role does not allow this step."))
    proposal, is_new = Proposal.objects.get_or_create(
        kind=kind,
        subject_type=ContentType.objects.get_for_model(subject),
        subject_id=str(subject.pk),
        key=key,
        confirmed_at=None,
        turned_down_at=None,
        defaults={"values": dict(values), "proposed_by": user, "proposed_at": clock.now()},
    )
    if not is_new:
        if proposal.values != dict(values):
            raise DomainError(
                _("%(name)s proposed something else about this already. Confirm that or turn it down first.")
                % {"name": proposal.proposed_by}
            )
        return proposal
    record(actor=user, action="proposals.propose", target=target, after=_in_the_trail(proposal))
    _tell(confirmers_of(proposal), proposal, "proposals_to_confirm")
    return proposal


@transaction.atomic
@clock.at_one_moment
def confirm(*, proposal: Proposal, user: User) -> Proposal:
    """Confirms what somebody else proposed, and does it. Confirmed twice is confirmed once.

    Raises DomainError for who proposed it, for who may not, once it is settled, and when it is not possible any more.
    """
    proposal = _locked(proposal)
    if proposal.confirmed_by_id == user.pk:
        return proposal
    refuse(why_not_confirm(proposal, user))
    proposal.confirmed_by, proposal.confirmed_at = user, clock.now()
    proposal.save(update_fields=["confirmed_by", "confirmed_at"])
    record(actor=user, action="proposals.confirm", target=target_of(proposal), after=_in_the_trail(proposal))
    kind_named(proposal.kind).act(proposal, user)
    _tell([proposal.proposed_by], proposal, "proposals_confirmed")
    return proposal


@transaction.atomic
def turn_down(*, proposal: Proposal, because: str, user: User) -> Proposal:
    """Turns a proposal down, with a reason; who proposed it can take it back. Turned down twice is turned down once.

    Raises DomainError without a reason, for who may not, and once it is confirmed.
    """
    proposal = _locked(proposal)
    if proposal.turned_down_by_id == user.pk:
        return proposal
    refuse(why_not_take_part(proposal, user) or why_not_settle(proposal))
    if not because.strip():
        raise DomainError(_("Write why, so that your colleague can go on."), field="because")
    proposal.turned_down_by, proposal.turned_down_at = user, clock.now()
    proposal.turned_down_because = because.strip()
    proposal.save(update_fields=["turned_down_by", "turned_down_at", "turned_down_because"])
    record(
        actor=user,
        action="proposals.turn_down",
        target=target_of(proposal),
        after={**_in_the_trail(proposal), "reason": because.strip()},
    )
    if proposal.proposed_by_id != user.pk:
        _tell([proposal.proposed_by], proposal, "proposals_turned_down")
    return proposal


def _locked(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_for_update(of=("self",)).select_related("proposed_by").get(pk=proposal.pk)


def _in_the_trail(proposal: Proposal) -> dict[str, object]:
    return {"proposal": proposal.kind, "proposed_by": str(proposal.proposed_by), **proposal.values}


def _tell(people: list[User], proposal: Proposal, kind: str) -> None:
    kind_of_proposal = kind_named(proposal.kind)
    context = {"what": kind_of_proposal.title}
    notify(
        # Who was spoken for, as with a role that a provider names, may have no page of proposals.
        recipients=[person for person in people if person.has_role(*kind_of_proposal.roles)],
        kind=kind,
        context=context,
        url=reverse("proposals:proposal", args=[proposal.pk]),
    )
