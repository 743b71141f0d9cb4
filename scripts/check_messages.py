"""Fails when a text has no Dutch or other words than the glossary, when the catalogue lags behind, or when a plan's
label stands twice.
"""

import ast
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PLANS = ROOT / "financing/plans"
GLOSSARY = ROOT / "docs/glossary.md"
# Letters, and what somebody outside a group reads of its plan and of what it asks.
FORMAL = re.compile(
    r"templates/subsidies/letters|financing/subsidies/papers/letters|.*plans/(views/sharing|shared)"
    r"|.*initiatives/(.*/(answering|policy_links)|official|policy_(official|code|link)|stop_emails)"
    r"|templates/notifications/addresses/initiatives_(enquiry|policy_(link|code|receipt))"
)
CATALOGUE = ROOT / "locale/nl/LC_MESSAGES/django.po"
PLACES = ("coophub", "initiatives", "financing", "pilots", "templates")
# Where the text stands among a function's arguments.
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"), 0),
    **dict.fromkeys(("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"), 1),
}


def untranslated(catalogue: Catalog) -> list[str]:
    return [
        str(message.id)
        for message in catalogue
        if message.id
        and (message.fuzzy or not all(message.string if isinstance(message.string, tuple) else [message.string]))
    ]


def marked_in(path: Path) -> Iterator[tuple[str, str]]:
    """Each text that a module or template has translated, with its context; "" for one without."""
    source = path.read_text()
    if path.suffix != ".py":
        # In brackets, so that the indentation of a template is none of Python's business.
        source = f"({templatize(source, origin=str(path))})"
    file = io.BytesIO(source.encode())
    for _line, function, arguments, _comments in extract_python(file, dict.fromkeys(KEYWORDS), [], {}):
        found = arguments if isinstance(arguments, tuple) else (arguments,)
        place = KEYWORDS[str(function)]
        text = found[place] if len(found) > place else None
        if isinstance(text, str) and text:
            yield (str(found[0]) if place else ""), text


def texts_in_code() -> Iterator[tuple[Path, str]]:
    """Each text that the code and the templates have translated, with its file."""
    for place in PLACES:
        for path in sorted((ROOT / place).rglob("*")):
            if path.suffix in (".py", ".html", ".txt"):
                yield from ((path, text) for _context, text in marked_in(path))


def hidden_texts() -> Iterator[str]:
    """Where a text to translate stands inside an f-string: there no gathering of texts finds it."""
    for place in PLACES:
        for path in sorted((ROOT / place).rglob("*.py")):
            for string in (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.JoinedStr)):
                called = (node.func for node in ast.walk(string) if isinstance(node, ast.Call))
                names = (function for function in called if isinstance(function, ast.Name))
                yield from (f"{path.relative_to(ROOT)}:{name.lineno}" for name in names if name.id in KEYWORDS)


def said_twice() -> dict[str, list[Path]]:
    """Each text that more than one module of the plans marks, with those modules: a figure's name stands once.

    A text with another context (`pgettext`) is another text. The names of the database's columns are no labels.
    """
    modules: defaultdict[tuple[str, str], set[Path]] = defaultdict(set)
    for path in PLANS.rglob("*.py"):
        if not {"models", "migrations"} & set(path.parts):
            for context, text in marked_in(path):
                modules[context, text].add(path.relative_to(ROOT))
    return {text: sorted(paths) for (_context, text), paths in sorted(modules.items()) if len(paths) > 1}


def other_words(catalogue: Catalog) -> Iterator[str]:
    """Each Dutch text with a word that the glossary has another word for."""
    section = GLOSSARY.read_text().partition("| not | but |")[2].partition("## ")[0]
    for row in re.findall(r"^\| (.+?) \| (.+?) \|$", section, re.MULTILINE):
        word = re.compile(rf"\b({'|'.join(row[0].split(', '))})", re.IGNORECASE)
        yield from (f"{text} (not {row[0]}, but {row[1]})" for _id, text in dutch(catalogue) if word.search(text))


def too_formal(catalogue: Catalog) -> Iterator[str]:
    """Each Dutch text that says “u” to who we call “je” or “jullie”."""
    speaks_formally = {text for path, text in texts_in_code() if FORMAL.match(str(path.relative_to(ROOT)))}
    for name, text in dutch(catalogue):
        # A word between quotation marks is spoken of, and an abbreviation is none.
        if name not in speaks_formally and re.search(r"(?<![‘“])\b[Uu]w?\b(?![’”.])", text):
            yield text


def dutch(catalogue: Catalog) -> Iterator[tuple[str, str]]:
    """Each text in Dutch, with what it is in the code; both of a plural."""
    for message in catalogue:
        name = message.id if isinstance(message.id, str) else message.id[0]
        said = message.string or ""
        if name:
            yield from ((name, text) for text in ([said] if isinstance(said, str) else said))


def main() -> int:
    settings.configure()
    django.setup()
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    known = {message.id[0] if isinstance(message.id, tuple) else message.id for message in catalogue}
    missing = untranslated(catalogue)
    new = sorted({f"{path.relative_to(ROOT)}: {text}" for path, text in texts_in_code() if text not in known})
    for text in missing:
        print(f"No Dutch for: {text}")
    for text in new:
        print(f"Not in the catalogue (make messages): {text}")
    wrong = [*other_words(catalogue), *too_formal(catalogue)]
    for text in wrong:
        print(f"Say it as docs/glossary.md does: {text}")
    hidden = list(hidden_texts())
    for where in hidden:
        print(f"Translated inside an f-string, where nobody finds it: {where}")
    twice = said_twice()
    for text, paths in twice.items():
        print(
            f"Said in {' and '.join(map(str, paths))}, give it one home (for a figure, financing/plans/figures): {text}"
        )
    return 1 if missing or new or wrong or hidden or twice else 0


if __name__ == "__main__":
    sys.exit(main())
