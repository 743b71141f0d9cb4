"""The people who want to live there, with what they wish. What stands here is for their group alone."""

import datetime as dt
from decimal import Decimal
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Deferrable, F, Q
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import DayColumn, MomentColumn
from initiatives.models.initiative import Initiative

MAX_PEOPLE, MAX_ROOMS, MAX_AREA_M2 = 20, 20, 500
MAX_RENT, MAX_PLEDGE = Decimal(10_000), Decimal(2_000_000)
MAX_HOUSEHOLDS = 300
"""More than any group has, on its list or off it; keeps a page of all of them quick."""
DAYS_KEPT_OFF_THE_LIST = 365
"""So long who left can be put back with what they wished."""


class Household(models.Model):
    """One household. On the list it has a `place`, from 1; who left the list has none.

    `place_reason` says why it stands where it stands. Who `is_passed_over` keeps the place, and gets no home for now.
    """

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="households")
    key = models.UUIDField(_("key"), default=uuid4, editable=False)
    name = models.CharField(_("name"), max_length=80)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account of one of them"),
    )
    adults = models.PositiveSmallIntegerField(_("adults"), default=1)
    children = models.PositiveSmallIntegerField(_("children"), default=0)
    rooms = models.PositiveSmallIntegerField(_("rooms at least"), null=True, blank=True)
    area_from = models.PositiveSmallIntegerField(_("living area from"), null=True, blank=True)
    area_to = models.PositiveSmallIntegerField(_("living area to"), null=True, blank=True)
    most_rent = models.DecimalField(
        _("rent that they can bear per month"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    pledge = models.DecimalField(
        _("contribution that they pledge"), max_digits=12, decimal_places=2, default=Decimal(0)
    )
    moves_from = DayColumn(_("can move from"), null=True, blank=True)
    moves_until = DayColumn(_("has to move before"), null=True, blank=True)
    remarks = models.TextField(_("remarks"), max_length=1000, blank=True)
    place = models.PositiveIntegerField(_("place on the list"), null=True, editable=False)
    place_reason = models.CharField(_("why this place"), max_length=300, blank=True)
    is_passed_over = models.BooleanField(_("gets no home for now"), default=False)
    left_on = DayColumn(_("left the list on"), null=True, blank=True)
    added_at = MomentColumn(_("added at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        ordering = ["place", "left_on", "pk"]
        constraints = [
            # Also what finds a household at its address (access.visible_household).
            models.UniqueConstraint(fields=["initiative", "key"], name="household_key_once"),
            # The list in its order (selectors.households_of). Places are given anew within one transaction.
            models.UniqueConstraint(
                fields=["initiative", "place"], name="household_place_once", deferrable=Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                fields=["initiative", "name"], condition=Q(left_on=None), name="household_name_once_on_the_list"
            ),
            models.UniqueConstraint(
                fields=["initiative", "user"], condition=Q(user__isnull=False), name="household_once_a_person"
            ),
            models.CheckConstraint(
                condition=Q(left_on=None, place__isnull=False, place__gte=1) | Q(left_on__isnull=False, place=None),
                name="household_has_a_place_or_left",
            ),
            models.CheckConstraint(
                condition=Q(is_passed_over=False) | ~Q(place_reason=""), name="household_passed_over_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(adults__range=(1, MAX_PEOPLE), children__range=(0, MAX_PEOPLE)),
                name="household_has_people",
            ),
            models.CheckConstraint(
                condition=Q(rooms=None) | Q(rooms__range=(1, MAX_ROOMS)), name="household_rooms_in_range"
            ),
            models.CheckConstraint(
                condition=(Q(area_from=None) | Q(area_from__range=(1, MAX_AREA_M2)))
                & (Q(area_to=None) | Q(area_to__range=(1, MAX_AREA_M2)))
                & (Q(area_from=None) | Q(area_to=None) | Q(area_to__gte=F("area_from"))),
                name="household_area_in_range",
            ),
            models.CheckConstraint(
                condition=(Q(most_rent=None) | Q(most_rent__range=(0, MAX_RENT))) & Q(pledge__range=(0, MAX_PLEDGE)),
                name="household_money_in_range",
            ),
            models.CheckConstraint(
                condition=Q(moves_from=None) | Q(moves_until=None) | Q(moves_until__gte=F("moves_from")),
                name="household_moves_from_before_until",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def people(self) -> int:
        return self.adults + self.children

    @property
    def is_on_the_list(self) -> bool:
        return self.left_on is None

    @property
    def goes_on(self) -> dt.date | None:
        """The day from which what is known of who left is removed by itself; None of who is on the list."""
        return self.left_on and self.left_on + dt.timedelta(days=DAYS_KEPT_OFF_THE_LIST)
