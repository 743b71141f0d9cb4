"""What a page offers somebody works when they do it, and what it does not offer is refused: every person, every state,
every step.
"""

import pytest
from django.db import transaction

from coophub.audit.models import AuditEntry
from coophub.web.errors import DomainError
from coophub.web.once import only_looking
from financing.subsidies.procedure.steps.order import GROUP_STEPS, STAFF_STEPS, offered
from financing.subsidies.selectors.applications import visible_applications
from financing.subsidies.selectors.dossiers import with_everything
from tests.financing.subsidies.procedure.may.filled_in import filled_in
from tests.financing.subsidies.procedure.may.scenes import IN_EVERY_RUN, PEOPLE, SCENES, application_of, at, everybody
from tests.thorough import some

pytestmark = pytest.mark.django_db

SIDES = {"subsidies.view_dossier": STAFF_STEPS, "subsidies.view_application": GROUP_STEPS}
ACCEPTED_UNASKED = {
    "GiveDefaultNotice": "a notice of default that comes too early is kept and starts nothing (Awb 4:17)",
}
"""What the page has no button for, and the service takes all the same; each with its reason."""


def as_on_the_page(application):
    found = with_everything(visible_applications()).prefetch_related(
        "review_assignments", "interest_declarations", "assessments"
    )
    return found.get(pk=application.pk)


def outcome(step, application, user, people):
    """Done, nothing (it was done before), or why it was refused. Leaves nothing behind."""
    data, files = filled_in(step, application, user, people)
    form = step.form(application, user, data, files)
    if not form.is_valid():
        return f"not valid: {dict(form.errors)}"
    with transaction.atomic():
        before = AuditEntry.objects.count()
        try:
            step.act(application, user, form)
            return "done" if AuditEntry.objects.count() > before or step.name == "note" else "nothing"
        except DomainError as error:
            return f"refused: {error}"
        finally:
            transaction.set_rollback(True)


@pytest.mark.parametrize("scene", some(SCENES, plain=IN_EVERY_RUN), ids=lambda scene: scene.__name__)
def test_what_is_offered_works_and_what_is_not_is_refused(scene):
    people = everybody()
    application = application_of(people)
    days = scene(application, people) or 0
    wrong = []

    with at(days):
        for name in PEOPLE:
            user, page = people[name], as_on_the_page(application)
            for see, steps in SIDES.items():
                with only_looking():
                    if not user.has_perm(see, page):
                        continue
                    shown = offered(steps, page, user)
                    possible = [step for step in steps if user.has_perm(step.permission, page)]
                for step in possible:
                    found = outcome(step, page, user, people)
                    kind = type(step).__name__
                    if step in shown and found != "done":
                        wrong.append((name, kind, "is offered", found))
                    elif step not in shown and found == "done" and kind not in ACCEPTED_UNASKED:
                        wrong.append((name, kind, "is not offered", found))

    assert wrong == []
