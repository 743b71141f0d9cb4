"""What production would have in its log."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import structlog
from django.conf import settings


@contextmanager
def logging_as_in_production() -> Iterator[SimpleNamespace]:
    """Every line as production writes it, and the same as events."""
    processors = [*settings.LOG_PROCESSORS]
    formatter = structlog.stdlib.ProcessorFormatter(
        processor=structlog.processors.JSONRenderer(), foreign_pre_chain=processors
    )
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.addHandler(handler)
    yield SimpleNamespace(
        text=stream.getvalue, events=lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    )
    root.removeHandler(handler)
