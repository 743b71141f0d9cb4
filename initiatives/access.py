"""The ways in to a group's own pages and to its public one."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coophub.accounts.rules import Person
from coophub.web.access import get_visible
from initiatives.models import Initiative

FOR_EDITORS = _("Only owners and editors of this initiative can change this. Ask one of them, or ask for another role.")
FOR_OWNERS = _("Only owners of this initiative can do this. Ask one of them.")


def visible_initiative(
    user: Person, slug: str, *, do: str | None = None, why: str | Promise = FOR_EDITORS
) -> Initiative:
    """The initiative at this address for who may see its pages. `do` names what else must be allowed.

    Raises Http404 for strangers, PermissionDenied with `why` for who may look but not do this.
    """
    found = Initiative.objects.select_related("municipality")
    return get_visible(user, found, see="initiatives.view_initiative", do=do, why=why, slug=slug)


def visible_public_page(user: Person, slug: str) -> Initiative:
    """The initiative for who may see what it tells the public. Raises Http404."""
    found = Initiative.objects.select_related("municipality")
    return get_visible(user, found, see="initiatives.view_public_page", slug=slug)
