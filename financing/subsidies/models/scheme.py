"""Subsidy schemes as data. An application keeps the version that it was made under."""

from decimal import Decimal

import pgtrigger
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from financing.subsidies.deadlines import Term

EUROS = {"max_digits": 14, "decimal_places": 2}


class Target(models.TextChoices):
    """The groups over which a ceiling may be divided; those of the minister's letter of December 2022."""

    MIDDLE_INCOMES = "middle_incomes", _("Middle incomes")
    OLDER_PEOPLE = "older_people", _("Older people")
    CPO = "cpo", _("Collective private commissioning (CPO)")


class Scheme(models.Model):
    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("scheme")
        verbose_name_plural = _("schemes")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SchemeVersion(models.Model):
    """The rules of a scheme from one moment on. Once published it never changes: better rules are a next version."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="versions", verbose_name=_("scheme"))
    number = models.PositiveIntegerField(_("version"))
    legal_reference = models.CharField(_("legal basis"), max_length=300)
    summary = models.TextField(_("summary"))
    is_example = models.BooleanField(_("example, no published rules"), default=False)
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("closes at"))
    ceiling = models.DecimalField(_("ceiling"), **EUROS, validators=[MinValueValidator(0)])
    minimum_amount = models.DecimalField(_("least amount"), **EUROS, default=Decimal(0))
    maximum_amount = models.DecimalField(_("most per application"), **EUROS)
    maximum_per_home = models.DecimalField(_("most per home"), **EUROS, null=True, blank=True)
    own_share = models.DecimalField(_("share of the costs to pay oneself"), max_digits=5, decimal_places=4, default=0)
    eligible_costs = models.JSONField(_("costs that count"), default=list)
    decision_weeks = models.PositiveSmallIntegerField(_("weeks to decide in"), default=13)
    decision_source = models.CharField(
        _("source of that term"), max_length=100, default="Kaderbesluit BZK-subsidies 22"
    )
    atw_applies = models.BooleanField(_("weekends and holidays extend that term"), default=True)
    objection_address = models.TextField(_("where to object"))
    published_at = models.DateTimeField(_("published at"), null=True)

    class Meta:
        verbose_name = _("version of a scheme")
        verbose_name_plural = _("versions of schemes")
        ordering = ["scheme", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="scheme_version_number_once"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="scheme_closes_after_it_opens"),
            models.CheckConstraint(
                condition=Q(maximum_amount__gte=F("minimum_amount")), name="scheme_maximum_above_minimum"
            ),
            models.CheckConstraint(condition=Q(own_share__range=(0, 1)), name="scheme_own_share_is_a_fraction"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme} ({self.number})"

    @property
    def decision_term(self) -> Term:
        """The term in which to decide, from the day of receipt (Awb 4:13, KB 22)."""
        return Term(self.decision_weeks, "weeks", atw=self.atw_applies)

    @property
    def is_open(self) -> bool:
        return self.published_at is not None and self.opens_at <= timezone.now() <= self.closes_at


class RequiredDocument(models.Model):
    """A document that an application must have."""

    version = models.ForeignKey(SchemeVersion, models.CASCADE, related_name="required_documents")
    slug = models.SlugField()
    title = models.CharField(_("title"), max_length=200)
    help_text = models.CharField(_("explanation"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "slug"], name="required_document_once")]

    def __str__(self) -> str:
        return self.title


class Criterion(models.Model):
    """What an application is judged by, from 0 to 10."""

    version = models.ForeignKey(SchemeVersion, models.CASCADE, related_name="criteria")
    slug = models.SlugField()
    title = models.CharField(_("title"), max_length=200)
    guidance = models.TextField(_("guidance"), blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "slug"], name="criterion_once")]

    def __str__(self) -> str:
        return self.title


class EligibilityRule(models.Model):
    """A condition on a known fact about the initiative, explained in words; see `eligibility.py` for the facts."""

    class Operator(models.TextChoices):
        AT_LEAST = "at_least", _("at least")
        AT_MOST = "at_most", _("at most")
        ONE_OF = "one_of", _("one of")

    version = models.ForeignKey(SchemeVersion, models.CASCADE, related_name="eligibility_rules")
    fact = models.CharField(_("fact"), max_length=40)
    operator = models.CharField(_("comparison"), max_length=10, choices=Operator)
    value = models.JSONField(_("value"))
    explanation = models.CharField(_("in words"), max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.explanation
