"""What the account pages show."""

from django.db.models import Q, QuerySet

from coophub.accounts.models import User


def people(search: str = "") -> QuerySet[User]:
    """Everybody who can sign in, by name, with roles and organisation; `search` looks in name and address."""
    found = User.objects.filter(is_active=True).select_related("organisation").prefetch_related("role_grants")
    if search:
        found = found.filter(Q(name__icontains=search) | Q(email__icontains=search))
    return found.order_by("name", "email")
