"""Letters as a group reads them."""

import html
import re

from django.template.loader import render_to_string
from django.utils import translation

from financing.subsidies.papers.letters.kinds import letter_context


def words_of(letter):
    """The letter as text."""
    with translation.override("nl"):
        page = render_to_string("subsidies/letters/letter.html", {**letter_context(letter), "language": "nl"})
    return text_in(page[page.index("<body") :])


def text_in(markup):
    """The text of a piece of a page, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())
