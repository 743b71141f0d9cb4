"""What is new, for news readers (Atom): groups that show themselves, schemes that opened, and awards."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web import clock
from coophub.web.bilingual import both
from coophub.web.formats import euro
from financing.subsidies.models import SchemeVersion
from financing.subsidies.selectors.publication import AwardKey, PublishedAward, award_keys, awards_of
from financing.subsidies.selectors.schemes import current_versions
from initiatives.models import Initiative
from initiatives.selectors.register import latest_published

MOST = 50


class NewsFeed(Feed[Any, None]):
    """What the feeds have in common."""

    feed_type = Atom1Feed
    author_name = "CoopHub"
    page = ""
    """The name of the page that shows the same."""
    address = ""
    """The name of its own address."""

    def link(self) -> str:
        return _absolute(reverse(self.page))

    def feed_url(self) -> str:
        return _absolute(reverse(self.address))


class NewInitiatives(NewsFeed):
    """Those that were published last."""

    title = gettext_lazy("New initiatives on CoopHub")
    page, address = "portal:register", "portal:new_initiatives"

    def items(self) -> Sequence[Initiative]:
        return list(latest_published(MOST))

    def item_title(self, item: Initiative) -> str:
        return item.name

    def item_description(self, item: Initiative) -> str:
        return item.summary

    def item_link(self, item: Initiative) -> str:
        return _absolute(reverse("portal:public_initiative", args=[item.slug]))

    def item_pubdate(self, item: Initiative) -> dt.datetime | None:
        return item.published_at

    item_updateddate = item_pubdate


class OpenSchemes(NewsFeed):
    """Those that are open or were, the one that opened last at the top."""

    title = gettext_lazy("Schemes that opened on CoopHub")
    page, address = "subsidies:schemes", "portal:open_schemes"

    def items(self) -> Sequence[SchemeVersion]:
        opened = [version for version in current_versions() if version.opens_at <= clock.now()]
        return sorted(opened, key=lambda version: version.opens_at, reverse=True)[:MOST]

    def item_title(self, item: SchemeVersion) -> str:
        return str(item.title)

    def item_description(self, item: SchemeVersion) -> str:
        return str(both(item, "summary"))

    def item_link(self, item: SchemeVersion) -> str:
        return _absolute(reverse("subsidies:scheme", args=[item.scheme.slug]))

    def item_guid(self, item: SchemeVersion) -> str:
        """Of each version its own: it opens anew."""
        return f"{self.item_link(item)}#{item.number}"

    def item_pubdate(self, item: SchemeVersion) -> dt.datetime:
        return item.opens_at

    item_updateddate = item_pubdate


class NewAwards(NewsFeed):
    """The newest awards to organisations, as the law publishes them."""

    title = gettext_lazy("New awards on CoopHub")
    page, address = "subsidies:awards", "portal:new_awards"

    def items(self) -> list[tuple[AwardKey, PublishedAward]]:
        keys = award_keys(after=None, most=MOST)
        return list(zip(keys, awards_of([key.application for key in keys]), strict=True))

    def item_title(self, item: tuple[AwardKey, PublishedAward]) -> str:
        return item[1].recipient

    def item_description(self, item: tuple[AwardKey, PublishedAward]) -> str:
        award = item[1]
        return _("%(amount)s. %(activities)s") % {"amount": euro(award.left), "activities": award.activities}

    def item_link(self, item: tuple[AwardKey, PublishedAward]) -> str:
        return _absolute(reverse("subsidies:award", args=[item[1].number]))

    def item_guid(self, item: tuple[AwardKey, PublishedAward]) -> str:
        return f"{self.link()}#{item[0]}"

    def item_pubdate(self, item: tuple[AwardKey, PublishedAward]) -> dt.datetime:
        return item[0].at

    item_updateddate = item_pubdate


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
