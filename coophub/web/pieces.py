"""Pieces of which a page has tens, written without a template: each takes several times as long that way.

They are tags of every template (`coophub.web.templatetags.web`).
"""

from functools import cache
from html import escape
from typing import Any

from django.templatetags.static import static
from django.utils.safestring import SafeString

LINK = "utrecht-link utrecht-link--html-a"


def escaped(words: Any) -> str:
    """What people typed may not become markup; what is markup stays. Django's `conditional_escape`, written shorter:
    a list asks it some hundreds of times.
    """
    text = str(words)
    return text if isinstance(text, SafeString) else escape(text)


def icon(name: str, label: str = "") -> SafeString:
    """A drawing of ours from static/images/icons.svg. With a `label` it speaks, without it is decoration."""
    name = escaped(name)
    speaks = f'role="img" aria-label="{escaped(label)}"' if label else 'aria-hidden="true"'
    return SafeString(
        f'<svg class="icon icon--{name}" width="24" height="24" {speaks}><use href="{_icons()}#{name}" /></svg>'
    )


@cache
def _icons() -> str:
    """Where they are, which does not change while CoopHub runs."""
    return static("images/icons.svg")


def fact(content: SafeString, label: Any) -> SafeString:
    """A line of `facts`. What says nothing is left out."""
    content = SafeString(content.strip())
    if not content:
        return content
    return SafeString(
        '<div class="utrecht-data-list__item">'
        f'<dt class="utrecht-data-list__item-key">{escaped(label)}</dt>\n'
        f'<dd class="utrecht-data-list__item-value">{content}</dd></div>\n'
    )


def figure(content: SafeString, label: Any, note: Any = "", tone: str = "") -> SafeString:
    """A figure of the strip, with a note under it. What says nothing is left out; `tone` is good, warn or bad."""
    content = SafeString(content.strip())
    if not content:
        return content
    css_class = f"figure figure--{escaped(tone)}" if tone else "figure"
    under = f'<span class="figure__note">{escaped(note)}</span>' if note else ""
    return SafeString(f'<div class="{css_class}"><dt>{escaped(label)}</dt>\n<dd>{content}{under}</dd></div>\n')


def bullet(content: SafeString) -> SafeString:
    return SafeString(f'<li class="utrecht-unordered-list__item">{content.strip()}</li>')


def entry(content: SafeString, title: Any = "", url: str = "", actions: str = "", is_done: bool = False) -> SafeString:
    """One of `entries`: its title (a link with `url`), words under it, and at the right what can be done.

    `actions` are kept by the tag `capture`.
    """
    css_class = "entry entry--done" if is_done else "entry"
    words = escaped(title)
    if url:
        words = f'<a class="{LINK}" href="{escaped(url)}">{words}</a>'
    heading = f'<p class="entry__title">{words}</p>' if title or url else ""
    beside = f'<div class="entry__actions cluster">{escaped(actions)}</div>' if actions else ""
    return SafeString(f'<li class="{css_class}"><div class="entry__words">{heading}\n{content}</div>{beside}</li>\n')


def link(content: SafeString, url: str, beside: str = "", download: bool = False, here: bool = False) -> SafeString:
    """One of `links`: its words, and `beside` it (kept by the tag `capture`) a badge or a note.

    `here` says that it leads to the page that is shown.
    """
    opening = '<li class="cluster">' if beside else "<li>"
    more = (" download" if download else "") + (' aria-current="page"' if here else "")
    return SafeString(
        f'{opening}<a class="{LINK}" href="{escaped(url)}"{more}>{content.strip()}</a> {escaped(beside)}</li>\n'
    )
