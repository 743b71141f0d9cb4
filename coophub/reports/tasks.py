"""Rendering, and sweeping up after dead workers."""

from celery import shared_task

from coophub.reports import services


@shared_task
def render_report(job_id: str) -> None:
    """Makes one document. Safe to run twice: only one call can own the job."""
    services.render(job_id)


@shared_task
def sweep_jobs() -> list[str]:
    """Queues again what a dead worker or broker left. After a missed day it queues all of that."""
    return services.sweep()
