"""What pages show of schemes and their ceilings."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from financing.subsidies.models import AT_THE_MINISTRY, Application, SchemeVersion, Target


def published_versions() -> QuerySet[SchemeVersion]:
    """The published versions of every scheme, those that close last first."""
    return SchemeVersion.objects.filter(published_at__isnull=False).select_related("scheme").order_by("-closes_at")


def open_versions() -> list[SchemeVersion]:
    """Under which schemes a group can apply today."""
    now = timezone.now()
    return list(published_versions().filter(opens_at__lte=now, closes_at__gte=now))


@dataclass(frozen=True)
class CeilingStand:
    """How a ceiling stands: of the whole or of one target group."""

    title: str
    ceiling: Decimal
    awarded: Decimal
    asked: Decimal

    @property
    def free(self) -> Decimal:
        return self.ceiling - self.awarded

    @property
    def awarded_share(self) -> int:
        return int(self.awarded * 100 / self.ceiling) if self.ceiling else 0


def budget_of(version: SchemeVersion) -> list[CeilingStand]:
    """Every ceiling of a scheme: what is awarded, what is free, and what is asked and undecided. Two queries."""
    asked = {
        row["target"]: row["sum"]
        for row in Application.objects.filter(scheme_version=version, state__in=AT_THE_MINISTRY)
        .values("target")
        .annotate(sum=Sum("amount_requested"))
    }
    total_asked = sum(asked.values(), start=Decimal(0))
    return [
        CeilingStand(
            title=str(Target(balance.target).label) if balance.target else _("Whole scheme"),
            ceiling=balance.ceiling,
            awarded=balance.taken,
            asked=asked.get(balance.target, Decimal(0)) if balance.target else total_asked,
        )
        for balance in version.balances.all()
    ]


def versions_with_counts() -> QuerySet[SchemeVersion]:
    """All versions with how many applications they have, for the ministry's list."""
    return SchemeVersion.objects.select_related("scheme").annotate(
        application_count=Count("applications", filter=Q(applications__submitted_at__isnull=False))
    )
