"""What one advisor writes and another signs for: the same of a lesson, a model document and a guide."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from coophub.accounts.models import Role, User
from coophub.accounts.selectors import people_with_role
from coophub.web import clock
from coophub.web.errors import DomainError
from pilots.models.approved import ApprovedText


def sign(text: ApprovedText, *, read: str, user: User) -> None:
    """Publishes a text, of which `read` is the seal. Its row is locked, and the user may approve it.

    Raises DomainError when it was changed since it was read.
    """
    if read != text.seal:
        raise DomainError(_("The text was changed since you read it. Read it again before you approve it."))
    text.state = "published"
    text.approved_by, text.approved_at, text.approved_seal = user, clock.now(), read
    text.save(update_fields=["state", "approved_by", "approved_at", "approved_seal"])


def move(text: ApprovedText, state: str, *, remark: str = "") -> None:
    """Gives a text another state, with why it came back."""
    text.state, text.remark = state, remark
    text.save(update_fields=["state", "remark"])


def other_advisors(text: ApprovedText) -> list[User]:
    """Every advisor but who wrote it."""
    return [person for person in people_with_role(Role.ADVISOR) if person.pk != text.author_id]


def refuse_half_english(text: ApprovedText, dutch: Sequence[str]) -> None:
    """Raises DomainError beside the first field that has no English, when others have it: a page is in one language."""
    english = [f"{name}_en" for name in dutch]
    missing = [f"{name}_en" for name in dutch if getattr(text, name) and not getattr(text, f"{name}_en")]
    if missing and any(getattr(text, name) for name in english):
        raise DomainError(_("Write all of it in English, or nothing."), field=missing[0])
