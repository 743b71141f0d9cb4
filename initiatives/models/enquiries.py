"""What a group asks a municipality, a corporation or a bank, and what an official there answers."""

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from coophub.documents.models import Document
from coophub.web import clock
from coophub.web.model_fields import DayColumn, MomentColumn
from initiatives.models.code_links import CodeLink, LinkOpening
from initiatives.models.initiative import Initiative
from initiatives.models.municipality import Municipality


class Addressee(models.TextChoices):
    MUNICIPALITY = "municipality", _("A municipality")
    CORPORATION = "corporation", _("A housing corporation")
    BANK = "bank", _("A bank")


class EnquiryKind(models.TextChoices):
    LOCATION = "location", _("A reservation of a location, or consent for it")
    LAND_PRICE = "land_price", _("A price or ground rent for the land")
    PLOT = "plot", _("A plot")
    LOAN = "loan", _("A loan")
    SUPPORT = "support", _("A letter of support")
    APPOINTMENT = "appointment", _("An appointment")


OF_LAND = frozenset({EnquiryKind.LOCATION, EnquiryKind.LAND_PRICE, EnquiryKind.PLOT})
"""Kinds that are answered with a price or ground rent."""


_WHAT_STANDS = " OR ".join(
    f"NEW.{column} IS DISTINCT FROM OLD.{column}"
    for column in (
        "initiative_id",
        "addressee",
        "municipality_id",
        "organisation",
        "kind",
        "text",
        "plan_key",
        "parts",
        "shared",
        "shared_sha256",
        "sent_at",
    )
)


class Enquiry(models.Model):
    """A question of a group to one official. Until it is sent the group can change it; from then on it stands.

    `shared` is what the official sees of the group and its plan, in every language, as it was when it was sent
    (`selectors.enquiries.what_is_shared`).
    """

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="enquiries")
    key = models.UUIDField(editable=False)
    addressee = models.CharField(_("to whom"), max_length=20, choices=Addressee)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, related_name="enquiries", verbose_name=_("municipality")
    )
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    official_name = models.CharField(_("who answers"), max_length=80)
    official_email = models.EmailField(_("e-mail address"))
    kind = models.CharField(_("what you ask"), max_length=20, choices=EnquiryKind)
    text = models.TextField(_("your question"), max_length=3000)
    plan_key = models.CharField(_("plan"), max_length=20, blank=True)
    parts = models.JSONField(_("what they may see of it"), default=list)
    shared = models.JSONField(_("what they see"), default=dict, editable=False)
    shared_sha256 = models.CharField(_("hash of what they see"), max_length=64, blank=True, editable=False)
    created_at = MomentColumn(_("begun at"), default=clock.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sent_at = MomentColumn(_("sent at"), null=True, editable=False)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = MomentColumn(_("withdrawn at"), null=True, editable=False)
    paper = models.ForeignKey(
        Document, models.SET_NULL, null=True, related_name="+", verbose_name=_("the answer as a document")
    )

    class Meta:
        verbose_name = _("question to a municipality")
        verbose_name_plural = _("questions to municipalities")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "key"], name="enquiry_begun_once"),
            models.CheckConstraint(
                condition=Q(official_email=Lower("official_email")), name="enquiry_email_is_lower_case"
            ),
            models.CheckConstraint(
                condition=Q(addressee=Addressee.MUNICIPALITY, municipality__isnull=False, organisation="")
                | (~Q(addressee=Addressee.MUNICIPALITY) & Q(municipality=None) & ~Q(organisation="")),
                name="enquiry_has_one_addressee",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None, withdrawn_at=None, shared_sha256="", sent_by=None)
                | (Q(sent_at__isnull=False) & ~Q(shared_sha256="")),
                name="enquiry_is_sent_with_what_is_shared",
            ),
        ]
        # How many went to an address, and what a municipality is asked.
        indexes = [models.Index(fields=["official_email", "sent_at"], name="enquiries_of_an_address")]
        triggers = [
            pgtrigger.Protect(
                name="stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"OLD.sent_at IS NOT NULL AND ({_WHAT_STANDS})"),
            ),
            pgtrigger.Protect(
                name="stays", operation=pgtrigger.Delete, condition=pgtrigger.Q(old__sent_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.asked_of}"

    @property
    def asked_of(self) -> str:
        """The organisation, as a sentence names it."""
        if self.municipality is None:
            return self.organisation
        return str(_("municipality of %(name)s")) % {"name": self.municipality}

    @property
    def is_draft(self) -> bool:
        return self.sent_at is None

    @property
    def has_answer(self) -> bool:
        return hasattr(self, "answer")

    @property
    def is_waiting(self) -> bool:
        return self.sent_at is not None and self.withdrawn_at is None and not self.has_answer

    @property
    def days_waiting(self) -> int:
        """How long the group waits, or waited, for an answer."""
        if self.sent_at is None:
            return 0
        until = self.answer.answered_at if self.has_answer else self.withdrawn_at or clock.now()
        return (clock.day_of(until) - clock.day_of(self.sent_at)).days


class EnquiryLink(CodeLink):
    """The link by which the official answers. A reminder brings a new one."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="links")

    class Meta:
        verbose_name = _("link for an official")
        verbose_name_plural = _("links for officials")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry"], condition=Q(replaced_at=None), name="enquiry_has_one_link_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return str(self.enquiry)


class EnquiryOpening(LinkOpening):
    """One time that somebody came by the link of a question."""

    link = models.ForeignKey(EnquiryLink, models.CASCADE, related_name="openings")

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        ordering = ["-at", "-pk"]
        # The openings of a link, newest first, and its wrong codes of the last minutes.
        indexes = [models.Index(fields=["link", "-at"], name="openings_of_an_enquiry_link")]
        triggers = [pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)]


MOST_EUROS = 999_999_999
MOST_YEARS = 200


class EnquiryAnswer(models.Model):
    """What the official answers: once, and it never changes."""

    class Outcome(models.TextChoices):
        YES = "yes", _("Yes")
        CONDITIONS = "conditions", _("Yes, under conditions")
        NO = "no", _("No")
        LATER = "later", _("Not yet")

    enquiry = models.OneToOneField(Enquiry, models.CASCADE, related_name="answer")
    outcome = models.CharField(_("answer"), max_length=10, choices=Outcome)
    conditions = models.TextField(_("under which conditions"), max_length=3000, blank=True)
    reason = models.TextField(_("why not"), max_length=3000, blank=True)
    later_on = DayColumn(_("when you can answer"), null=True)
    remarks = models.TextField(_("remarks"), max_length=3000, blank=True)
    land_price = models.DecimalField(_("price of the land"), max_digits=14, decimal_places=2, null=True)
    canon_per_year = models.DecimalField(_("ground rent per year"), max_digits=14, decimal_places=2, null=True)
    loan_amount = models.DecimalField(_("loan"), max_digits=14, decimal_places=2, null=True)
    interest_rate = models.DecimalField(_("interest per year"), max_digits=6, decimal_places=5, null=True)
    term_years = models.PositiveSmallIntegerField(
        _("term in years"), null=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_YEARS)]
    )
    valid_until = DayColumn(_("good until"), null=True)
    answered_by = models.CharField(_("name"), max_length=80)
    position = models.CharField(_("their position"), max_length=120)
    contact = models.CharField(_("whom the group can call or write"), max_length=200, blank=True)
    letter = models.ForeignKey(Document, models.SET_NULL, null=True, related_name="+", verbose_name=_("signed letter"))
    answered_at = MomentColumn(_("answered at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("answer to a question")
        verbose_name_plural = _("answers to questions")
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="conditions") | ~Q(conditions=""), name="enquiry_answer_has_its_conditions"
            ),
            models.CheckConstraint(condition=~Q(outcome="no") | ~Q(reason=""), name="enquiry_answer_has_its_reason"),
            models.CheckConstraint(
                condition=Q(outcome="later", later_on__isnull=False) | (~Q(outcome="later") & Q(later_on=None)),
                name="enquiry_answer_has_its_day",
            ),
            models.CheckConstraint(
                condition=(Q(land_price=None) | Q(land_price__range=(0, MOST_EUROS)))
                & (Q(canon_per_year=None) | Q(canon_per_year__range=(0, MOST_EUROS)))
                & (Q(loan_amount=None) | Q(loan_amount__range=(0, MOST_EUROS)))
                & (Q(interest_rate=None) | Q(interest_rate__range=(0, 1)))
                & (Q(term_years=None) | Q(term_years__range=(1, MOST_YEARS))),
                name="enquiry_answer_figures_in_range",
            ),
        ]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.enquiry}: {self.get_outcome_display()}"

    @property
    def is_yes(self) -> bool:
        return self.outcome in (self.Outcome.YES, self.Outcome.CONDITIONS)

    @property
    def has_figures(self) -> bool:
        """Whether something of it can be tried in a plan."""
        figures = (self.land_price, self.canon_per_year, self.loan_amount, self.interest_rate, self.term_years)
        return self.is_yes and any(figure is not None for figure in figures)
