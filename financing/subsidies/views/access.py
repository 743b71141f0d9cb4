"""The one way in to a dossier for who works with its money or its papers."""

from coophub.accounts.rules import Person
from coophub.web.access import get_visible
from financing.subsidies.models import Application
from financing.subsidies.selectors.applications import visible_applications


def visible_dossier(user: Person, pk: int, *, do: str | None = None) -> Application:
    """The application for who may see its dossier. `do` names what else must be allowed.

    Raises Http404 for everybody else, PermissionDenied for who may look but not do this.
    """
    found = visible_applications().select_related("submission")
    return get_visible(user, found, see="subsidies.view_dossier", do=do, pk=pk)
