"""What the audit trail calls what is done with notices."""

from django.utils.translation import gettext_lazy as _

from coophub.audit.actions import name_actions
from coophub.audit.values import name_values
from coophub.notifications.topics import TO_CHOOSE


def register() -> None:
    name_actions({"notifications.change_wishes": _("chose what comes by e-mail")})
    name_values("notifications", {f"email_{topic}": topic.label for topic in TO_CHOOSE})
