"""What a group writes in its application, part by part, complete or not.

Every function here takes the revision that the page showed and raises DomainError when the application was submitted,
or ClashError when somebody else changed the same part in the meantime. What changes nothing leaves the second signature
in place.
"""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.documents.models import Document
from coophub.documents.selectors import documents_of
from coophub.documents.services import add_document, add_version, as_upload, remove_document
from coophub.web.errors import DomainError
from financing.plans.models import Plan
from financing.subsidies.applications.parts.plan import PLAN
from financing.subsidies.applications.plan_lines import find_again
from financing.subsidies.applications.sections import DOCUMENTS
from financing.subsidies.applications.wanted_documents import wanted_documents
from financing.subsidies.models import Application
from financing.subsidies.services.drafts import locked_draft, touch


@transaction.atomic
def save_answers(
    *,
    application: Application,
    section: str,
    answers: Mapping[str, Any],
    revision: int,
    user: User,
    target: str | None = None,
) -> Application:
    """Keeps the answers of a part."""
    application = locked_draft(application, section, revision)
    changed = {**application.answers, section: dict(answers)}
    if changed == application.answers and target in (None, application.target):
        return application
    before = {section: application.answers.get(section)}
    application.answers = changed
    if target is not None:
        application.target = target
    touch(application, section, user)
    record(actor=user, action="subsidies.save", target=application, before=before, after={section: dict(answers)})
    return application


@transaction.atomic
def choose_plan(*, application: Application, plan: Plan, revision: int, user: User) -> Application:
    """Which financing plan the application rests on. Raises DomainError for another group's plan."""
    application = locked_draft(application, PLAN, revision)
    if plan.initiative_id != application.initiative_id:
        raise DomainError(_("Choose a plan of your own initiative."), field="plan")
    if application.plan_id == plan.pk:
        return application
    application.plan = plan
    find_again(plan, application.budget_lines.all())
    touch(application, PLAN, user)
    record(actor=user, action="subsidies.choose_plan", target=application, after={"plan": plan.name})
    return application


@transaction.atomic
def add_required_document(*, application: Application, slug: str, upload: UploadedFile[Any], user: User) -> None:
    """Stores a document that the application needs; a second one is a new version.

    Raises DomainError for a file that may not be stored.
    """
    application = locked_draft(application)
    wanted = next(wanted for wanted in wanted_documents(application.scheme_version) if wanted.slug == slug)
    present = documents_of(application).filter(category=slug).first()
    if present is None:
        # The ministry reads this name, so it is in the language of the law.
        with translation.override("nl"):
            title = str(wanted.title)
        add_document(subject=application, title=title, category=slug, upload=upload, user=user)
    else:
        add_version(document=present, upload=upload, user=user)
    touch(application, DOCUMENTS, user)


@transaction.atomic
def use_own_document(*, application: Application, slug: str, document: Document, user: User) -> None:
    """Takes one of the group's own documents as one that the application needs, as it is now.

    Raises DomainError for another group's document.
    """
    if not documents_of(application.initiative).filter(pk=document.pk).exists():
        raise DomainError(_("Choose a document of your own group."), field="own")
    add_required_document(application=application, slug=slug, upload=as_upload(document), user=user)


@transaction.atomic
def remove_required_document(*, application: Application, slug: str, user: User) -> None:
    """Takes a document out of the application. Removing twice changes nothing."""
    application = locked_draft(application)
    present = documents_of(application).filter(category=slug).first()
    if present is None:
        return
    remove_document(document=present, user=user)
    touch(application, DOCUMENTS, user)
