"""Whether readers found a text of the library useful."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import DayColumn


class UsefulAnswer(models.Model):
    """One answer of one reader. `reader` is a code, made of the person or the session and of the text: nobody can tell
    from it who it was, or whether two answers are of one person.
    """

    text = models.CharField(_("text"), max_length=80)
    reader = models.CharField(_("code of the reader"), max_length=64, editable=False)
    is_useful = models.BooleanField(_("useful"))
    on = DayColumn(_("day"), default=clock.today, editable=False)

    class Meta:
        verbose_name = _("answer about a text")
        verbose_name_plural = _("answers about texts")
        indexes = [models.Index(fields=["text", "on"], name="useful_of_a_day")]
        constraints = [models.UniqueConstraint(fields=["text", "reader"], name="useful_once_a_reader")]

    def __str__(self) -> str:
        return self.text
