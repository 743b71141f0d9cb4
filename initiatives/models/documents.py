"""What kinds of document a group keeps. The documents themselves are `coophub.documents`' affair."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentCategory(models.TextChoices):
    VISION = "vision", _("Vision and requirements")
    LEGAL = "legal", _("Statutes and agreements")
    GROUND = "ground", _("Ground and municipality")
    DESIGN = "design", _("Design and permits")
    MONEY = "money", _("Money")
    MINUTES = "minutes", _("Minutes and decisions")
    OTHER = "other", _("Other")
