"""Of which release a database is, told by the migrations that were made in it."""

import tomllib
from collections.abc import Set
from pathlib import Path

from django.apps import apps
from django.db.migrations.loader import MigrationLoader

MigrationKey = tuple[str, str]
"""The app and the name of a migration."""
RELEASES = Path(__file__).parent / "releases.toml"


def releases() -> dict[str, set[MigrationKey]]:
    """The last migration of each app in each release, the oldest release first."""
    return {version: set(last.items()) for version, last in tomllib.loads(RELEASES.read_text()).items()}


def release_of(migrations: Set[MigrationKey]) -> str:
    """The newest release that has all its migrations among these; empty when there is none."""
    found = [version for version, last in releases().items() if last <= migrations]
    return found[-1] if found else ""


def apps_of_ours() -> set[str]:
    """The apps whose migrations we write."""
    return {config.label for config in apps.get_app_configs() if "site-packages" not in config.path}


def known_here(loader: MigrationLoader) -> set[MigrationKey]:
    """Every migration that this release can find in a database, those too that were put together into one."""
    found = loader.disk_migrations
    return set(found) | {replaced for migration in found.values() for replaced in migration.replaces}
