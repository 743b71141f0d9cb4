"""Whether everything that CoopHub stands on answers, each asked as CoopHub itself asks it."""

import shutil
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import redis
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import get_connection
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from coophub.celery import app
from coophub.documents import scanner
from coophub.operations.backup import programs
from coophub.operations.errors import OperationError
from coophub.reports import registry

WORKER_SECONDS = 2
LEAST_FREE = 0.10
"""Of a disk. Below that there is too little left to make a backup or to grow while nobody looks."""


@dataclass(frozen=True)
class HealthPart:
    """One thing that CoopHub stands on, and what it said. `problem` is empty when all is well."""

    name: str
    said: str
    problem: str = ""


def health() -> list[HealthPart]:
    """Asks each in turn; what does not answer holds up no other for more than a few seconds."""
    return ask_each(
        {
            "database": _database,
            "migrations": _migrations,
            "redis": _redis,
            "workers": _workers,
            "storage": _storage,
            "mail": _mail,
            "scanner": _scanner,
            "disk": disk,
        }
    )


def ask_each(parts: Mapping[str, Callable[[], str]]) -> list[HealthPart]:
    """What each says; OperationError is a problem in words of ours."""
    return [_asked(name, ask) for name, ask in parts.items()]


def _asked(name: str, ask: Callable[[], str]) -> HealthPart:
    try:
        return HealthPart(name, ask())
    except OperationError as error:
        return HealthPart(name, "", str(error))
    except Exception as error:  # whatever it is that does not answer, the others are asked
        return HealthPart(name, "", f"does not answer: {' '.join(str(error).split())[:200]}")


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery(), pg_size_pretty(pg_database_size(current_database()))")
        is_copy, size = cursor.fetchone()
    if is_copy:
        raise OperationError("is a copy that cannot be written")
    return f"PostgreSQL {programs.server_version()}, {size}"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        raise OperationError(f"{len(waiting)} changes of the database were not made: run `manage.py migrate`")
    return "all made"


def _redis() -> str:
    with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2) as client:
        client.ping()
        return f"Redis {client.info('server')['redis_version']}"


def _workers() -> str:
    """Every queue has somebody who takes from it."""
    with app.connection_for_read() as broker:
        found = app.control.inspect(timeout=WORKER_SECONDS, connection=broker).active_queues() or {}
    taken = {queue["name"] for queues in found.values() for queue in queues}
    nobody_s = sorted(_queues_of_ours() - taken)
    if nobody_s:
        raise OperationError(f"no worker takes from {', '.join(nobody_s)}")
    return f"{len(found)} workers"


def _queues_of_ours() -> set[str]:
    """The queues that work is put into."""
    routed = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}
    return {*routed, *registry.queues(), settings.CELERY_TASK_DEFAULT_QUEUE}


def _storage() -> str:
    """Writes a file, reads it and throws it away."""
    name = default_storage.save(f"health/{uuid.uuid4().hex}", ContentFile(b"whole"))
    try:
        with default_storage.open(name, "rb") as stored:
            if stored.read() != b"whole":
                raise OperationError("does not give back what was stored")
    finally:
        default_storage.delete(name)
    return "writes and reads"


def _mail() -> str:
    """Connects and signs in, and sends nothing."""
    if not settings.MAIL_TRANSPORT.endswith("smtp.EmailBackend"):
        return "none is set: e-mails go no further than the outbox"
    transport = get_connection(settings.MAIL_TRANSPORT)
    transport.open()
    transport.close()
    return "answers"


def _scanner() -> str:
    if not scanner.has_scanner():
        return "none is set"
    if not scanner.answers():
        raise OperationError("does not answer: files wait for it, and nobody can open them")
    return "answers"


def disk() -> str:
    """The room on the disk of the files. Raises OperationError when it is nearly full."""
    place = settings.MEDIA_ROOT if settings.MEDIA_ROOT.exists() else settings.BASE_DIR
    total, _used, free = shutil.disk_usage(place)
    said = f"{free / 1e9:.1f} GB free of {total / 1e9:.1f} GB at {place}"
    if free < LEAST_FREE * total:
        raise OperationError(said)
    return said
