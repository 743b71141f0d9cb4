"""The seal on what was handed in: a hash over its content. No Django, no database."""

import hashlib
import json
from typing import Any


def seal(content: dict[str, Any]) -> str:
    """The SHA-256 of a content, the same for the same content however its keys are ordered."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
