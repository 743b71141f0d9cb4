"""The Celery application: background documents, mail and the sweepers that mend what was interrupted."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coophub.settings")

QUICK = "quick"
"""The queue of work that takes a moment, for which somebody waits at a page. Its worker does nothing else."""

app = Celery("coophub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
