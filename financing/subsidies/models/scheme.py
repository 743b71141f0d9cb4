"""Subsidy schemes as data. An application keeps the version that it was made under."""

from decimal import Decimal
from itertools import zip_longest
from typing import Any

import pgtrigger
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.bilingual import Bilingual
from coophub.web.model_fields import ChangedAtField, MomentColumn
from financing.subsidies.law.deadlines import Term

USER = settings.AUTH_USER_MODEL
EUROS: dict[str, Any] = {"max_digits": 14, "decimal_places": 2}


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
        triggers = [
            pgtrigger.Trigger(
                name="keeps_its_name",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM subsidies_schemeversion WHERE scheme_id = OLD.id AND published_at IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'a scheme keeps the name under which a version of it is published';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> Bilingual:
        """What it is called now, as its readers read it. Reads the versions, the newest first."""
        newest = next(iter(self.versions.all()), None)
        return Bilingual(self.name, newest.name_en if newest is not None else "")


class SchemeVersion(models.Model):
    """The rules of a scheme from one moment on. Once published it never changes: better rules are a next version."""

    class Kind(models.TextChoices):
        GRANT = "grant", _("Subsidy")
        LOAN = "loan", _("Loan from a revolving fund")
        NOTIFICATION = "notification", _("Notification: a test against conditions, no money")

    class Allocation(models.TextChoices):
        """How a ceiling is divided (Awb 4:26, KB 8)."""

        RECEIPT = "receipt", _("In the order of receipt")
        RANKING = "ranking", _("By ranking")
        PROPORTIONAL = "proportional", _("The same share for everybody")

    class DecisionFrom(models.TextChoices):
        """From which day the decision term runs (KB 22)."""

        RECEIPT = "receipt", _("The day of receipt")
        CLOSING = "closing", _("The day on which the window closes")

    class Arrangement(models.TextChoices):
        """How a recipient accounts for the money (KB 16 to 18)."""

        BY_AMOUNT = "by_amount", _("By the amount: below € 25,000, to € 125,000, above")
        SMALL = "small", _("Settled at once, or on the ministry's own motion")
        MIDDLE = "middle", _("On performance")
        LARGE = "large", _("On performance and cost")

    class Advances(models.TextChoices):
        """When an award is paid before it is settled (Awb 4:95)."""

        AT_ONCE = "at_once", _("All at once")
        QUARTERLY = "quarterly", _("Every quarter")
        BY_NEED = "by_need", _("As the money is needed (KB 11)")
        NONE = "none", _("None: paid after settlement")

    class StateAid(models.TextChoices):
        """Under which rule for state aid it is given."""

        NONE = "none", _("No state aid")
        DE_MINIMIS = "de_minimis", _("De minimis")
        SGEI_DE_MINIMIS = "sgei_de_minimis", _("De minimis for services of general economic interest")
        OTHER = "other", _("Another basis, named under the legal basis")

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="versions", verbose_name=_("scheme"))
    number = models.PositiveIntegerField(_("version"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.GRANT)
    issued_by = models.CharField(_("who gives it"), max_length=150, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    legal_reference = models.CharField(_("legal basis"), max_length=300)
    summary = models.TextField(_("summary"))
    summary_en = models.TextField(_("summary in English"), blank=True)
    is_example = models.BooleanField(_("example, no published rules"), default=False)
    example_note = models.TextField(_("what is real and what is an example"), blank=True)
    example_note_en = models.TextField(_("what is real and what is an example, in English"), blank=True)
    sources = models.TextField(_("sources, one on a line"), blank=True)
    named_applicant = models.CharField(_("only for this applicant"), max_length=150, blank=True)
    named_applicant_kvk = models.CharField(_("KVK number of that applicant"), max_length=8, blank=True)
    opens_at = MomentColumn(_("opens at"))
    closes_at = MomentColumn(_("closes at"))
    ceiling = models.DecimalField(_("ceiling"), **EUROS, validators=[MinValueValidator(0)])
    minimum_amount = models.DecimalField(_("least amount"), **EUROS, default=Decimal(0))
    maximum_amount = models.DecimalField(_("most per application"), **EUROS)
    maximum_per_home = models.DecimalField(_("most per home"), **EUROS, null=True, blank=True)
    own_share = models.DecimalField(_("share of the costs to pay oneself"), max_digits=5, decimal_places=4, default=0)
    eligible_costs = models.JSONField(_("costs that count"), default=list)
    eligible_costs_en = models.JSONField(_("costs that count, in English"), default=list, blank=True)
    """In the order of `eligible_costs`, or empty."""
    earlier_costs_count = models.BooleanField(_("costs made before the application count too"), default=False)
    allocation = models.CharField(
        _("how the money is divided"), max_length=20, choices=Allocation, default=Allocation.RECEIPT
    )
    minimum_score = models.DecimalField(
        _("least weighted score, of 10"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    arrangement = models.CharField(_("accounting"), max_length=20, choices=Arrangement, default=Arrangement.BY_AMOUNT)
    advances = models.CharField(_("advances"), max_length=20, choices=Advances, default=Advances.BY_NEED)
    advance_share = models.DecimalField(
        _("share paid in advance"), max_digits=5, decimal_places=4, default=Decimal("0.8")
    )
    state_aid = models.CharField(_("state aid"), max_length=20, choices=StateAid, default=StateAid.NONE)
    decision_from = models.CharField(
        _("that term runs from"), max_length=20, choices=DecisionFrom, default=DecisionFrom.RECEIPT
    )
    decision_weeks = models.PositiveSmallIntegerField(_("weeks to decide in"), default=13)
    decision_source = models.CharField(
        _("source of that term"), max_length=100, default="Kaderbesluit BZK-subsidies 22"
    )
    atw_applies = models.BooleanField(_("weekends and holidays extend that term"), default=True)
    objection_address = models.TextField(_("where to object"))
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    changed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    changed_at = ChangedAtField()
    proposed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    proposed_at = MomentColumn(_("put up for approval at"), null=True)
    approved_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    published_at = MomentColumn(_("published at"), null=True)

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
            models.CheckConstraint(condition=Q(advance_share__range=(0, 1)), name="scheme_advance_share_is_a_fraction"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")), name="scheme_approved_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(kind="notification") | Q(ceiling=0, maximum_amount=0), name="notification_has_no_money"
            ),
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
    def title(self) -> Bilingual:
        """What the scheme is called, as its readers read it. Letters and the law know it by its own name."""
        return Bilingual(self.scheme.name, self.name_en)

    @property
    def costs(self) -> dict[str, Bilingual]:
        """The costs that count, each by the name under which a budget keeps it."""
        pairs = zip_longest(self.eligible_costs, self.eligible_costs_en[: len(self.eligible_costs)], fillvalue="")
        return {cost: Bilingual(capfirst(cost), capfirst(english)) for cost, english in pairs}

    @property
    def decision_term(self) -> Term:
        """The term in which to decide, from the day of receipt (Awb 4:13, KB 22)."""
        return Term(self.decision_weeks, "weeks", atw=self.atw_applies)

    @property
    def has_money(self) -> bool:
        return self.kind != self.Kind.NOTIFICATION

    @property
    def is_divided(self) -> bool:
        """Whether target groups have ceilings of their own. One query."""
        return bool(self.targets)

    @property
    def gives_small_aid(self) -> bool:
        """Whether it is de-minimis aid, so that a group declares what it got before."""
        return self.state_aid in (self.StateAid.DE_MINIMIS, self.StateAid.SGEI_DE_MINIMIS)

    @property
    def is_loan(self) -> bool:
        return self.kind == self.Kind.LOAN

    @property
    def pays_by_need(self) -> bool:
        """Whether advances follow what a group needs in each quarter. A loan is taken up in parts instead."""
        return self.has_money and not self.is_loan and self.advances == self.Advances.BY_NEED

    @property
    def targets(self) -> list[str]:
        """The target groups that have ceilings of their own, in the order in which they are named. One query."""
        divided = set(self.balances.exclude(target="").values_list("target", flat=True))
        return [target for target in Target.values if target in divided]

    @property
    def stage(self) -> str:
        """Where a version is in its making: draft, proposed, upcoming, open or closed."""
        if self.published_at is None:
            return "proposed" if self.proposed_at else "draft"
        now = clock.now()
        if now < self.opens_at:
            return "upcoming"
        return "open" if now <= self.closes_at else "closed"

    @property
    def is_open(self) -> bool:
        return self.published_at is not None and self.opens_at <= clock.now() <= self.closes_at
