"""What visitors of a public page write to the group."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import MomentColumn
from initiatives.models.initiative import Initiative


def _signer() -> Signer:
    return Signer(salt="initiatives.visitor_message", sep=".")


class VisitorMessage(models.Model):
    """What somebody without an account wrote to the owners of a group, and what one of them answered.

    The answer is read in CoopHub, by a link that goes to the visitor's address: the group does not see that address,
    and the visitor none of the group's. It goes when an owner removes it, and otherwise by itself
    (`services.contact.DAYS_KEPT`).
    """

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="visitor_messages")
    key = models.UUIDField(editable=False)
    name = models.CharField(_("your name"), max_length=80)
    email = models.EmailField(_("e-mail address"))
    text = models.TextField(_("message"), max_length=2000)
    sent_at = MomentColumn(_("sent at"), default=clock.now, editable=False)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_at = MomentColumn(_("answered at"), null=True, editable=False)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("message of a visitor")
        verbose_name_plural = _("messages of visitors")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "key"], name="visitor_message_sent_once"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="visitor_message_email_is_lower_case"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="", answered_by=None)
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="visitor_message_is_answered_by_somebody",
            ),
        ]
        # How often an address wrote lately, and what is over its time.
        indexes = [
            models.Index(fields=["email", "sent_at"], name="visitor_messages_of_an_address"),
            models.Index(fields=["sent_at"], name="visitor_messages_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.initiative}"

    @property
    def token(self) -> str:
        """What the link holds by which the visitor reads the answer."""
        return _signer().sign(str(self.pk))

    @classmethod
    def pk_of(cls, token: str) -> int | None:
        """The number of the message with this token; None when we never made it."""
        try:
            return int(_signer().unsign(token))
        except BadSignature:
            return None
