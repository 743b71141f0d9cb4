"""Keeping what was handed in by value, with a hash over it."""

import hashlib
import json
from typing import Any

from coophub.documents.models import Document


def seal(content: dict[str, Any]) -> str:
    """The SHA-256 of a content, the same for the same content however its keys are ordered."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def frozen_document(document: Document) -> dict[str, Any]:
    """Which file a document is now: its newest version, by name and by the hash of its bytes."""
    version = document.versions.all()[0]
    return {
        "title": document.title,
        "category": document.category,
        "version": str(version.pk),
        "filename": version.filename,
        "size_bytes": version.size_bytes,
        "sha256": version.sha256,
    }
