"""What an audit log shows of an entry."""

from collections.abc import Iterable, Mapping

from django import template

from coophub.audit.actions import words_for
from coophub.audit.models import AuditEntry
from coophub.audit.people import people_in
from coophub.audit.values import ShownChange, changes_of

register = template.Library()


@register.filter
def action_words(entry: AuditEntry) -> str:
    """ "gave a role" for "accounts.grant_role"."""
    return words_for(entry.action)


@register.filter
def people(entries: Iterable[AuditEntry]) -> dict[int, str]:
    """The names of the accounts that they tell of, for `changes`."""
    return people_in(entries)


@register.filter
def changes(entry: AuditEntry, people: Mapping[int, str]) -> list[ShownChange]:
    """The values that an entry tells of, in words."""
    return changes_of(entry, people)
