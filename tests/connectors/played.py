"""A service of somebody else, played by a server of ours that answers as its description says."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self


class Played:
    """What it answers, and what it was asked."""

    def __init__(self) -> None:
        self.status, self.answers, self.asked = 200, {}, []

    def answer_to(self, path: str) -> object:
        """What is there; bytes as they are, None for nothing."""
        return self.answers.get(path)

    @contextmanager
    def served(self) -> Iterator[tuple[Self, str]]:
        played = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                played.asked.append((self.path, self.headers))
                found = played.answer_to(self.path)
                content = found if isinstance(found, bytes) else json.dumps(found or {"fout": []}).encode()
                self.send_response(played.status if found is not None else 404)
                self.send_header("Location", f"{self.path}/elders")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_arguments):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=server.serve_forever, daemon=True).start()
        yield self, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()
