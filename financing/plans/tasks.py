"""What financing plans do by themselves."""

from celery import shared_task

from financing.plans.services.visitors import remove_expired_plans


@shared_task
def sweep_visitor_plans() -> int:
    """Removes visitors' plans of which the time is over. After a missed day it removes all of that."""
    return remove_expired_plans()
