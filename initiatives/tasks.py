"""What initiatives do by themselves."""

from celery import shared_task

from initiatives.services.contact import remove_old_messages


@shared_task
def sweep_visitor_messages() -> int:
    """Removes what visitors wrote when its time is over. After a missed day it removes all of that."""
    return remove_old_messages()
