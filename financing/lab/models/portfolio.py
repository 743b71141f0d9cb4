"""Plans that are looked at together: frozen by value, so that what is said of them can be checked for ever."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from financing.lab.models.consent import LabConsent
from financing.plans.models.made import MadeByPerson
from financing.subsidies.models import Submission
from initiatives.models import Municipality


class KeptPortfolio(MadeByPerson):
    """A named set of plans as a document (`coophub.portfolio/1`), with the hash of it. It never changes."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    document = models.JSONField(_("document"))
    sha256 = models.CharField(_("hash of the document"), max_length=64)
    is_made_up = models.BooleanField(_("made up, for who wants to try"), default=False)
    # All plans are there: what comes of them can be shown to its officials, and to nobody else.
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, related_name="+", verbose_name=_("municipality")
    )
    plan_count = models.PositiveIntegerField(_("plans"))
    home_count = models.PositiveIntegerField(_("homes"))

    class Meta:
        verbose_name = _("portfolio of plans")
        verbose_name_plural = _("portfolios of plans")
        ordering = ["-created_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(plan_count__gte=1), name="portfolio_has_a_plan")]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name


class KeptPlan(models.Model):
    """Where a plan of a portfolio comes from. Its `key` is its id in the document, which names nobody."""

    class Source(models.TextChoices):
        SCHEME = "scheme", _("Applications under a scheme")
        CONSENT = "consent", _("Groups that said yes")
        EXAMPLE = "example", _("Example plans")
        DOCUMENT = "document", _("Documents that were loaded")
        MADE_UP = "made_up", _("Made-up plans")

    portfolio = models.ForeignKey(KeptPortfolio, models.PROTECT, related_name="plans", verbose_name=_("portfolio"))
    key = models.CharField(max_length=40)
    source = models.CharField(_("where it comes from"), max_length=10, choices=Source)
    sha256 = models.CharField(max_length=64)
    consent = models.ForeignKey(LabConsent, models.PROTECT, null=True, related_name="kept_plans")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("plan of a portfolio")
        verbose_name_plural = _("plans of portfolios")
        ordering = ["portfolio", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["portfolio", "key"], name="plan_once_in_a_portfolio"),
            models.CheckConstraint(
                condition=(Q(source="consent") & Q(consent__isnull=False)) | (~Q(source="consent") & Q(consent=None)),
                name="consent_of_a_kept_plan",
            ),
            models.CheckConstraint(
                condition=(Q(source="scheme") & Q(submission__isnull=False))
                | (~Q(source="scheme") & Q(submission=None)),
                name="submission_of_a_kept_plan",
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept_plan_is_frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.key
