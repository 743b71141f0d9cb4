"""What every page knows: where its reader is and belongs."""

from typing import Any

from django.http import HttpRequest


def place(request: HttpRequest) -> dict[str, Any]:
    return {}
