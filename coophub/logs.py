"""What is never logged: somebody's address, what a row held, or the address of a page that few may know.

The settings name these processors, so this module reads no settings.
"""

import re
from collections.abc import MutableMapping
from typing import Any

ADDRESS = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
# PostgreSQL says there what stood in the row that it refused. It ends where Python tells of the next error, if any.
DETAIL = re.compile(r"\b(DETAIL|CONTEXT):.*?(?=\n\n(?:The above exception|During handling of the above)|\Z)", re.DOTALL)
LOGS_PATHS = ("django.request", "django.security")
"""Loggers of Django that end their sentence with the path, which may be a private link. The request says its route."""


def without_personal_data(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The same event, with every text in it cleaned."""
    if str(event.get("logger", "")).startswith(LOGS_PATHS):
        event["event"] = str(event["event"]).split(": ", 1)[0]
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = DETAIL.sub(r"\1: left out", ADDRESS.sub("(an address)", value))
    return event
