"""What the sign-in page shows of the demo."""

from django import template
from django.db.models import QuerySet

from coophub.accounts import demo
from coophub.accounts.models import User

register = template.Library()

register.filter("demo_role", demo.translated_role)


@register.simple_tag
def demo_accounts() -> QuerySet[User]:
    """The accounts to enter by one click; none outside the demo."""
    return demo.demo_accounts()
