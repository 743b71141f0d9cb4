"""Who may see to people and their roles."""

from coophub.accounts.rules import Person
from coophub.web.access import NOT_YOURS_TO_DO
from coophub.web.refusals import Refusal, by_person


def why_not_manage_people(user: Person) -> Refusal | None:
    return None if user.has_perm("accounts.manage_people") else by_person(NOT_YOURS_TO_DO)
