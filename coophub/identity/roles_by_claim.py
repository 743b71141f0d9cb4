"""A role that a provider names is proposed; an administrator confirms it."""

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.accounts.models import Role, User
from coophub.accounts.roles_by_two import GrantRole
from coophub.identity.services import GRANT_CLAIMED_ROLE
from coophub.proposals.kinds import add_kinds
from coophub.proposals.models import Proposal


class GrantClaimedRole(GrantRole):
    """Proposed in the name of who signed in, who is never the one that confirms."""

    name = GRANT_CLAIMED_ROLE
    title = gettext_lazy("Give somebody the role that their organisation names")
    without_anybody = gettext_lazy(
        "There is no other administrator. Ask who runs the server to make one, with “manage.py make_administrator”."
    )

    def sentence(self, proposal: Proposal) -> str:
        return _("%(provider)s says that %(name)s (%(email)s) has the role %(role)s. With your yes it is given.") % {
            "provider": proposal.values["provider"],
            "name": proposal.subject,
            "email": proposal.subject.email,
            "role": Role(proposal.values["role"]).label,
        }

    def may(self, person: User, target: Model) -> bool:
        return person.is_active and (person == target or super().may(person, target))


def register() -> None:
    add_kinds(GrantClaimedRole())
