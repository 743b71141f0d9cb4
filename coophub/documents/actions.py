"""What the audit trail calls what is done in documents."""

from django.utils.translation import gettext_lazy as _

from coophub.audit.actions import name_actions
from coophub.audit.values import name_values


def register() -> None:
    name_actions(
        {
            "documents.add": _("added a document"),
            "documents.add_version": _("added a newer version of a document"),
            "documents.discard": _("took a document away because its time was over"),
            "documents.download": _("downloaded a document"),
            "documents.refuse": _("threw a file away that the virus scanner refused"),
            "documents.see": _("looked at a document"),
            "documents.remove": _("removed a document"),
        }
    )
    name_values(
        "documents",
        {
            "subject": _("belongs to"),
            "version": _("version"),
        },
    )
