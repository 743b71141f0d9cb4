"""Every page that anybody may read, for search engines, with the day on which it last changed where that is known.

What is not for everybody has no address here, so each section asks the selector of the page that lists the same.
"""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from financing.lab.selectors.runs import published_runs
from financing.plans.document.examples import EXAMPLES
from financing.plans.selectors.norms import all_norms
from financing.subsidies.selectors.publication import awards_with_last_change
from financing.subsidies.selectors.schemes import current_versions
from initiatives.selectors.municipalities import municipalities_in_force
from initiatives.selectors.register import published_initiatives
from pilots.library.guide import guides
from pilots.selectors.lessons import published_lessons
from pilots.selectors.model_documents import offered_models
from pilots.selectors.running import shown_programmes

IN_A_FILE = 5_000
"""A file may have ten times as many, but is made in one go."""
PAGES = (
    "portal:home",
    "portal:about",
    "portal:register",
    "portal:municipalities",
    "portal:figures",
    "portal:open_data",
    "portal:api",
    "portal:accessibility",
    "portal:privacy",
    "pilots:public_programmes",
    "pilots:guides",
    "pilots:lessons",
    "pilots:models",
    "subsidies:schemes",
    "subsidies:awards",
    "plans:calculate",
    "plans:examples",
    "plans:norms",
    "lab:public_runs",
)

Item = tuple[Any, ...]


class PublicPages(Sitemap[Item]):
    """The pages of one kind: what stands in the address of each, and behind it when it last changed."""

    limit = IN_A_FILE

    def __init__(self, page: str, found: Callable[[], Iterable[Item]]) -> None:
        self.page, self.found = page, found

    def items(self) -> Iterable[Item]:
        return self.found()

    def location(self, item: Item) -> str:
        return reverse(self.page, args=item[:1])

    def lastmod(self, item: Item) -> Any:
        return item[1] if item[1:] else None

    def get_protocol(self, protocol: str | None = None) -> str:
        return str(urlsplit(settings.SITE_URL).scheme)

    def get_domain(self, site: Any = None) -> str:
        """By which name it was asked makes no difference."""
        return str(urlsplit(settings.SITE_URL).netloc)


class SinglePages(PublicPages):
    """Those of which there is one."""

    def __init__(self) -> None:
        super().__init__("", lambda: [(name,) for name in PAGES])

    def location(self, item: Item) -> str:
        return reverse(item[0])


SECTIONS: dict[str, PublicPages] = {
    "pages": SinglePages(),
    "initiatives": PublicPages(
        "portal:public_initiative",
        lambda: published_initiatives().select_related(None).order_by("slug").values_list("slug"),
    ),
    "municipalities": PublicPages(
        "portal:municipality", lambda: municipalities_in_force().order_by("code").values_list("code")
    ),
    "programmes": PublicPages(
        "pilots:public_programme", lambda: shown_programmes().order_by("slug").values_list("slug")
    ),
    "schemes": PublicPages(
        "subsidies:scheme", lambda: [(version.scheme.slug, version.published_at) for version in current_versions()]
    ),
    "awards": PublicPages("subsidies:award", awards_with_last_change),
    "guides": PublicPages("pilots:guide", lambda: [(guide.facts.slug, guide.facts.checked_on) for guide in guides()]),
    "lessons": PublicPages("pilots:lesson", lambda: published_lessons().values_list("pk", "approved_at")),
    "models": PublicPages("pilots:model", lambda: offered_models().values_list("model", "approved_at")),
    "examples": PublicPages("plans:example", lambda: [(example.slug,) for example in EXAMPLES]),
    "norms": PublicPages("plans:norm_set", lambda: all_norms().order_by("pk").values_list("pk")),
    "policies": PublicPages("lab:public_run", lambda: published_runs().values_list("pk", "created_at")),
}


def files() -> list[str]:
    """The address of each file, of which a section has more when it has more pages. A query or two for a section."""
    return [
        f"{settings.SITE_URL}{reverse('portal:sitemap_section', args=[name])}{f'?p={number}' if number > 1 else ''}"
        for name, section in SECTIONS.items()
        for number in section.paginator.page_range
    ]
