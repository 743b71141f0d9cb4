"""What the web server of `gunicorn.conf.py` sends at once."""

import runpy
import socket
from types import SimpleNamespace

import pytest
from django.conf import settings
from gunicorn.config import Config
from gunicorn.http import wsgi

BODY = b"<p>Whole</p>"


@pytest.fixture
def door(monkeypatch):
    """Both ends of a connection on which each thing that is sent arrives apart."""
    monkeypatch.setattr(wsgi, "Response", wsgi.Response)
    runpy.run_path(str(settings.BASE_DIR / "gunicorn.conf.py"))
    ends = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    yield ends
    for end in ends:
        end.close()


def answer(connection, *headers):
    asked = SimpleNamespace(method="GET", version=(1, 1), should_close=lambda: False)
    answering = wsgi.Response(asked, connection, Config())
    answering.start_response("200 OK", [("Content-Type", "text/html"), *headers])
    return answering


def test_a_page_is_sent_with_its_head(door):
    ours, theirs = door
    answering = answer(ours, ("Content-Length", str(len(BODY))))

    answering.write(BODY)

    head, _blank, body = theirs.recv(65536).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert body == BODY


def test_pieces_of_a_long_answer_follow_one_by_one(door):
    ours, theirs = door
    answering = answer(ours)

    for piece in (b"one", b"two"):
        answering.write(piece)
    answering.close()

    first, *others = (theirs.recv(65536) for _number in range(3))
    assert first.endswith(b"\r\n\r\n3\r\none\r\n")
    assert others == [b"3\r\ntwo\r\n", b"0\r\n\r\n"]


def test_an_answer_without_a_page_is_sent_too(door):
    ours, theirs = door

    answer(ours, ("Content-Length", "0")).close()

    assert theirs.recv(65536).endswith(b"\r\n\r\n")
