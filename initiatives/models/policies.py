"""What a municipality does for co-operatives: what is known of it, since when and by whom."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import DayColumn, MomentColumn
from initiatives.models.code_links import CodeLink, LinkOpening
from initiatives.models.municipality import Municipality


class PolicyTopic(models.TextChoices):
    GROUND_LEASE = "ground_lease", _("Ground lease")
    LOAN_FUND = "loan_fund", _("Loan or fund")
    PLOTS = "plots", _("Plots for co-operatives")
    QUALITY = "quality", _("What it asks of the homes")
    CONTACT = "contact", _("Whom to ask")


class PolicyStance(models.TextChoices):
    YES = "yes", _("Yes")
    CASE = "case", _("Per project")
    NO = "no", _("No")


WITH_A_STANCE = (PolicyTopic.GROUND_LEASE, PolicyTopic.LOAN_FUND, PolicyTopic.PLOTS)
"""Of these one can say yes or no; of the others only what they are."""


class PolicyLink(CodeLink):
    """The link by which an official keeps the policy of their municipality, as often as they want while it is good."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="policy_links")
    official_name = models.CharField(_("name"), max_length=80)
    official_email = models.EmailField(_("e-mail address"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = MomentColumn(_("withdrawn at"), null=True, editable=False)

    class Meta:
        verbose_name = _("link for the policy of a municipality")
        verbose_name_plural = _("links for the policy of municipalities")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "official_email"],
                condition=Q(replaced_at=None, withdrawn_at=None),
                name="policy_link_one_for_an_address",
            ),
            models.CheckConstraint(
                condition=Q(official_email=Lower("official_email")), name="policy_link_email_is_lower_case"
            ),
        ]
        # How many went to an address lately, and how many an advisor sent.
        indexes = [
            models.Index(fields=["official_email", "made_at"], name="policy_links_of_an_address"),
            models.Index(fields=["made_by", "made_at"], name="policy_links_of_an_advisor"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.official_name}"


class PolicyOpening(LinkOpening):
    """One time that somebody came by a link for the policy of a municipality."""

    link = models.ForeignKey(PolicyLink, models.CASCADE, related_name="openings")

    class Meta:
        verbose_name = _("opening of a policy link")
        verbose_name_plural = _("openings of policy links")
        ordering = ["-at", "-pk"]
        # The openings of a link, newest first, and its wrong codes of the last minutes.
        indexes = [models.Index(fields=["link", "-at"], name="openings_of_a_policy_link")]
        triggers = [pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)]


class PolicyStatement(models.Model):
    """What was known of one topic from a day on, with its source. Never changed: a newer one takes its place.

    One that is not `is_known` says that what stood before is not true any more, and that nothing else is known.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="policy_statements")
    topic = models.CharField(_("about what"), max_length=20, choices=PolicyTopic)
    is_known = models.BooleanField(_("known"), default=True)
    stance = models.CharField(_("in short"), max_length=10, choices=PolicyStance, blank=True)
    text = models.TextField(_("in words"), max_length=2000, blank=True)
    source = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(_("where to read it"), blank=True)
    known_on = DayColumn(_("true on"))
    stated_at = MomentColumn(_("stated at"), default=clock.now, editable=False)
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    link = models.ForeignKey(PolicyLink, models.PROTECT, null=True, related_name="statements")

    class Meta:
        verbose_name = _("statement of policy")
        verbose_name_plural = _("statements of policy")
        ordering = ["-stated_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stated_by__isnull=False, link=None) | Q(stated_by=None, link__isnull=False),
                name="policy_is_stated_by_an_advisor_or_by_the_municipality",
            ),
            models.CheckConstraint(
                condition=Q(is_known=False, stance="")
                | (Q(is_known=True, topic__in=WITH_A_STANCE) & ~Q(stance=""))
                | (Q(is_known=True, stance="") & ~Q(topic__in=WITH_A_STANCE) & ~Q(text="")),
                name="policy_says_something",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="policy_has_a_source"),
        ]
        # The newest of each topic, and what stood before (selectors.policies).
        indexes = [
            models.Index(fields=["municipality", "topic", "-stated_at", "-id"], name="policy_of_a_municipality"),
        ]
        triggers = [pgtrigger.Protect(name="stands", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.get_topic_display()}"

    @property
    def is_by_the_municipality(self) -> bool:
        return self.link_id is not None
