"""Fails when a text that people see has no Dutch, or when the catalogue lags behind the code."""

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
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


def texts_in_code() -> Iterator[tuple[Path, str]]:
    """Each text that the code and the templates have translated, with its file."""
    for place in PLACES:
        for path in sorted((ROOT / place).rglob("*")):
            if path.suffix not in (".py", ".html", ".txt"):
                continue
            source = path.read_text()
            if path.suffix != ".py":
                # In brackets, so that the indentation of a template is none of Python's business.
                source = f"({templatize(source, origin=str(path))})"
            file = io.BytesIO(source.encode())
            for _line, function, arguments, _comments in extract_python(file, dict.fromkeys(KEYWORDS), [], {}):
                found = arguments if isinstance(arguments, tuple) else (arguments,)
                text = found[KEYWORDS[str(function)]] if len(found) > KEYWORDS[str(function)] else None
                if isinstance(text, str) and text:
                    yield path, text


def hidden_texts() -> Iterator[str]:
    """Where a text to translate stands inside an f-string: there no gathering of texts finds it."""
    for place in PLACES:
        for path in sorted((ROOT / place).rglob("*.py")):
            for string in (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.JoinedStr)):
                called = (node.func for node in ast.walk(string) if isinstance(node, ast.Call))
                names = (function for function in called if isinstance(function, ast.Name))
                yield from (f"{path.relative_to(ROOT)}:{name.lineno}" for name in names if name.id in KEYWORDS)


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
    hidden = list(hidden_texts())
    for where in hidden:
        print(f"Translated inside an f-string, where nobody finds it: {where}")
    return 1 if missing or new or hidden else 0


if __name__ == "__main__":
    sys.exit(main())
