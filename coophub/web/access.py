"""Loading and checking in one call, so that no view can forget the second half."""

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coophub.accounts.rules import Person

M = TypeVar("M", bound=Model)

NOT_YOURS_TO_DO = _("You can see this, but your role does not allow this step.")


def get_visible(
    user: Person,
    queryset: QuerySet[M],
    *,
    see: str,
    do: str | None = None,
    why: str | Promise = NOT_YOURS_TO_DO,
    **lookup: object,
) -> M:
    """The one object of `queryset` that `lookup` names, if `user` may see it.

    `see` and `do` are permission names, asked with the object. Who may not see it gets the same 404 as for what does
    not exist; who may see it but not do this gets 403 with the sentence `why`.
    Raises Http404 or PermissionDenied.
    """
    return seen_by(user, queryset.filter(**lookup).first(), see=see, do=do, why=why)


def seen_by(
    user: Person, found: M | None, *, see: str, do: str | None = None, why: str | Promise = NOT_YOURS_TO_DO
) -> M:
    """The same for what was found already, or was not."""
    if found is None or not user.has_perm(see, found):
        raise Http404
    if do is not None and not user.has_perm(do, found):
        raise PermissionDenied(str(why))
    return found


def require(user: Person, permission: str, *, why: str | Promise = NOT_YOURS_TO_DO) -> None:
    """For pages that belong to a role and not to a thing. Who has no such role gets 404.

    Raises Http404.
    """
    if not user.has_perm(permission):
        raise Http404(str(why))
