"""Reads the text of a file as a program of its own: the file on its input, on its output JSON with its text.

A file may be made to fill the memory or to keep a processor busy, so this runs apart from the worker that asks
(`coophub.documents.texts`), gives up memory and time above a bound, and stops where nobody reads on. It knows nothing
of CoopHub.
"""

import io
import json
import os
import resource
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from xml.etree import ElementTree as ET

MOST = {resource.RLIMIT_AS: 1_000_000_000, resource.RLIMIT_CPU: 8, resource.RLIMIT_CORE: 0}
"""Bytes of memory, seconds of the processor, and nothing on the disk when it breaks."""
MOST_SIGNS = 200_000
"""So much of a text is found again: some eighty pages."""
MOST_XML_BYTES = 50_000_000


def main(kind: str) -> int:
    for what, most in MOST.items():
        resource.setrlimit(what, (most, most))
    os.nice(10)
    json.dump({"text": text_of(sys.stdin.buffer.read(), kind)}, sys.stdout)
    return 0


def text_of(content: bytes, kind: str) -> str:
    """As much of its text as is kept; what cannot be read has none."""
    found: list[str] = []
    size = 0
    # A file made to break a reader breaks it in many ways: what was read before that stays.
    with suppress(Exception):
        for piece in KINDS[kind](content):
            found.append(piece)
            size += len(piece) + 1
            if size > MOST_SIGNS:
                break
    return "\n".join(found)[:MOST_SIGNS]


def _of_pdf(content: bytes) -> Iterator[str]:
    from pypdf import PdfReader

    for page in PdfReader(io.BytesIO(content)).pages:
        yield page.extract_text()


def _of_part(name: str, paragraph: str) -> Callable[[bytes], Iterator[str]]:
    """How an office file is read: the words of each paragraph in the part that holds its text."""

    def read(content: bytes) -> Iterator[str]:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            if file.getinfo(name).file_size > MOST_XML_BYTES:
                return
            for _event, element in ET.iterparse(file.open(name)):  # noqa: S314 - apart, within bounds
                if element.tag.endswith(paragraph):
                    yield "".join(element.itertext())

    return read


def _of_csv(content: bytes) -> Iterator[str]:
    yield content.decode("utf-8", errors="replace")


KINDS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "pdf": _of_pdf,
    "docx": _of_part("word/document.xml", "}p"),
    "odt": _of_part("content.xml", "}p"),
    "csv": _of_csv,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
