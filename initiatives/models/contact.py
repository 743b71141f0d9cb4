"""What visitors of a public page write to the group."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import MomentColumn
from initiatives.models.initiative import Initiative


class VisitorMessage(models.Model):
    """What somebody without an account wrote to the owners of a group, with the address at which they answer.

    It goes when an owner removes it, and otherwise by itself (`services.contact.DAYS_KEPT`).
    """

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="visitor_messages")
    key = models.UUIDField(editable=False)
    name = models.CharField(_("your name"), max_length=80)
    email = models.EmailField(_("e-mail address"))
    text = models.TextField(_("message"), max_length=2000)
    sent_at = MomentColumn(_("sent at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("message of a visitor")
        verbose_name_plural = _("messages of visitors")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "key"], name="visitor_message_sent_once"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="visitor_message_email_is_lower_case"),
        ]
        # How often an address wrote lately, and what is over its time.
        indexes = [
            models.Index(fields=["email", "sent_at"], name="visitor_messages_of_an_address"),
            models.Index(fields=["sent_at"], name="visitor_messages_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.initiative}"
