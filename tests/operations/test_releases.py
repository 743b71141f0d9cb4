"""A release is cut from what is there, its notes are what CHANGELOG says, its database is known by its migrations."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from coophub.operations.upgrading.releases import RELEASES, apps_of_ours, release_of, releases
from scripts.cut_release import cut
from scripts.release_notes import notes_of

ROOT = Path(settings.BASE_DIR)
CHANGELOG = """# Changelog

## Unreleased

* Newer.

## 0.1.0 (2026-11-27)

* Older: ## no heading.

## 0.0.1 (2025-01-01)

* Oldest.
"""


def test_notes_of_a_release_are_its_part_alone():
    assert notes_of(CHANGELOG, "Unreleased") == "* Newer."
    assert notes_of(CHANGELOG, "0.1.0") == "* Older: ## no heading."
    assert notes_of(CHANGELOG, "0.0.1") == "* Oldest."
    with pytest.raises(KeyError):
        notes_of(CHANGELOG, "0.1")


def test_script_prints_the_notes_or_says_which_there_are():
    def run(version):
        program = [sys.executable, ROOT / "scripts/release_notes.py", version]
        return subprocess.run(program, capture_output=True, text=True, check=False)

    assert run("0.1.0").stdout.startswith("* ")
    unknown = run("9.9.9")
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert unknown.stderr == "CHANGELOG has no 9.9.9. It has: Unreleased 0.1.0\n"


@pytest.fixture
def project(tmp_path):
    """What a release changes."""
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    for name in ("pyproject.toml", "publiccode.yaml"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copy(RELEASES, tmp_path)
    return tmp_path


def test_next_release_gets_its_number_everywhere_and_its_migrations(project):
    cut(project, project / "releases.toml", "0.2.0", "2027-01-15")

    changelog = (project / "CHANGELOG.md").read_text()
    assert re.findall("^## .*", changelog, re.MULTILINE)[:2] == ["## Unreleased", "## 0.2.0 (2027-01-15)"]
    assert notes_of(changelog, "0.2.0") == "* Newer."
    assert notes_of(changelog, "Unreleased") == ""
    assert tomllib.loads((project / "pyproject.toml").read_text())["project"]["version"] == "0.2.0"
    assert "\nsoftwareVersion: 0.2.0\n" in (project / "publiccode.yaml").read_text()
    cut_now = tomllib.loads((project / "releases.toml").read_text())["0.2.0"]
    assert set(cut_now.items()) == {key for key in MigrationLoader(None).graph.leaf_nodes() if key[0] in apps_of_ours()}


@pytest.mark.parametrize("version", ["0.1.0", "next"])
def test_number_that_is_none_or_was_given_changes_nothing(project, version):
    before = {path.name: path.read_bytes() for path in project.iterdir()}

    with pytest.raises(ValueError, match="is no number of a next release"):
        cut(project, project / "releases.toml", version, "2027-01-15")

    assert {path.name: path.read_bytes() for path in project.iterdir()} == before


def test_migrations_of_every_release_are_still_there():
    there = set(MigrationLoader(None).disk_migrations)

    assert {key for last in releases().values() for key in last} - there == set()
    assert release_of(there) == list(releases())[-1]
    assert release_of(there - {("plans", "0002_norms")}) == ""
