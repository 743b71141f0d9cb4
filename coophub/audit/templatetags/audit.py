"""What an audit log shows of an entry."""

from typing import NamedTuple

from django import template

from coophub.audit.actions import words_for
from coophub.audit.models import AuditEntry

register = template.Library()


class ShownChange(NamedTuple):
    name: str
    before: object
    after: object


@register.filter
def action_words(entry: AuditEntry) -> str:
    """ "gave a role" for "accounts.grant_role"."""
    return words_for(entry.action)


@register.filter
def changes(entry: AuditEntry) -> list[ShownChange]:
    """The values that an entry tells of: what they were and what they became (None: not told)."""
    before, after = entry.before or {}, entry.after or {}
    return [ShownChange(name, before.get(name), after.get(name)) for name in {**before, **after}]
