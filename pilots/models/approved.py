"""What one advisor writes and another signs for, before everybody reads it."""

from collections.abc import Sequence
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import DayColumn, MomentColumn
from financing.subsidies.law.freezing import seal


def approver(related_name: str = "+") -> "models.ForeignKey[Any, Any]":
    """The column of who signed."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name=related_name,
        editable=False,
        verbose_name=_("approved by"),
    )


class ApprovedText(models.Model):
    """A text with its approval. `SIGNED_FOR` names the columns that the second advisor signs for, `state` is that of
    the text, and `approved_by` who signed.
    """

    SIGNED_FOR: ClassVar[tuple[str, ...]] = ()
    author_id: int

    state = models.CharField(_("state"), max_length=10, editable=False)
    approved_by = approver()
    check_again_by = DayColumn(_("to be read again by"))
    remark = models.CharField(_("why it came back"), max_length=300, blank=True, editable=False)
    approved_at = MomentColumn(_("approved at"), null=True, editable=False)
    approved_seal = models.CharField(_("seal of what was approved"), max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_published(self) -> bool:
        return self.state == "published"

    @property
    def is_waiting(self) -> bool:
        return self.state == "waiting"

    @property
    def is_stale(self) -> bool:
        """Whether it should have been read again."""
        return self.check_again_by < clock.today()

    @property
    def content(self) -> dict[str, Any]:
        """All that a second advisor signs for."""
        return {name: str(getattr(self, name)) for name in self.SIGNED_FOR}

    @property
    def seal(self) -> str:
        return seal(self.content)


def by_two(text: str) -> list[models.CheckConstraint]:
    """A text is published when somebody signed for it who did not write it. The names begin with that of the `text`."""
    return [
        models.CheckConstraint(
            condition=~Q(state="published")
            | Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_seal=""),
            name=f"{text}_published_when_approved",
        ),
        models.CheckConstraint(
            condition=Q(approved_by=None) | ~Q(approved_by=F("author")), name=f"{text}_approved_by_another"
        ),
    ]


def as_approved(columns: Sequence[str]) -> pgtrigger.Protect:
    """What is published stays as it was approved: the database refuses to change one of these columns."""
    rows = (f"ROW({', '.join(f'{row}.{column}' for column in columns)})" for row in ("OLD", "NEW"))
    changed = "OLD.state = 'published' AND NEW.state = 'published' AND " + " IS DISTINCT FROM ".join(rows)
    return pgtrigger.Protect(name="as_approved", operation=pgtrigger.Update, condition=pgtrigger.Condition(changed))
