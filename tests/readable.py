"""What a person reads in what an address gives: a page, a file, and the files that a page offers."""

import io
import re
import zipfile
from html import unescape
from urllib.parse import urljoin

from tests.pdf_words import words_of_pdf

SEARCHES = 'name="q"'
"""What stands on a page with which one can search."""


def readable(answer):
    """What a person can read in a page or a file: the words of a PDF, and all that is in a spreadsheet or a dossier."""
    if answer.startswith(b"%PDF"):
        return words_of_pdf(answer)
    if answer.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer)) as parts:
            return " ".join(readable(parts.read(name)) for name in parts.namelist())
    return answer.decode(errors="replace")


def files_on(shown: str, address: str) -> list[str]:
    """The files that a page offers to take along."""
    links = re.findall(r'href="([^"]*[?&]export=[^"]*|[^"]*\?format=[^"]*)"', shown)
    return [urljoin(address, unescape(unescape(link))) for link in dict.fromkeys(links)]
