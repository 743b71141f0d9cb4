"""Writing the trail."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation
from pydantic_core import to_jsonable_python

from coophub.accounts.models import User
from coophub.audit.models import AuditEntry
from coophub.audit.origin import current_origin
from coophub.audit.people import ACCOUNT


def record(
    *,
    actor: User | None,
    action: str,
    target: models.Model,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Adds one entry to the trail, in the transaction of the deed itself.

    A person among the values is kept by the number of the account, never by name or address.

    `action` is `<app>.<verb>`, such as "subsidies.submit". `before` and `after` hold the values that changed.
    `actor` is None for what the system did on its own. The thing is named in the language of the site, whoever did it.
    """
    with translation.override(settings.LANGUAGE_CODE):
        target_label = str(target)[:300]
    return AuditEntry.objects.create(
        actor=actor,
        actor_label=str(actor or "CoopHub")[:200],
        origin=current_origin(),
        action=action,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        target_label=target_label,
        before=None if before is None else to_jsonable_python(dict(before), fallback=_as_kept),
        after=None if after is None else to_jsonable_python(dict(after), fallback=_as_kept),
    )


def _as_kept(value: object) -> object:
    """A person is kept by the number of the account: what an entry holds stays, also when the person is erased."""
    return {ACCOUNT: value.pk} if isinstance(value, User) else str(value)
