"""`manage.py settings_check`: would CoopHub start in production like this, and what is missing?"""

import os
import subprocess
import sys
from typing import Any

from django.conf import settings

from coophub.operations.commands import CommandAnswer, OperatorCommand

ADVICE = {
    "BACKUP_RECIPIENTS": "copies are not encrypted",
    "METRICS_TOKEN": "no monitor can read /metrics/",
    "PAYER_IBAN": "no payment file is approved",
    "CLAMD_ADDRESS": "no file is looked at for viruses",
}
"""What CoopHub runs without, and what that means."""


class Command(OperatorCommand):
    help = (
        "Reads the settings of this environment as production does, with Django's own checks, and says everything that "
        "is wrong at once. Ends with 1 when CoopHub would not start, or not safely."
    )
    requires_system_checks = []

    def answer(self, *args: Any, **options: Any) -> CommandAnswer:
        problems = _problems()
        advice = [f"{name} is not set: {what}." for name, what in ADVICE.items() if not getattr(settings, name)]
        good = "CoopHub would start in production with these settings."
        return CommandAnswer("\n".join([*([] if problems else [good]), *advice]), {"advice": advice}, problems)


def _problems() -> list[str]:
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
