"""Financing plans: a working copy that the group edits, and versions that never change.

A plan is at home with an initiative, or with whoever has its private link: somebody without an account who is
calculating. Those are kept for a while and then removed (`services.visitors`).

Both hold a whole plan document (`coophub.plan/1`) as JSONB, in which PostgreSQL keeps numbers as exact decimals.
"""

import hashlib

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import ChangedAtField, MomentColumn
from financing.plans.models.made import MadeByPerson
from initiatives.models import Initiative


class Plan(models.Model):
    """The working copy.

    Its document is always valid; `revision` grows with every change, so that nobody overwrites another unseen.

    `row_keys` has the keys of the rows in the document, which itself knows none (`financing.plans.document.rows`).
    `home_points` gives the points under the rent law for a type of home, by the key of its row, and `home_rooms` its
    rooms. They change no figure of the plan, so they stand beside the document and not in it. `origin` has the form and
    the building that a visitor answered, or that the example has: an initiative that begins with the plan begins with
    these.
    `stopped_closing_at` is when a change made a plan that closed one that does not; empty again when it closes.
    """

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, null=True, blank=True, related_name="plans", verbose_name=_("initiative")
    )
    token_hash = models.CharField(_("hash of the private link"), max_length=64, null=True, unique=True, editable=False)
    expires_at = MomentColumn(_("kept until"), null=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    document = models.JSONField(_("plan document"))
    row_keys = models.JSONField(_("keys of the rows"), default=dict, blank=True, editable=False)
    home_points = models.JSONField(_("points of the homes"), default=dict, blank=True)
    home_rooms = models.JSONField(_("rooms of the homes"), default=dict, blank=True)
    origin = models.JSONField(_("form and building at the start"), default=dict, blank=True, editable=False)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    created_at = MomentColumn(_("made at"), default=clock.now, editable=False)
    updated_at = ChangedAtField(_("changed at"))
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("changed by")
    )
    removed_at = MomentColumn(_("removed at"), null=True, editable=False)
    stopped_closing_at = MomentColumn(_("closed until"), null=True, editable=False)
    submission_key = models.UUIDField(_("key of the form that made it"), unique=True, null=True, editable=False)

    class Meta:
        verbose_name = _("financing plan")
        verbose_name_plural = _("financing plans")
        ordering = ["-updated_at"]
        indexes = [
            # The plans of one initiative (selectors.plans_of).
            models.Index(fields=["initiative", "-updated_at"], name="plans_of_an_initiative"),
            # What the sweeper removes (services.remove_expired_plans).
            models.Index(fields=["expires_at"], name="plans_that_expire", condition=models.Q(initiative=None)),
        ]
        constraints = [
            models.CheckConstraint(
                name="plan_has_one_home",
                condition=models.Q(initiative__isnull=False, token_hash=None, expires_at=None)
                | models.Q(initiative=None, token_hash__isnull=False, expires_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def was_changed(self) -> bool:
        """Whether anybody changed something in it since it was made."""
        return self.revision > 1

    @property
    def form_and_building(self) -> dict[str, str]:
        """As the group says them now; of a visitor as they were at the start, as far as known."""
        if self.initiative is None:
            return dict(self.origin)
        return {"form": self.initiative.form, "building": self.initiative.building}

    @staticmethod
    def hash_of_token(token: str) -> str:
        """What the database keeps of the token in a private link.

        It is long and random, so one round of SHA-256 is enough.
        """
        return hashlib.sha256(token.encode()).hexdigest()


class PlanVersion(MadeByPerson):
    """A plan as it was at one moment, with its result: what a bank was shown or an application rests on.

    Its document has no keys beside it, so in `home_points` and `home_rooms` the first home has the first key.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions", verbose_name=_("plan"))
    number = models.PositiveIntegerField(_("version"))
    name = models.CharField(_("name"), max_length=200)
    document = models.JSONField(_("plan document"))
    result = models.JSONField(_("result"))
    home_points = models.JSONField(_("points of the homes"), default=dict, blank=True)
    home_rooms = models.JSONField(_("rooms of the homes"), default=dict, blank=True)
    sha256 = models.CharField(_("hash of the document"), max_length=64)
    # Its verdict, and the euros that its sources miss, for who counts many (pilots.selectors.cohorts).
    closes = models.GeneratedField(
        expression=Cast(KT("result__closes"), models.BooleanField(null=True)),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )
    gap = models.GeneratedField(
        expression=Cast(KT("result__funding__gap"), models.FloatField(null=True)),
        output_field=models.FloatField(null=True),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("version of a plan")
        verbose_name_plural = _("versions of plans")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number_once")]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name
