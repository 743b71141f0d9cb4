"""`manage.py settings_check`: would CoopHub start in production like this, and what is missing?"""

from typing import Any

from django.conf import settings

from coophub.operations.commands import CommandAnswer, OperatorCommand
from coophub.operations.production import settings_problems

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
        problems = settings_problems()
        advice = [f"{name} is not set: {what}." for name, what in ADVICE.items() if not getattr(settings, name)]
        good = "CoopHub would start in production with these settings."
        return CommandAnswer("\n".join([*([] if problems else [good]), *advice]), {"advice": advice}, problems)
