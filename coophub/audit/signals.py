"""Lets what a background task does carry the task's name as its origin."""

from contextvars import Token
from typing import Any

from celery.signals import task_postrun, task_prerun

from coophub.audit.origin import enter, leave

_tokens: dict[str, Token[str]] = {}


@task_prerun.connect
def task_starts(task_id: str, task: Any, **kwargs: Any) -> None:
    _tokens[task_id] = enter(f"task {task.name}")


@task_postrun.connect
def task_ends(task_id: str, **kwargs: Any) -> None:
    if token := _tokens.pop(task_id, None):
        leave(token)
