"""What goes out with CoopHub is whole, made here, and true."""

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FOR_COMPOSE = {"POSTGRES_PASSWORD", "SITE_NAME"}
# What operators have no reason to set: only tests and `make run` do.
OURS = {
    "COOPHUB_CLOCK_AHEAD_SECONDS",
    "COOPHUB_DEMO",
    "COOPHUB_LOCAL_DIR",
    "COOPHUB_REPORT_LEASE_SECONDS",
    "COOPHUB_SWEEP_SECONDS",
    "DEBUG",
}
IN_COMPOSE_OR_IMAGE = {
    "DATABASE_URL",
    "REDIS_URL",
    "BEHIND_PROXY",
    "TRUSTED_PROXY_COUNT",
    "MEDIA_ROOT",
    "COOPHUB_ENVIRONMENT",
}


@pytest.fixture(scope="module")
def tracked():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines()]


def settings_read():
    source = (ROOT / "coophub/settings.py").read_text()
    return set(re.findall(r'\benv\.\w+\(\s*"([A-Z0-9_]+)"', source))


def names_set(path):
    return set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", (ROOT / path).read_text(), re.MULTILINE))


def test_nothing_that_was_generated_or_belongs_to_others_is_kept(tracked):
    names = [str(path.relative_to(ROOT)) for path in tracked]

    assert not [name for name in names if name.startswith(("static/build/", "node_modules/", ".venv/", ".local/"))]
    assert not [name for name in names if name.endswith((".mo", ".pyc", ".min.js", ".woff2", ".pdf", ".sqlite3"))]
    assert max(path.stat().st_size for path in tracked) < 1_000_000


def test_what_the_product_reads_goes_with_it(tracked):
    kept = set(tracked)
    needed = [
        path
        for place in ("templates", "financing", "initiatives", "coophub", "pilots", "static/css", "static/js")
        for path in (ROOT / place).rglob("*")
        if path.suffix in (".html", ".txt", ".json", ".csv", ".css", ".js", ".mjs", ".py")
    ]

    assert len(needed) > 300
    assert [path for path in needed if path not in kept] == []


def test_every_package_is_locked_by_hash_and_no_host_is_named():
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text()
        packages = re.findall(r"^[a-z0-9][a-z0-9._-]*(?:\[[a-z0-9,]+\])?==.*(?:\n    .*)*", text, re.MULTILINE)
        assert packages
        assert all("--hash=sha256:" in package for package in packages)
        assert "://" not in text
        assert "--index-url" not in text
        assert "--find-links" not in text
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_every_setting_is_in_the_example_and_explained():
    example = names_set(".env.example")
    explained = (ROOT / "docs/operators/settings.md").read_text()

    assert example - FOR_COMPOSE <= settings_read()
    assert settings_read() - OURS - IN_COMPOSE_OR_IMAGE <= example
    assert [name for name in settings_read() | FOR_COMPOSE if f"`{name}`" not in explained] == []


def test_compose_and_publiccode_name_what_there_is():
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    public = yaml.safe_load((ROOT / "publiccode.yaml").read_text())

    assert {"web", "worker", "beat", "postgres", "redis", "proxy", "mail", "clamd", "files"} <= set(compose["services"])
    assert set(compose["x-app"]["environment"]) <= settings_read()
    mounted = [volume for service in compose["services"].values() for volume in service.get("volumes", [])]
    assert all((ROOT / volume.split(":")[0]).exists() for volume in mounted if volume.startswith("./"))
    queues = set(re.search(r"-Q (\S+)", compose["services"]["worker"]["command"]).group(1).split(","))
    assert queues == {"letters", "reports", "mail", "sweep"}
    assert public["legal"]["license"] == "EUPL-1.2"
    assert (ROOT / "LICENSE").read_text().count("EUPL") > 5


@pytest.mark.xdist_group("together")
def test_groups_of_tests_run_in_one_process(request):
    """Whoever shares a browser, an office or a worker would else do its work twice, or take it from another."""
    assert request.node.nodeid.endswith("@together") == ("PYTEST_XDIST_WORKER" in os.environ)
