"""Finding the person that somebody asks about."""

from coophub.accounts.models import User
from coophub.operations.errors import OperationError


def person_at(address: str) -> User:
    """Raises OperationError for an address that belongs to nobody."""
    person = User.objects.filter(email=address.strip().lower(), is_active=True).first()
    if person is None:
        raise OperationError(f"Nobody has an account at {address}. Look whether they changed their address.")
    return person
