"""Letting programs of an organisation in takes two administrators."""

from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.accounts.models import Role, User
from coophub.proposals.kinds import ProposalKind, add_kinds
from coophub.proposals.models import Proposal
from coophub.tokens.models import ApiToken, TokenHolder
from coophub.tokens.services import FOR_ORGANISATION
from coophub.web import clock
from coophub.web.formats import day
from coophub.web.refusals import Refusal, by_state, refuse


class TokenForOrganisation(ProposalKind):
    name = FOR_ORGANISATION
    title = gettext_lazy("Give an organisation a token")
    permission = "tokens.manage_organisation_tokens"
    roles = (Role.ADMINISTRATOR,)
    without_anybody = gettext_lazy(
        "You are the only administrator. Ask who runs the server to make a second one, with "
        "“manage.py make_administrator”."
    )

    def subjects(self) -> QuerySet[Any]:
        return ApiToken.objects.exclude(organisation="")

    def sentence(self, proposal: Proposal) -> str:
        token = proposal.subject
        return _("“%(organisation)s” gets the token “%(name)s”, good until %(day)s: %(scope)s.") % {
            "organisation": TokenHolder(token.organisation).label,
            "name": token.name,
            "day": day(token.expires_at),
            "scope": ", ".join(token.scopes_in_words),
        }

    def address(self, proposal: Proposal) -> str:
        return reverse("tokens:of_organisations")

    def may(self, person: User, target: Model) -> bool:
        return person.is_active and person.has_perm(self.permission)

    def why_not(self, proposal: Proposal, person: User) -> Refusal | None:
        token = proposal.subject
        if token.revoked_at is None and token.expires_at > clock.now():
            return None
        return by_state(_("This token is not good any more."))

    def act(self, proposal: Proposal, user: User) -> None:
        refuse(self.why_not(proposal, user))
        ApiToken.objects.filter(pk=proposal.subject_id).update(proposal=proposal)


def register() -> None:
    add_kinds(TokenForOrganisation())
