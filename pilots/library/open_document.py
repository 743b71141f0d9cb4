"""A text in Markdown as a document (ODT) that any word processor opens, for who wants to go on writing in it."""

import io
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

MIME = "application/vnd.oasis.opendocument.text"
NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in {
        "office": "office",
        "text": "text",
        "style": "style",
        "fo": "xsl-fo-compatible",
    }.items()
)
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
STYLES = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-styles {NAMESPACES} office:version="1.3"><office:styles>
<style:default-style style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.25cm"/>
<style:text-properties fo:font-size="11pt" fo:language="nl" fo:country="NL"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph"/>
<style:style style:name="Heading_1" style:display-name="Heading 1" style:family="paragraph">
<style:text-properties fo:font-size="18pt" fo:font-weight="bold"/></style:style>
<style:style style:name="Heading_2" style:display-name="Heading 2" style:family="paragraph">
<style:paragraph-properties fo:margin-top="0.5cm"/>
<style:text-properties fo:font-size="13pt" fo:font-weight="bold"/></style:style>
<style:style style:name="Strong" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
</office:styles></office:document-styles>"""
BLOCKS = {
    "paragraph_open": '<text:p text:style-name="Standard">',
    "paragraph_close": "</text:p>",
    "heading_close": "</text:h>",
    "bullet_list_open": "<text:list>",
    "bullet_list_close": "</text:list>",
    "list_item_open": "<text:list-item>",
    "list_item_close": "</text:list-item>",
    "strong_open": '<text:span text:style-name="Strong">',
    "strong_close": "</text:span>",
    "softbreak": "<text:line-break/>",
}


def as_open_document(text: str) -> bytes:
    """Headings, paragraphs, lists and bold words. The same text gives the same bytes."""
    body = "".join(_drawn(MarkdownIt("commonmark", {"html": False}).parse(text)))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES} office:version="1.3">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        # The kind of document stands first and as it is, so that a program knows it by its first bytes.
        for name, part in {
            "mimetype": MIME,
            "content.xml": content,
            "styles.xml": STYLES,
            "META-INF/manifest.xml": MANIFEST,
        }.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            parts.writestr(zipfile.ZipInfo(name), part, compress_type=how)
    return made.getvalue()


def _drawn(tokens: list[Token]) -> Iterator[str]:
    """Raises KeyError for what such a document does not have."""
    for token in tokens:
        if token.type == "inline":
            yield from _drawn(token.children or [])
        elif token.type == "text":
            yield escape(token.content)
        elif token.type == "heading_open":
            level = token.tag[1:]
            yield f'<text:h text:style-name="Heading_{level}" text:outline-level="{level}">'
        else:
            yield BLOCKS[token.type]
