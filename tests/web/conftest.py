"""The showcase has its address in these tests only."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def showcase(settings: Any) -> None:
    """Serves /showcase/<layout>/ and /breakages/."""
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(Path(__file__).parent / "templates")
    settings.TEMPLATES = templates
    settings.ROOT_URLCONF = "tests.web.urls"
