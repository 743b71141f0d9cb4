"""Whose work it is, before anything else is asked: a page offers it to nobody else, and its address lets nobody else in
(`rules.py`).
"""

from coophub.accounts.rules import Person
from coophub.web.access import NOT_YOURS_TO_DO
from coophub.web.refusals import Refusal, by_person
from financing.subsidies.models import Application
from initiatives.models import Initiative


def why_not_start(initiative: Initiative, user: Person) -> Refusal | None:
    return _unless(user.has_perm("subsidies.start_application", initiative))


def why_not_see_applications(initiative: Initiative, user: Person) -> Refusal | None:
    return _unless(user.has_perm("subsidies.view_applications_of", initiative))


def why_not_write(application: Application, user: Person) -> Refusal | None:
    """Change a draft, for the group."""
    return _unless(user.has_perm("subsidies.change_application", application))


def why_not_take_back(application: Application, user: Person) -> Refusal | None:
    """Withdraw an application, for the group."""
    return _unless(user.has_perm("subsidies.withdraw_application", application))


def why_not_see_dossier(application: Application, user: Person) -> Refusal | None:
    return _unless(user.has_perm("subsidies.view_dossier", application))


def why_not_handle_payments(application: Application, user: Person) -> Refusal | None:
    return _unless(user.has_perm("subsidies.handle_payment", application))


def why_not_correct_ledger(user: Person) -> Refusal | None:
    return _unless(user.has_perm("subsidies.reverse_entry"))


def why_not_see_rounds(user: Person) -> Refusal | None:
    return _unless(user.has_perm("subsidies.view_round"))


def why_not_record_rounds(user: Person) -> Refusal | None:
    return _unless(user.has_perm("subsidies.record_round"))


def why_not_see_what_to_sign(user: Person) -> Refusal | None:
    return _unless(user.has_perm("subsidies.view_to_sign"))


def why_not_adopt_rounds(user: Person) -> Refusal | None:
    return _unless(user.has_perm("subsidies.adopt_round"))


def why_not_manage_schemes(user: Person) -> Refusal | None:
    return _unless(user.has_perm("subsidies.manage_schemes"))


def why_not_approve_schemes(user: Person) -> Refusal | None:
    return _unless(user.has_perm("subsidies.approve_scheme"))


def why_not_keep_dossiers(user: Person) -> Refusal | None:
    """See what is closed, and say how long it is kept."""
    return _unless(user.has_perm("subsidies.keep_dossiers"))


def _unless(may: bool) -> Refusal | None:
    return None if may else by_person(NOT_YOURS_TO_DO)
