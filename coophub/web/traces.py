"""Traces by OpenTelemetry, when OTEL_EXPORTER_OTLP_ENDPOINT says where they go: one for each request, with what it
asked of the database and what workers do for it.

Written on OpenTelemetry itself and not on its instrumentations, which note addresses of pages and of visitors
(decision 163). What stands in a trace is chosen here, word for word.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from celery.signals import before_task_publish, task_postrun, task_prerun, worker_process_shutdown
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from structlog.contextvars import get_contextvars

LONGEST = 2000
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
"""Another is what a visitor made up."""

_tracer = trace.get_tracer(__name__)
_carrier = TraceContextTextMapPropagator()
_tasks: dict[str, ExitStack] = {}


def start() -> None:
    """Once in each process. Without an address nothing is loaded, and nothing listens."""
    if not settings.TRACES_ENDPOINT:
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({SERVICE_NAME: settings.TRACES_NAME}))
    exporter = OTLPSpanExporter(endpoint=f"{settings.TRACES_ENDPOINT.rstrip('/')}/v1/traces")
    # A thread of its own sends them: who asks for a page never waits for it.
    provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    for signal, handler in HANDLERS:
        signal.connect(handler)


class TraceMiddleware:
    """A trace always begins here: one that a visitor names would put what they do into that of somebody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.TRACES_ENDPOINT:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        method = request.method if request.method in METHODS else "_OTHER"
        with _noted(method, kind=trace.SpanKind.SERVER, context=Context()) as span:
            span.set_attribute("http.request.method", method)
            response = self.get_response(request)
            # The pattern and not the address, which may be a private link or hold the name of a group.
            if request.resolver_match:
                span.set_attribute("http.route", request.resolver_match.route)
                span.update_name(f"{method} {request.resolver_match.route}")
            span.set_attribute("http.response.status_code", response.status_code)
            if response.status_code >= 500:
                span.set_status(trace.StatusCode.ERROR)
            return response


def watch(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Each new connection is watched."""
    if traced not in connection.execute_wrappers:
        connection.execute_wrappers.append(traced)


def traced(execute: Callable[..., Any], query: Any, parameters: Any, many: bool, context: dict[str, Any]) -> Any:
    """The words of a question, and never the values in it. Outside a trace it is none."""
    if not trace.get_current_span().is_recording():
        return execute(query, parameters, many, context)
    # What psycopg puts together itself may hold a value.
    words = query if isinstance(query, str) else ""
    with _noted(words.partition(" ")[0] or "query", kind=trace.SpanKind.CLIENT) as span:
        span.set_attribute("db.system.name", "postgresql")
        span.set_attribute("db.query.text", words[:LONGEST])
        return execute(query, parameters, many, context)


def send_along(headers: dict[str, Any] | None = None, **_signal: Any) -> None:
    """The trace goes to the worker with the message."""
    if headers is not None:
        _carrier.inject(headers)


def begin_task(task_id: str, task: Any, **_signal: Any) -> None:
    carried = {"traceparent": getattr(task.request, "traceparent", None) or ""}
    stack = ExitStack()
    span = stack.enter_context(
        _noted(task.name, kind=trace.SpanKind.CONSUMER, context=_carrier.extract(carried, context=Context()))
    )
    span.set_attribute("celery.task", task.name)
    span.set_attribute("celery.task_id", task_id)
    _tasks[task_id] = stack


def end_task(task_id: str, state: str | None = None, **_signal: Any) -> None:
    if stack := _tasks.pop(task_id, None):
        if state == "FAILURE":
            trace.get_current_span().set_status(trace.StatusCode.ERROR)
        stack.close()


def send_the_last(**_signal: Any) -> None:
    """A process of a worker ends without Python's own farewell."""
    provider: Any = trace.get_tracer_provider()
    provider.shutdown()


HANDLERS = (
    (connection_created, watch),
    (before_task_publish, send_along),
    (task_prerun, begin_task),
    (task_postrun, end_task),
    (worker_process_shutdown, send_the_last),
)


@contextmanager
def _noted(name: str, *, kind: trace.SpanKind, context: Context | None = None) -> Iterator[trace.Span]:
    """A span, which says of an error its kind alone: its sentence may hold what somebody typed."""
    with _tracer.start_as_current_span(
        name, context, kind, record_exception=False, set_status_on_exception=False
    ) as span:
        if request_id := get_contextvars().get("request_id"):
            span.set_attribute("coophub.request_id", request_id)
        try:
            yield span
        except Exception as error:
            span.set_attribute("error.type", type(error).__qualname__)
            span.set_status(trace.StatusCode.ERROR)
            raise
