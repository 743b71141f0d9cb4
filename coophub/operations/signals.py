"""Notes when each sweep last ended, so that a timer that stands still is seen."""

import time
from typing import Any

from celery.signals import task_postrun, task_prerun

from coophub.operations.runs import note

_started: dict[str, float] = {}


@task_prerun.connect
def sweep_starts(task_id: str, task: Any, **_signal: Any) -> None:
    if _is_sweep(task):
        _started[task_id] = time.monotonic()


@task_postrun.connect
def sweep_ends(task_id: str, task: Any, state: str = "", **_signal: Any) -> None:
    if (started := _started.pop(task_id, None)) is not None:
        note(_name(task), seconds=time.monotonic() - started, well=state == "SUCCESS")


def _is_sweep(task: Any) -> bool:
    return _name(task).startswith("sweep_")


def _name(task: Any) -> str:
    return str(task.name).rpartition(".")[2]
