"""Who belongs to an initiative, and who was asked to."""

import hashlib

import pgtrigger
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.calendars import SecretCalendar
from coophub.web.model_fields import DayColumn, MomentColumn
from initiatives.models.initiative import Initiative


class MemberRole(models.TextChoices):
    OWNER = "owner", _("Owner: everything, also members and publication")
    EDITOR = "editor", _("Editor: plans, documents and tasks")
    READER = "reader", _("Reader: sees everything, changes nothing")

    @property
    def short_label(self) -> str:
        """The role in one word, for a badge."""
        return str(self.label).split(":")[0]


class Membership(models.Model):
    """That somebody belongs to an initiative, from one moment to another.

    One that ended stays: who was a member does not judge the group (`initiatives.ties`).
    """

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=10, choices=MemberRole)
    joined_at = MomentColumn(_("member since"), default=clock.now)
    left_at = MomentColumn(_("left at"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["joined_at", "pk"]
        constraints = [
            # Also answers whether somebody is a member (rules) and where somebody belongs (selectors.own_memberships).
            models.UniqueConstraint(
                fields=["user", "initiative"], condition=Q(left_at=None), name="member_once_at_a_time"
            ),
        ]
        triggers = [pgtrigger.Protect(name="stays", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.user}: {self.initiative}"

    @property
    def role_name(self) -> str:
        return MemberRole(self.role).short_label


class GroupCalendar(SecretCalendar):
    """That a member reads what their group has ahead in a calendar of their own. It ends with the membership."""

    salt = "initiatives.calendar"
    membership = models.OneToOneField(Membership, models.CASCADE, related_name="calendar", verbose_name=_("membership"))

    class Meta:
        verbose_name = _("calendar of a group")
        verbose_name_plural = _("calendars of groups")

    def __str__(self) -> str:
        return str(self.membership)


class InvitationStop(models.Model):
    """That the reader of an e-mail address wants no invitations any more. It does not hold the address itself."""

    address_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    stopped_at = MomentColumn(_("stopped at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("stop on invitations")
        verbose_name_plural = _("stops on invitations")

    def __str__(self) -> str:
        return self.address_sha256

    @staticmethod
    def of(email: str) -> str:
        """How an address is known here."""
        return hashlib.sha256(email.lower().encode()).hexdigest()


def _signer() -> Signer:
    return Signer(salt="initiatives.invitation", sep=".")


class Invitation(models.Model):
    """An e-mail that asks somebody to join. The secret in its link is signed, so the database holds none.

    It stays, as a membership does; `guest` is the account that the address belonged to when it went out.
    """

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    guest = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who had this address")
    )
    role = models.CharField(_("role"), max_length=10, choices=MemberRole, default=MemberRole.EDITOR)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("invited by")
    )
    created_at = MomentColumn(_("invited at"), default=clock.now, editable=False)
    expires_at = MomentColumn(_("valid until"))
    accepted_at = MomentColumn(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("accepted by")
    )
    withdrawn_at = MomentColumn(_("withdrawn at"), null=True, blank=True)
    sent_on = DayColumn(_("sent on"), default=clock.today, editable=False)
    times_sent = models.PositiveSmallIntegerField(_("times sent that day"), default=1, editable=False)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="invitation_email_is_lower_case"),
            models.UniqueConstraint(
                fields=["initiative", "email"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_once_per_address",
            ),
        ]
        # Which groups invited an address (ties).
        indexes = [models.Index(fields=["email"], name="invitations_of_an_address")]
        triggers = [pgtrigger.Protect(name="stays", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.email}: {self.initiative}"

    @property
    def role_name(self) -> str:
        return MemberRole(self.role).short_label

    @property
    def token(self) -> str:
        """What its link holds."""
        return _signer().sign(str(self.pk))

    @classmethod
    def pk_of(cls, token: str) -> int | None:
        """The number of the invitation with this token; None when we never made it."""
        try:
            return int(_signer().unsign(token))
        except BadSignature:
            return None

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= clock.now()

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted."""
        return self.accepted_at is None and self.withdrawn_at is None and not self.is_expired
