"""What goes by itself, every night."""

from celery import shared_task

from coophub.operations import retention


@shared_task
def sweep_retention() -> dict[str, int]:
    """Removes what its time is over. After a missed night it removes all of that."""
    return retention.remove_all()
