"""The documentation names what is there: files, folders, links and decisions."""

import pkgutil
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]+)")
# `coophub/web`, `models.py`, `financing/subsidies/law/data/`; no pattern, no address of a page and no name of a format.
NAMED = re.compile(r"`([a-z][\w/-]*/[\w-]*|\w[\w/-]*\.(?:py|html|css|m?js|jsonc?|csv|toml|sh|md|txt|svg|po|ya?ml))`")
MADE_BY_MAKE = {"static/build/"}
DECIDED = re.compile(r"# (\d+)\. (.+)\n\nDecided on (\d{4}-\d\d-\d\d)\. Status: (accepted|superseded by \d+)\.\n")


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines()]


@pytest.fixture(scope="module")
def places() -> set[str]:
    """Every file and folder, from the root and from each folder above it: `web/clock.py` is one way to name it."""
    names = set()
    for path in tracked():
        parts = path.relative_to(ROOT).parts
        for end in range(1, len(parts) + 1):
            names.update("/".join(parts[start:end]) for start in range(end))
    return names


def test_every_link_leads_to_a_file():
    pages = tracked("*.md")

    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in LINK.findall(page.read_text())
        if not (page.parent / target).exists()
    ]

    assert len(pages) > 10
    assert broken == []


def test_every_page_is_in_the_index():
    """Decisions have an index of their own."""
    index = (ROOT / "docs/README.md").read_text()
    pages = [str(page.relative_to(ROOT / "docs")) for page in tracked("docs/*.md") if page.name != "README.md"]

    assert [page for page in pages if f"({page})" not in index and not page.startswith("decisions/")] == []


def test_every_file_that_the_documentation_for_developers_names_is_there(places):
    pages = [ROOT / "docs/architecture.md", *tracked("docs/developers/*.md", "*CONTRIBUTING.md", "docs/glossary.md")]

    gone = [
        f"{page.relative_to(ROOT)}: {name}"
        for page in pages
        for name in NAMED.findall(page.read_text())
        if name not in MADE_BY_MAKE and name.rstrip("/") not in places
    ]

    assert gone == []


def test_architecture_shows_every_app_and_every_room():
    text = (ROOT / "docs/architecture.md").read_text()
    ours = [
        Path(config.path).relative_to(ROOT) for config in apps.get_app_configs() if ROOT in Path(config.path).parents
    ]
    ours = [app for app in ours if not app.parts[0].startswith(".")]
    usual = {"migrations", "management", "models", "views", "forms", "tables", "services", "selectors"}
    rooms = {path.parent.name for path in (ROOT / "financing/subsidies").glob("*/__init__.py")} - usual

    assert [str(app) for app in ours if f"`{app}`" not in text] == []
    assert [room for room in rooms if f"`financing/subsidies/{room}`" not in text] == []


def test_every_decision_has_its_date_its_status_and_its_line():
    lines = []
    for path in tracked("docs/decisions/[0-9]*.md"):
        decided = DECIDED.match(path.read_text())
        assert decided, f"{path.name} does not begin with its number, title, date and status"
        number, title, day, status = decided.groups()
        assert path.name.startswith(f"{int(number):03}-")
        lines.append(f"| {number} | [{title}]({path.name}) | {day} | {status} |")

    assert [line for line in (ROOT / "docs/decisions/README.md").read_text().splitlines() if "](" in line] == lines


def test_every_word_of_the_code_is_where_the_glossary_says():
    section = (ROOT / "docs/glossary.md").read_text().split("## Words in the code")[1]
    homes = re.findall(r"\| `([\w.]+)` \|$", section, flags=re.MULTILINE)

    assert len(homes) > 15
    for home in homes:
        pkgutil.resolve_name(home)
