"""What providers say of roles, and which of their messages were heard."""

from allauth.socialaccount.models import SocialAccount
from django.db import models
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import Role
from coophub.web import clock
from coophub.web.model_fields import MomentColumn


class ClaimedRole(models.Model):
    """That a provider named a role of somebody when they signed in last. It gives no role: it is proposed once."""

    account = models.ForeignKey(SocialAccount, models.CASCADE, related_name="claimed_roles")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    since = MomentColumn(_("named since"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("role that a provider names")
        verbose_name_plural = _("roles that providers name")
        constraints = [models.UniqueConstraint(fields=["account", "role"], name="role_claimed_once")]

    def __str__(self) -> str:
        return self.get_role_display()


class HeardLogout(models.Model):
    """A message of a provider that somebody signed out, so that it is heard once. It goes when it is too old anyway."""

    provider = models.CharField(_("provider"), max_length=50)
    jti = models.CharField(_("key of the message"), max_length=255)
    expires_at = MomentColumn(_("good until"))

    class Meta:
        verbose_name = _("message of a sign-out")
        verbose_name_plural = _("messages of a sign-out")
        constraints = [models.UniqueConstraint(fields=["provider", "jti"], name="logout_heard_once")]

    def __str__(self) -> str:
        return self.jti
