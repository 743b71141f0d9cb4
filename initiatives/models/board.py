"""What members do in the board of their group."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coophub.web.model_fields import DayColumn
from initiatives.models.people import Membership


class BoardFunction(models.TextChoices):
    """No group has to have any of these here: what its statutes ask is for the notary."""

    CHAIR = "chair", _("Chair")
    SECRETARY = "secretary", _("Secretary")
    TREASURER = "treasurer", _("Treasurer")
    BOARD_MEMBER = "board_member", _("Board member")


class BoardTerm(models.Model):
    """That a member has a function in the board, from one day up to and including another.

    It gives no right: who signs for the group is an owner or editor. It says as what they do.
    """

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="board_terms")
    function = models.CharField(_("function in the board"), max_length=15, choices=BoardFunction)
    from_on = DayColumn(_("from"))
    until_on = DayColumn(_("until and including"), null=True, blank=True)

    class Meta:
        verbose_name = _("function of a member")
        verbose_name_plural = _("functions of members")
        ordering = ["from_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["membership", "function", "from_on"], name="board_term_once"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="board_term_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership.user}: {self.function_name}"

    @property
    def function_name(self) -> str:
        """As it stands behind a name."""
        return str(BoardFunction(self.function).label).lower()

    def is_held_on(self, on: dt.date) -> bool:
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)

    def overlaps(self, other: "BoardTerm") -> bool:
        """Whether there is a day on which both hold."""
        ends_before = self.until_on is not None and self.until_on < other.from_on
        begins_after = other.until_on is not None and other.until_on < self.from_on
        return not (ends_before or begins_after)
