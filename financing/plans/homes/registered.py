"""What the BAG has at an address, equal spaces together, as types of home for a plan."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coophub.connectors.buildings import RegisteredSpace
from coophub.web.formats import number


@dataclass(frozen=True)
class RegisteredKind:
    """So many spaces of one size and year. What is no home may become one."""

    area_m2: int
    year: int
    is_home: bool
    count: int

    @property
    def key(self) -> str:
        return f"{self.area_m2}-{self.year}-{'home' if self.is_home else 'other'}"

    @property
    def name(self) -> str:
        return _("%(area)s m², built in %(year)s") % {"area": number(self.area_m2), "year": self.year}

    @property
    def sentence(self) -> str:
        if self.is_home:
            words = ngettext("%(count)s home of %(name)s", "%(count)s homes of %(name)s", self.count)
        else:
            words = ngettext(
                "%(count)s space of %(name)s that is no home yet",
                "%(count)s spaces of %(name)s that are no homes yet",
                self.count,
            )
        return words % {"count": number(self.count), "name": self.name}

    def as_row(self, rent_per_m2: Decimal) -> dict[str, Any]:
        """A type of home, as `coophub.plan/1` has it."""
        return {
            "name": self.name,
            "count": self.count,
            "area_m2": float(self.area_m2),
            "monthly_rent": float(round(rent_per_m2 * self.area_m2, 2)),
        }


def kinds_of(spaces: Iterable[RegisteredSpace]) -> list[RegisteredKind]:
    """Homes first, the largest first."""
    counted = Counter((space.area_m2, space.year, space.is_home) for space in spaces)
    kinds = [RegisteredKind(*facts, count) for facts, count in counted.items()]
    return sorted(kinds, key=lambda kind: (not kind.is_home, -kind.area_m2, kind.year))
