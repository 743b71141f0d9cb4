"""Private links, and who came by them."""

from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from coophub.reports.models import ReportJob
from coophub.reports.selectors import reports_of
from coophub.web.formats import day
from financing.plans.models import Plan, PlanVersion, ShareLink, ShareVisit

VISITS_SHOWN = 20
READ_OUTCOMES = (ShareVisit.Outcome.READ, ShareVisit.Outcome.DOWNLOADED)


@dataclass(frozen=True)
class LinkInWords:
    """A link as its group sees it."""

    link: ShareLink
    is_good: bool
    state: str
    read_count: int
    visits: list[ShareVisit]


def links_of(plan: Plan) -> list[LinkInWords]:
    """Every link of a plan, the newest first, with its last visits. Two queries."""
    found = list(
        ShareLink.objects.filter(version__plan=plan)
        .select_related("version", "created_by")
        .annotate(read_count=Count("visits", filter=Q(visits__outcome__in=READ_OUTCOMES)), last_at=Max("visits__at"))
        .order_by("-created_at", "-pk")
    )
    visits: dict[int, list[ShareVisit]] = {link.pk: [] for link in found}
    for visit in ShareVisit.objects.filter(link__in=visits).order_by("-at", "-pk")[: VISITS_SHOWN * max(1, len(found))]:
        visits[visit.link_id].append(visit)
    return [LinkInWords(link, link.is_good, _state(link), link.read_count, visits[link.pk]) for link in found]


def _state(link: ShareLink) -> str:
    if link.revoked_at is not None:
        return _("Withdrawn on %(day)s") % {"day": day(link.revoked_at)}
    if not link.is_good:
        return _("Good until %(day)s; that is past") % {"day": day(link.expires_at)}
    return _("Good until %(day)s") % {"day": day(link.expires_at)}


def report_of_version(version: PlanVersion, *, kind: str, language: str) -> ReportJob | None:
    """The last document of this kind that was asked for of a version.

    A version never changes, so one that is ready stays good.
    """
    return reports_of(version.plan, kind).filter(parameters__version=version.number, language=language).first()


def link_with_token(token: str) -> ShareLink | None:
    """The link behind an address, also when it is no longer good."""
    links: QuerySet[ShareLink] = ShareLink.objects.select_related("version__plan__initiative__municipality")
    return links.filter(token_sha256=ShareLink.hash_of(token)).first()
