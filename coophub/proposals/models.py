"""What one person may not do alone: it is proposed by one and done when another confirms it."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coophub.web.model_fields import MomentColumn

USER = settings.AUTH_USER_MODEL
IS_OPEN = Q(confirmed_at=None, turned_down_at=None)

REQUIRE_TWO = """
    IF NOT ({unless}) AND NOT EXISTS (
        SELECT 1 FROM proposals_proposal WHERE id = NEW.proposal_id AND confirmed_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'this takes a proposal that another person confirmed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


def takes_two(
    *,
    operation: pgtrigger.Operation = pgtrigger.Insert,
    condition: pgtrigger.Condition | None = None,
    unless: str = "false",
) -> pgtrigger.Trigger:
    """For a model with a `proposal`: the database takes no row without one that another person confirmed.

    `unless` is SQL about NEW in which two people have had a hand already.
    """
    return pgtrigger.Trigger(
        name="takes_two",
        when=pgtrigger.Before,
        operation=operation,
        condition=condition,
        func=REQUIRE_TWO.replace("{unless}", unless),
    )


class Proposal(models.Model):
    """What is proposed about a subject, by whom, and what became of it. What it does follows from its kind."""

    kind = models.CharField(_("kind"), max_length=60)
    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.CharField(max_length=64)
    subject: Any = GenericForeignKey("subject_type", "subject_id")
    # Tells two proposals about one subject apart, such as two roles for one person.
    key = models.CharField(max_length=60, blank=True)
    values = models.JSONField(_("what is proposed"), default=dict)
    proposed_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_at = MomentColumn(_("proposed at"))
    confirmed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by"))
    confirmed_at = MomentColumn(_("confirmed at"), null=True)
    turned_down_by = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+", verbose_name=_("turned down by")
    )
    turned_down_at = MomentColumn(_("turned down at"), null=True)
    turned_down_because = models.CharField(_("why it was turned down"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False, turned_down_at=None)
                & ~Q(confirmed_by=F("proposed_by")),
                name="proposal_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(turned_down_by=None, turned_down_at=None)
                | Q(turned_down_by__isnull=False, turned_down_at__isnull=False),
                name="proposal_turned_down_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id", "key"], condition=IS_OPEN, name="proposed_once_at_a_time"
            ),
        ]
        indexes = [
            # What waits for a second person (selectors.open_proposals).
            models.Index(fields=["proposed_at"], condition=IS_OPEN, name="proposals_that_wait"),
            # What was proposed about one thing (selectors.proposals_about).
            models.Index(fields=["subject_type", "subject_id"], name="proposals_of_a_subject"),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="proposed_is_frozen",
                fields=["kind", "subject_type", "subject_id", "key", "values", "proposed_by", "proposed_at"],
            ),
            pgtrigger.Protect(
                name="settled_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.confirmed_at IS NOT NULL OR OLD.turned_down_at IS NOT NULL"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"

    @property
    def is_open(self) -> bool:
        return self.confirmed_at is None and self.turned_down_at is None
