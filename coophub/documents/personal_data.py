"""What stored documents tell of a person who asks."""

from typing import Any

from coophub.accounts import personal_data
from coophub.accounts.models import User
from coophub.documents.models import DocumentVersion


def register() -> None:
    personal_data.add_part("documents", uploads)


def uploads(user: User) -> list[dict[str, Any]]:
    """Every file that somebody added.

    The files are the group's or belong to a dossier, so they stay when an account is erased.
    """
    return [
        {
            "title": version.document.title,
            "file": version.filename,
            "version": version.number,
            "added": version.uploaded_at.isoformat(),
        }
        for version in DocumentVersion.objects.filter(uploaded_by=user).select_related("document")
    ]
