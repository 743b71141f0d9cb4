"""The photo of a group on its public page."""

from typing import Literal
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import MomentColumn
from initiatives.models.initiative import Initiative

PhotoSize = Literal["large", "small"]


def large_path(photo: "GroupPhoto", filename: str) -> str:
    return f"photos/{photo.key.hex[:2]}/{photo.key.hex}-large.jpg"


def small_path(photo: "GroupPhoto", filename: str) -> str:
    return f"photos/{photo.key.hex[:2]}/{photo.key.hex}-small.jpg"


class GroupPhoto(models.Model):
    """One photo, in two sizes that were drawn anew from what was uploaded. Another photo gets another key, and so other
    addresses: no browser shows the old one.
    """

    initiative = models.OneToOneField(Initiative, models.CASCADE, primary_key=True, related_name="photo")
    key = models.UUIDField(_("key"), default=uuid4, unique=True, editable=False)
    large = models.FileField(_("photo"), upload_to=large_path)
    small = models.FileField(_("photo in the shape of a card"), upload_to=small_path)
    width = models.PositiveSmallIntegerField(_("width"))
    height = models.PositiveSmallIntegerField(_("height"))
    alternative_text = models.CharField(_("what is on the photo"), max_length=200)
    maker = models.CharField(_("who took it"), max_length=100, blank=True)
    added_at = MomentColumn(_("added at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        constraints = [models.CheckConstraint(condition=~Q(alternative_text=""), name="photo_has_words")]

    def __str__(self) -> str:
        return f"{self.initiative}: {self.alternative_text}"

    def content(self, size: PhotoSize) -> bytes:
        """The JPEG. Raises FileNotFoundError when it was taken away meanwhile."""
        stored = self.large if size == "large" else self.small
        with stored.open("rb") as opened:
            return bytes(opened.read())
