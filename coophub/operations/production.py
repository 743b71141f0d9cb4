"""Whether CoopHub would start in production with the settings of this environment."""

import os
import subprocess
import sys

from django.conf import settings


def settings_problems() -> list[str]:
    """In a process of its own: what production refuses, it refuses while the settings are read."""
    ran = subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env={**os.environ, "COOPHUB_ENVIRONMENT": "production"},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode == 0:
        return []
    lines = [line.strip() for line in ran.stderr.splitlines()]
    said = [line.removeprefix("* ") for line in lines if line.startswith(("* ", "?:"))]
    return said or [line for line in lines if line][-1:]
