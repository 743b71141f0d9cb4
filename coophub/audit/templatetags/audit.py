"""What an audit log shows of an entry."""

from django import template

from coophub.audit.actions import words_for
from coophub.audit.models import AuditEntry
from coophub.audit.values import ShownChange, changes_of

register = template.Library()


@register.filter
def action_words(entry: AuditEntry) -> str:
    """ "gave a role" for "accounts.grant_role"."""
    return words_for(entry.action)


@register.filter
def changes(entry: AuditEntry) -> list[ShownChange]:
    """The values that an entry tells of, in words."""
    return changes_of(entry)
