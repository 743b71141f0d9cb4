"""What each type of home asks of the people who live in it, against the norms of the year."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from coophub.web import formats
from coophub.web.formats import euro, euro_cents, percent
from financing.plans.document.rows import KEY, is_room, let_homes_in, monthly_rent_of, with_keys
from financing.plans.homes.room_rents import highest_room_rent
from financing.plans.models import NormSet
from financing.plans.selectors.norms import RentLimits, norms_on, rent_limits_in
from financing.plans.selectors.outcomes import Outcome, money_of_members

RENT_SHARE = Decimal("0.30")
"""Which part of a gross income goes to rent at most. An assumption of ours, not a norm of the law; pages say so."""

LOW, MIDDLE, FREE = "low", "middle", "free"


@dataclass(frozen=True)
class Segment:
    """Which rules hold for a rent: social (`low`), middle or free."""

    slug: str
    title: str


@dataclass(frozen=True)
class HomeAffordability:
    """A type of home: what is paid, what that asks of an income, and what the law allows."""

    name: str
    count: int
    rent: Decimal
    contribution: Decimal
    income: Decimal
    rent_segment: Segment | None
    points: int | None
    points_segment: Segment | None
    ceiling: Decimal | None
    ceiling_with_surcharge: Decimal | None
    over: Decimal
    sentence: str
    is_room: bool = False


@dataclass(frozen=True)
class Affordability:
    norms: NormSet | None
    homes: list[HomeAffordability]
    limits: RentLimits | None
    remark: str

    @property
    def how_we_count(self) -> str:
        return _(
            "How we count: a rent of at most %(share)s of the gross income. That is an assumption of ours, "
            "not a norm of the law. "
            "The contribution is the money of members divided over all homes."
        ) % {"share": percent(RENT_SHARE)}

    @property
    def norms_in_words(self) -> str:
        """Which norms the homes are held against, and what is to be said of them."""
        if self.norms is None or self.limits is None:
            return self.remark
        rents = _("Norms from %(day)s: social rent up to %(low)s, middle rent up to %(middle)s.") % {
            "day": formats.day(self.norms.valid_from),
            "low": euro_cents(self.limits.social),
            "middle": euro_cents(self.limits.middle),
        }
        return " ".join(filter(None, [rents, _incomes_in_words(self.norms), self.remark]))

    @property
    def flagged(self) -> list[HomeAffordability]:
        return [home for home in self.homes if home.over > 0]


def _incomes_in_words(norms: NormSet) -> str:
    """The social income limits, and which limits are not known: those are no norm here."""
    if norms.social_income_one is None or norms.social_income_more is None:
        return _("The income limits of that year are not known here yet: we do not say which incomes can pay a rent.")
    social = _("Social income limit %(one)s for one person, %(more)s for more.") % {
        "one": euro(norms.social_income_one),
        "more": euro(norms.social_income_more),
    }
    if norms.middle_income_one is not None:
        return social
    return " ".join([social, _("The limits for middle incomes of that year are not known here yet.")])


def affordability_of(outcome: Outcome, home_points: Mapping[str, int]) -> Affordability:
    """Every type of home that is let, of a plan, version or scenario, against the norms of its price level year.

    The points are those of `frozen_points`. At most three queries.
    """
    day = dt.date(outcome.document["price_level_year"], 1, 1)
    norms = norms_on(day)
    rents = {} if norms is None else dict(norms.maximum_rents.values_list("points", "amount"))
    contribution = _contribution(outcome)
    factor = Decimal(str(outcome.drivers.get("rent", 1.0)))
    limits = rent_limits_in(norms, rents) if norms else None
    homes = [
        _home(home, factor, contribution, home_points.get(home[KEY]), norms, rents, limits)
        for home in let_homes_in(with_keys(outcome.document, {}))
    ]
    return Affordability(norms, homes, limits, _remark(norms, day))


def _remark(norms: NormSet | None, day: dt.date) -> str:
    if norms is None:
        return _("There are no norms yet to hold the rents against.")
    newest = NormSet.objects.order_by("-valid_from").values_list("valid_from", flat=True).first()
    if norms.valid_from > day:
        return _("The plan counts in money of an earlier year than our oldest norms. These are the oldest we have.")
    if newest == norms.valid_from and day.year > norms.valid_from.year:
        return _("The norms of %(year)s are not known here yet. These are the newest we have.") % {"year": day.year}
    return ""


def _contribution(outcome: Outcome) -> Decimal:
    """What members put in for one home, on average."""
    if not outcome.homes:
        return Decimal(0)
    extra = outcome.drivers.get("member_contribution", 0.0)
    return Decimal(str(money_of_members(outcome) / outcome.homes + extra))


def _home(
    home: Mapping[str, Any],
    factor: Decimal,
    contribution: Decimal,
    points: int | None,
    norms: NormSet | None,
    rents: Mapping[int, Decimal],
    limits: RentLimits | None,
) -> HomeAffordability:
    rent = Decimal(str(monthly_rent_of(home))) * factor
    income = rent * 12 / RENT_SHARE
    if is_room(home):
        return _room(home, rent, contribution, points, norms)
    rent_segment = _segment_of_rent(rent, limits)
    points_segment = _segment_of_points(points, norms)
    ceiling = None
    if points is not None and points_segment is not None and points_segment.slug != FREE:
        ceiling = rents.get(max(points, min(rents, default=points)))
    surcharged = None
    if ceiling is not None and norms is not None and points_segment is not None and points_segment.slug == MIDDLE:
        surcharged = (ceiling * (1 + norms.new_build_surcharge)).quantize(Decimal("0.01"))
    over = max(Decimal(0), rent - ceiling) if ceiling is not None else Decimal(0)
    return HomeAffordability(
        name=home["name"],
        count=home["count"],
        rent=rent,
        contribution=contribution,
        income=income,
        rent_segment=rent_segment,
        points=points,
        points_segment=points_segment,
        ceiling=ceiling,
        ceiling_with_surcharge=surcharged if surcharged is not None and norms and norms.new_build_surcharge else None,
        over=over,
        sentence=_income_sentence(income, norms),
    )


def _room(
    home: Mapping[str, Any], rent: Decimal, contribution: Decimal, points: int | None, norms: NormSet | None
) -> HomeAffordability:
    """A room has a list of highest rents of its own; no segment and no income limit is that of a room."""
    ceiling = None
    if points is not None and norms is not None:
        ceiling = highest_room_rent(points, norms_from=norms.valid_from)
    income = rent * 12 / RENT_SHARE
    return HomeAffordability(
        name=home["name"],
        count=home["count"],
        rent=rent,
        contribution=contribution * Decimal(str(home["counts_as"])),
        income=income,
        rent_segment=None,
        points=points,
        points_segment=None,
        ceiling=ceiling,
        ceiling_with_surcharge=None,
        over=max(Decimal(0), rent - ceiling) if ceiling is not None else Decimal(0),
        sentence=_income_sentence(income, norms),
        is_room=True,
    )


def segment(slug: str) -> Segment:
    titles = {LOW: _("social rent"), MIDDLE: _("middle rent"), FREE: _("free rent")}
    return Segment(slug, titles[slug])


def _segment_of_rent(rent: Decimal, limits: RentLimits | None) -> Segment | None:
    if limits is None:
        return None
    return segment(LOW if rent <= limits.social else MIDDLE if rent <= limits.middle else FREE)


def _segment_of_points(points: int | None, norms: NormSet | None) -> Segment | None:
    if points is None or norms is None:
        return None
    if points <= norms.low_segment_points:
        return segment(LOW)
    return segment(MIDDLE if points <= norms.middle_segment_points else FREE)


def _income_sentence(income: Decimal, norms: NormSet | None) -> str:
    if norms is None or norms.social_income_one is None or norms.social_income_more is None:
        return ""
    if income <= norms.social_income_one:
        return _("A person with an income up to the social limit can pay this.")
    if income <= norms.social_income_more:
        return _("Two people with an income up to the social limit can pay this; one person alone cannot.")
    if norms.middle_income_one is not None and norms.middle_income_more is not None:
        if income <= norms.middle_income_one:
            return _("This asks more than the social income limit, and fits a middle income.")
        if income <= norms.middle_income_more:
            return _("This fits a middle income of two people; for one person alone it asks more than the limit.")
        return _("This asks more than the limits for middle incomes.")
    return _("This asks more than the social income limit.")
