"""Of what programs can be told: what changed of what their person may see, and where it is read."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.documents.models import Document
from coophub.documents.views import can_see
from coophub.web.errors import DomainError
from coophub.webhooks.events import EventKind, add_kinds
from financing.plans.models import Plan
from financing.plans.views.access import visible_plan
from financing.subsidies.models import Application
from financing.subsidies.views.access import visible_application, visible_dossier
from initiatives.models import Initiative


def register() -> None:
    add_kinds(
        EventKind(
            "plan.changed",
            _("A financing plan that I may see was started or changed"),
            frozenset({"plans.start", "plans.save", "plans.undo", "plans.redo", "plans.restore"}),
            _path_of_plan,
        ),
        EventKind(
            "document.added",
            _("A document of an initiative that I may see was added, or got a newer version"),
            frozenset({"documents.add", "documents.add_version"}),
            _path_of_document,
        ),
        EventKind(
            "application.changed",
            _("An application that I may see was submitted, completed, withdrawn or decided"),
            frozenset(
                f"subsidies.{step}" for step in ("submit", "request_remedy", "complete", "withdraw", "sign_decision")
            ),
            _path_of_application,
        ),
    )


def _path_of_plan(user: User, plan: Plan) -> str | None:
    if plan.initiative is None:
        return None
    slug = plan.initiative.slug
    if not _is_visible(lambda: visible_plan(user, slug, plan.pk)):
        return None
    return reverse("api:own_plan", args=[slug, plan.pk])


def _path_of_document(user: User, document: Document) -> str | None:
    group = document.subject
    if not isinstance(group, Initiative) or not can_see(user, document):
        return None
    return reverse("api:own_document_content", args=[group.slug, document.pk])


def _path_of_application(user: User, application: Application) -> str | None:
    """To the group where it stands, to the ministry its case."""
    slug = application.initiative.slug
    if _is_visible(lambda: visible_application(user, slug, application.pk)):
        return reverse("api:own_applications", args=[slug])
    if _is_visible(lambda: visible_dossier(user, application.pk)):
        return reverse("api:case", args=[application.pk])
    return None


def _is_visible(look: Callable[[], object]) -> bool:
    try:
        look()
    except (Http404, PermissionDenied, DomainError):
        return False
    return True
