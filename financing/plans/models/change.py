"""Every change of a plan, in order: who, when, where, and what stood there before and after."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import MomentColumn
from financing.plans.models.plan import Plan

# What a visitor without an account calculated goes with everything that belongs to it.
ONLY_OF_VISITORS = """
    IF EXISTS (SELECT 1 FROM plans_plan WHERE id = OLD.plan_id AND initiative_id IS NOT NULL) THEN
        RAISE EXCEPTION 'The changes of a plan are only added to.';
    END IF;
    RETURN OLD;
"""


class PlanChange(models.Model):
    """One change.

    `revision` is the revision of the plan that it made, `patch` what it did (`financing.plans.document.patches`),
    `source` where the figures come from when a register gave them, and when.
    """

    class Kind(models.TextChoices):
        EDIT = "edit", _("changed")
        UNDO = "undo", _("taken back")
        REDO = "redo", _("done again")
        RESTORE = "restore", _("brought back as it was")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="changes", verbose_name=_("plan"))
    revision = models.PositiveIntegerField(_("revision"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.EDIT)
    section = models.CharField(_("part of the plan"), max_length=30, blank=True)
    patch = models.JSONField(_("what changed"))
    source = models.CharField(_("source"), max_length=200, blank=True, default="", db_default="")
    of = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("the change that this takes back or repeats"),
    )
    page = models.UUIDField(_("page that it was typed on"), null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who"))
    at = MomentColumn(_("at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("change of a plan")
        verbose_name_plural = _("changes of plans")
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "revision"], name="plan_change_revision_once"),
            models.CheckConstraint(
                name="plan_change_of_another",
                condition=models.Q(kind__in=["undo", "redo"], of__isnull=False)
                | models.Q(kind__in=["edit", "restore"], of=None),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="only_added_to", when=pgtrigger.Before, operation=pgtrigger.Delete, func=ONLY_OF_VISITORS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.revision}"
