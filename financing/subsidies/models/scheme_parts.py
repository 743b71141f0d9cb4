"""What belongs to a version of a scheme: its documents, criteria, conditions, terms.

Frozen with it when it is published.
"""

from typing import cast

import pgtrigger
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from financing.subsidies.law.deadlines import Term, Unit
from financing.subsidies.models.scheme import EUROS, SchemeVersion
from initiatives.models import Phase


def frozen_with_version() -> pgtrigger.Trigger:
    """Refuses every change of a part once its version is published."""
    return pgtrigger.Trigger(
        name="frozen_with_version",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func="""
            IF EXISTS (
                SELECT 1 FROM subsidies_schemeversion
                WHERE id = COALESCE(NEW.version_id, OLD.version_id) AND published_at IS NOT NULL
            ) THEN
                RAISE EXCEPTION 'a published version of a scheme never changes';
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            RETURN NEW;
        """,
    )


class RequiredDocument(models.Model):
    """A document that an application must have.

    `part` is the part of the form that is this document: what is filled in there is not asked as a file. `step` is the
    step of the road map with which a group gets it.
    """

    class Part(models.TextChoices):
        ACTIVITIES = "activities", _("What you do, and when")
        PLAN = "plan", _("Financing plan")
        BUDGET = "budget", _("Costs and income")
        ADVANCE = "advance", _("Advance")

    version = models.ForeignKey(SchemeVersion, models.CASCADE, related_name="required_documents")
    slug = models.SlugField()
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    help_text = models.CharField(_("explanation"), max_length=300, blank=True)
    help_text_en = models.CharField(_("explanation in English"), max_length=300, blank=True)
    part = models.CharField(_("part of the form that is this document"), max_length=20, choices=Part, blank=True)
    step = models.CharField(_("step of the road map that brings it"), max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "slug"], name="required_document_once")]
        triggers = [frozen_with_version()]

    def __str__(self) -> str:
        return self.title


class Criterion(models.Model):
    """What an application is judged by, from 0 to 10."""

    version = models.ForeignKey(SchemeVersion, models.CASCADE, related_name="criteria")
    slug = models.SlugField()
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    guidance = models.TextField(_("guidance"), blank=True)
    guidance_en = models.TextField(_("guidance in English"), blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "slug"], name="criterion_once")]
        triggers = [frozen_with_version()]

    def __str__(self) -> str:
        return self.title


class EligibilityRule(models.Model):
    """A condition on a known fact about the initiative, explained in words; see `eligibility.py` for the facts."""

    class Operator(models.TextChoices):
        AT_LEAST = "at_least", _("at least")
        AT_MOST = "at_most", _("at most")
        ONE_OF = "one_of", _("one of")
        IS = "is", _("is")

    version = models.ForeignKey(SchemeVersion, models.CASCADE, related_name="eligibility_rules")
    fact = models.CharField(_("fact"), max_length=40)
    operator = models.CharField(_("comparison"), max_length=10, choices=Operator)
    value = models.JSONField(_("value"))
    explanation = models.CharField(_("in words"), max_length=300)
    explanation_en = models.CharField(_("in words, in English"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        triggers = [frozen_with_version()]

    def __str__(self) -> str:
        return self.explanation


class PhaseMaximum(models.Model):
    """The most that an initiative can ask in a phase. A scheme with such rows is for these phases alone."""

    version = models.ForeignKey(SchemeVersion, models.CASCADE, related_name="phase_maxima")
    phase = models.CharField(_("phase"), max_length=20, choices=Phase)
    amount = models.DecimalField(_("most"), **EUROS, validators=[MinValueValidator(0)])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "phase"], name="phase_maximum_once")]
        triggers = [frozen_with_version()]

    def __str__(self) -> str:
        return f"{self.get_phase_display()}: {self.amount}"


class SchemeTerm(models.Model):
    """A term that the scheme itself sets. Where it sets none, the law's own term holds (`law.py`).

    A term set in a scheme is extended for weekends and holidays only when the scheme says so (Atw 1 and 5).
    """

    class Purpose(models.TextChoices):
        REMEDY = "remedy", _("Completing an application (Awb 4:5)")
        EXTENSION = "extension", _("Extending the decision term, once")
        PROGRESS_REPORT = "progress_report", _("Progress report (KB 19)")
        SETTLEMENT_APPLICATION = "settlement_application", _("Applying for settlement (KB 22)")
        SETTLEMENT_DECISION = "settlement_decision", _("Deciding on settlement (KB 22)")

    class TermUnit(models.TextChoices):
        DAYS = "days", _("days")
        WEEKS = "weeks", _("weeks")
        MONTHS = "months", _("months")

    version = models.ForeignKey(SchemeVersion, models.CASCADE, related_name="terms")
    purpose = models.CharField(_("what for"), max_length=30, choices=Purpose)
    length = models.PositiveSmallIntegerField(_("how many"), validators=[MinValueValidator(1)])
    unit = models.CharField(_("unit"), max_length=10, choices=TermUnit, default=TermUnit.WEEKS)
    source = models.CharField(_("source"), max_length=150)
    atw_applies = models.BooleanField(_("weekends and holidays extend it"), default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "purpose"], name="scheme_term_once"),
            models.CheckConstraint(condition=Q(length__gte=1), name="scheme_term_lasts"),
        ]
        triggers = [frozen_with_version()]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.length} {self.get_unit_display()}"

    @property
    def term(self) -> Term:
        return Term(self.length, cast(Unit, self.unit), atw=self.atw_applies)


class LoanTerms(models.Model):
    """On what terms a scheme lends. They are the offer; a loan has its own copy."""

    class Repayment(models.TextChoices):
        ANNUITY = "annuity", _("Annuity")
        LINEAR = "linear", _("Linear")
        BULLET = "bullet", _("All at the end")

    class Rank(models.TextChoices):
        SENIOR = "senior", _("Equal to the bank")
        SUBORDINATED = "subordinated", _("After the bank")

    version = models.OneToOneField(SchemeVersion, models.CASCADE, related_name="loan_terms")
    rate = models.DecimalField(_("interest a year"), max_digits=7, decimal_places=6)
    term_years = models.PositiveSmallIntegerField(_("term in years"), validators=[MinValueValidator(1)])
    grace_years = models.PositiveSmallIntegerField(_("first years without repayment"), default=0)
    repayment = models.CharField(_("repayment"), max_length=10, choices=Repayment, default=Repayment.ANNUITY)
    payments_per_year = models.PositiveSmallIntegerField(
        _("payments a year"), choices=[(1, _("once")), (4, _("every quarter")), (12, _("every month"))], default=4
    )
    rank = models.CharField(_("rank"), max_length=20, choices=Rank, default=Rank.SUBORDINATED)
    conditions = models.TextField(_("conditions, one on a line"), blank=True)
    conditions_en = models.TextField(_("conditions in English, one on a line"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(rate__range=(0, 1)), name="loan_terms_rate_is_a_fraction"),
            models.CheckConstraint(
                condition=Q(grace_years__lt=models.F("term_years")), name="loan_terms_grace_is_shorter"
            ),
        ]
        triggers = [frozen_with_version()]

    def __str__(self) -> str:
        return str(self.version)
