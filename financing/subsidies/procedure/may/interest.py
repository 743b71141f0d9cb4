"""Who has an interest in an application does nothing with it for the ministry (Awb 2:4)."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.web.refusals import Refusal, by_person
from financing.subsidies.models import Application
from financing.subsidies.procedure.interest import has_interest, interest_in_words


def why_not_with_interest(application: Application, user: User) -> Refusal | None:
    return by_person(interest_in_words(application, user)) if has_interest(application, user) else None


def why_not_with_any(applications: Collection[int], hidden: Collection[int]) -> Refusal | None:
    """For what touches several `applications` at once; `hidden` are those in which the person has an interest."""
    if not set(applications) & set(hidden):
        return None
    return by_person(_("You have an interest in one of these applications. Somebody else does this."))
