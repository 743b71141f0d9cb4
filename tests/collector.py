"""A collector of traces: a server that hears OTLP over HTTP, as the protocol of OpenTelemetry describes it."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)


class Collector:
    """What it heard: each message as it came, and every span in them."""

    def __init__(self, address):
        self.address, self.heard = address, []

    @property
    def spans(self):
        messages = [ExportTraceServiceRequest.FromString(content) for content in self.heard]
        resources = [each for message in messages for each in message.resource_spans]
        return [span for each in resources for scope in each.scope_spans for span in scope.spans]

    def says(self, word):
        """Whether a word stands anywhere in what it heard."""
        return any(word.encode() in content for content in self.heard)


def attributes(span):
    """By their names; of a value the one that is there."""
    return {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in span.attributes}


@contextmanager
def collecting() -> Iterator[Collector]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            content = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                content = gzip.decompress(content)
            is_traces = (self.path, self.headers["Content-Type"]) == ("/v1/traces", "application/x-protobuf")
            if is_traces:
                collector.heard.append(content)
            answer = ExportTraceServiceResponse().SerializeToString()
            self.send_response(200 if is_traces else 404)
            self.send_header("Content-Type", "application/x-protobuf")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    collector = Collector(f"http://127.0.0.1:{server.server_port}")
    Thread(target=server.serve_forever, daemon=True).start()
    yield collector
    server.shutdown()
    server.server_close()
