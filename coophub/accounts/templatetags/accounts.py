"""What the sign-in page shows of the demo, and the list of sessions of a browser."""

from django import template
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coophub.accounts import demo
from coophub.accounts.models import User

register = template.Library()

register.filter("demo_role", demo.translated_role)

# In this order: each browser also calls itself what its forebears are called.
BROWSERS = {"Firefox/": "Firefox", "Edg/": "Edge", "OPR/": "Opera", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


@register.simple_tag
def demo_accounts() -> QuerySet[User]:
    """The accounts to enter by one click; none outside the demo."""
    return demo.demo_accounts()


@register.filter
def browser(user_agent: str) -> str:
    """ "Firefox, Windows": enough to recognise one's own devices by."""
    names = [_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)]
    return ", ".join(filter(None, names)) or _("Unknown browser")


def _first(words: dict[str, str], user_agent: str) -> str:
    return next((name for word, name in words.items() if word in user_agent), "")
