"""What a letter or a decision asks of a group, on its own list of tasks."""

from django.db import transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from financing.subsidies.models import Application
from financing.subsidies.procedure.awards import current_award
from financing.subsidies.selectors.deadlines import deadlines_of, duty_in_words, task_key
from initiatives.may import why_not_add_task
from initiatives.models import Task
from initiatives.services.tasks import add_task


@transaction.atomic
def make_task_of_duty(*, application: Application, key: str, user: User) -> Task:
    """Gives the group a task with the day by which it has to act; `key` is that of the day. Pressed twice it is once.

    Raises DomainError for who may not, and for a day that does not count any more.
    """
    refuse(why_not_add_task(application.initiative, user))
    deadlines = deadlines_of(application, current_award(application))
    duty = next((item for item in deadlines if item.key == key and item.is_for_group), None)
    if duty is None:
        raise DomainError(_("This day does not count any more. Look at the application how it stands."))
    return add_task(
        initiative=application.initiative,
        title=duty_in_words(duty),
        due_on=duty.on,
        origin=_("application %(number)s") % {"number": application.number},
        key=task_key(application, key),
        user=user,
    )
