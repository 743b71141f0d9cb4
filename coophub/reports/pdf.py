"""From a template to a PDF that screen readers can read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pikepdf
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

STATIC = "static:"
LONG_WORD = re.compile(r"\S{27}")
"""Longer than any that we write ourselves: somebody's own, or an address."""
BREAK_LONG_WORDS = "body, th, td { overflow-wrap: anywhere } .number { overflow-wrap: normal }"
TAGS = re.compile(r"<[^>]*>")
SCOPES = {"/THead": pikepdf.Name.Column}


class StaticOnlyFetcher(URLFetcher):
    """Reads our own static files (`static:/images/logo.svg`) and data addresses. No network, no other file."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        if parts.scheme == "data":
            return super().fetch(url, headers)
        if f"{parts.scheme}:" != STATIC:
            raise ValueError(f"{parts.scheme} addresses are not read.")
        found = finders.find(parts.path.lstrip("/"))
        if not isinstance(found, str):
            raise ValueError(f"{parts.path} is no static file.")
        return super().fetch(Path(found).as_uri(), headers)


def render_pdf(
    template_name: str,
    context: Mapping[str, Any],
    *,
    language: str,
    variant: str = "pdf/ua-1",
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """A PDF of a template that extends `reports/base.html`, in a language; `variant` as WeasyPrint names them.

    A `pdf/a-3a` may carry attachments, each with its relationship ("Source", "Data", "Supplement").
    """
    with translation.override(language):
        html = render_to_string(template_name, {**context, "language": language})
    letterhead, long_words, typefaces = _look()
    has_long_words = LONG_WORD.search(TAGS.sub(" ", html))
    document = HTML(string=html, base_url=f"{STATIC}/", url_fetcher=StaticOnlyFetcher())
    content = document.write_pdf(
        stylesheets=[letterhead, long_words] if has_long_words else [letterhead],
        font_config=typefaces,
        pdf_variant=variant,
        pdf_tags=True,
        attachments=list(attachments),
    )
    return _with_scopes(bytes(content))


@cache
def _look() -> tuple[CSS, CSS, FontConfiguration]:
    """The letterhead of every report, what a long word needs besides, and the typefaces, which come with the bundle of
    the front end: read and unpacked once.

    To break a word that is longer than its place, every cell is measured at every letter, which takes half of the time
    of a plan. So it is done for who needs it.
    """
    typefaces = FontConfiguration()
    letterhead, long_words = (
        CSS(string=text, base_url=f"{STATIC}/", url_fetcher=StaticOnlyFetcher(), font_config=typefaces)
        for text in (Path(str(finders.find("css/report.css"))).read_text(), BREAK_LONG_WORDS)
    )
    return letterhead, long_words, typefaces


def _with_scopes(content: bytes) -> bytes:
    """The document with, for each header cell, whether it heads a column or a row: WeasyPrint tags the cell but leaves
    that out.
    """
    with pikepdf.open(BytesIO(content)) as pdf:
        for cell, part in _header_cells(pdf.Root.StructTreeRoot.K, ""):
            cell.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=SCOPES.get(part, pikepdf.Name.Row))
        written = BytesIO()
        pdf.save(written)
    return written.getvalue()


def _header_cells(node: Any, part: str) -> Iterator[tuple[Any, str]]:
    """Each header cell below a node of the structure, with the part of the table that it stands in."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _header_cells(child, part)
        return
    if not isinstance(node, pikepdf.Dictionary) or "/K" not in node:
        return
    tag = str(node.get("/S", ""))
    if tag == "/TH":
        yield node, part
    yield from _header_cells(node.K, tag if tag in ("/THead", "/TBody", "/TFoot") else part)
