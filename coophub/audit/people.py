"""Who an entry tells of: by the number of the account, so that nothing of an erased person is in its values, and with
the name that the account has now.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.models import AuditEntry

ACCOUNT = "account"
NOBODY: Mapping[int, str] = MappingProxyType({})


def account_in(value: Any) -> int | None:
    """The number in a value that is a person."""
    return value[ACCOUNT] if isinstance(value, Mapping) and set(value) == {ACCOUNT} else None


def people_in(entries: Iterable[AuditEntry]) -> dict[int, str]:
    """The present names of everybody whom the values of these entries tell of. At most one query."""
    found = {account for entry in entries for account in _accounts([entry.before, entry.after])}
    if not found:
        return {}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=found)}


def account_in_words(account: int, people: Mapping[int, str]) -> str:
    name = people.get(account)
    if name is None:
        return _("account %(number)s") % {"number": account}
    return _("%(name)s (account %(number)s)") % {"name": name, "number": account}


def _accounts(value: Any) -> Iterator[int]:
    if (account := account_in(value)) is not None:
        yield account
    elif isinstance(value, Mapping):
        yield from _accounts(list(value.values()))
    elif isinstance(value, list):
        for each in value:
            yield from _accounts(each)
