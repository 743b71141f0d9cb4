"""CoopHub: the place where Dutch housing co-operatives get built."""

from coophub.celery import app as celery_app

__all__ = ["celery_app"]
