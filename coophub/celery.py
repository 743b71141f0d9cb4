"""The Celery application: background documents, mail and the sweepers that mend what was interrupted."""

import os
import time
from typing import Any

import structlog
from celery import Celery
from kombu.pools import producers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coophub.settings")

QUICK = "quick"
"""The queue of work that takes a moment, for which somebody waits at a page. Its worker does nothing else."""

log = structlog.get_logger(__name__)

app = Celery("coophub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Who sent a form never waits for the broker: one try, that ends soon.
AT_ONCE = {"max_retries": 0, "socket_connect_timeout": 0.3, "socket_timeout": 0.3}
AWAY_SECONDS = 5
"""For so long a broker that did not answer is not asked again: one deed may have ten messages."""

_asked_again_at = 0.0


def publish(task: str, arguments: list[Any], **options: Any) -> bool:
    """Tells a worker what to do; gives whether the broker took the message.

    It never raises and takes no second: what is not told now, a sweeper tells later (decision 1).
    """
    global _asked_again_at
    if time.monotonic() < _asked_again_at:
        return False
    try:
        with producers[app.connection_for_write(transport_options=AT_ONCE)].acquire(block=True) as producer:
            app.send_task(task, arguments, producer=producer, retry=False, **options)
    except Exception as error:  # the broker may fail in many ways, and none of them may hurt who sent the form
        _asked_again_at = time.monotonic() + AWAY_SECONDS
        log.warning("broker_away", task=task, error=str(error))
        return False
    return True
