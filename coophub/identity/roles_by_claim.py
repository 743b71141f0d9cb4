"""A role that a provider names is proposed; an administrator confirms it."""

from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.accounts.models import Role, User
from coophub.accounts.services import grant_role
from coophub.identity.services import GRANT_CLAIMED_ROLE
from coophub.proposals.kinds import ProposalKind, add_kinds
from coophub.proposals.models import Proposal


class GrantClaimedRole(ProposalKind):
    """Proposed in the name of who signed in, who is never the one that confirms."""

    name = GRANT_CLAIMED_ROLE
    title = gettext_lazy("Give somebody the role that their organisation names")
    permission = "accounts.manage_people"
    roles = (Role.ADMINISTRATOR,)
    without_anybody = gettext_lazy(
        "There is no other administrator. Ask who runs the server to make one, with “manage.py make_administrator”."
    )

    def subjects(self) -> QuerySet[Any]:
        return User.objects.all()

    def sentence(self, proposal: Proposal) -> str:
        return _("%(provider)s says that %(name)s (%(email)s) has the role %(role)s. With your yes it is given.") % {
            "provider": proposal.values["provider"],
            "name": proposal.subject,
            "email": proposal.subject.email,
            "role": Role(proposal.values["role"]).label,
        }

    def address(self, proposal: Proposal) -> str:
        return reverse("accounts:person", args=[proposal.subject_id])

    def may(self, person: User, target: Model) -> bool:
        return person.is_active and (person == target or person.has_perm(self.permission))

    def act(self, proposal: Proposal, user: User) -> None:
        grant_role(person=proposal.subject, role=proposal.values["role"], user=user, proposal=proposal)


def register() -> None:
    add_kinds(GrantClaimedRole())
