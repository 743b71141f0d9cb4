"""Giving a role takes two administrators."""

from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.accounts.models import Role, User
from coophub.accounts.services import GRANT_ROLE, grant_role
from coophub.proposals.kinds import ProposalKind, add_kinds
from coophub.proposals.models import Proposal


class GrantRole(ProposalKind):
    name = GRANT_ROLE
    title = gettext_lazy("Give somebody a role")
    permission = "accounts.manage_people"
    roles = (Role.ADMINISTRATOR,)
    without_anybody = gettext_lazy(
        "You are the only administrator. Ask who runs the server to make a second one, with "
        "“manage.py make_administrator”."
    )

    def subjects(self) -> QuerySet[Any]:
        return User.objects.all()

    def sentence(self, proposal: Proposal) -> str:
        return _("%(name)s (%(email)s) gets the role %(role)s.") % {
            "name": proposal.subject,
            "email": proposal.subject.email,
            "role": Role(proposal.values["role"]).label,
        }

    def address(self, proposal: Proposal) -> str:
        return reverse("accounts:person", args=[proposal.subject_id])

    def may(self, person: User, target: Model) -> bool:
        return person.is_active and person.has_perm(self.permission)

    def act(self, proposal: Proposal, user: User) -> None:
        grant_role(person=proposal.subject, role=proposal.values["role"], user=user, proposal=proposal)


def register() -> None:
    add_kinds(GrantRole())
