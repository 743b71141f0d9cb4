"""What financing plans do by themselves."""

from typing import Any

from celery import current_app, shared_task
from celery.signals import worker_process_init

from coophub.celery import QUICK
from financing.plans.homes.points_counter import counter
from financing.plans.services.lever_searches import remove_ended_searches
from financing.plans.services.visitors import remove_expired_plans


@shared_task
def sweep_visitor_plans() -> int:
    """Removes visitors' plans of which the time is over. After a missed day it removes all of that."""
    return remove_expired_plans()


@shared_task
def sweep_lever_searches() -> int:
    """Removes searches for the API of which the time is over."""
    return remove_ended_searches()


@worker_process_init.connect
def keep_points_warm(**_signal: Any) -> None:
    """Lets the worker for what somebody waits for get ready before the first home comes."""
    if set(current_app.amqp.queues.consume_from) == {QUICK}:
        counter.start()
