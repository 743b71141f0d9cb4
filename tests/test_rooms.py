"""A newcomer finds a room by looking: no app has more at its top than one reads at a glance."""

from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ["financing/lab", "financing/plans", "financing/subsidies", "initiatives", "pilots"]
PRESCRIBED = {
    "__init__.py",
    "apps.py",
    "urls.py",
    "tasks.py",
    "management",
    "migrations",
    "templatetags",
    "__pycache__",
}
MOST = 14


@pytest.mark.parametrize("app", APPS)
def test_app_has_few_rooms(app):
    rooms = sorted(path.name for path in (ROOT / app).iterdir() if path.name not in PRESCRIBED)

    assert len(rooms) <= MOST, rooms
