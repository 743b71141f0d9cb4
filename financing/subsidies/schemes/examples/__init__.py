"""Ready-made schemes to start from, each marked as an example that says what in it is real and what is not
(`examples/*.json`).
"""

import datetime as dt
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from coophub.web import clock
from financing.subsidies.models import Scheme, SchemeVersion
from financing.subsidies.schemes.document import add_parts, apply_fields

EXAMPLES = Path(__file__).parent
LETTER = "stimulering"
ORDER = (LETTER, "leenfonds-landelijk", "stimuleringslening-amsterdam", "kennisnetwerk", "verkoop-met-korting")


@dataclass(frozen=True)
class ExampleScheme:
    """A scheme to start from. `about` says in a sentence what it is."""

    key: str
    slug: str
    name: str
    name_en: str
    about: str
    about_en: str
    document: dict[str, Any]


@cache
def examples() -> tuple[ExampleScheme, ...]:
    """Every ready-made scheme, in the order in which they are offered."""
    found = (json.loads((EXAMPLES / f"{key}.json").read_text(encoding="utf-8")) for key in ORDER)
    return tuple(ExampleScheme(key, **content) for key, content in zip(ORDER, found, strict=True))


def example_named(key: str) -> ExampleScheme:
    return next(example for example in examples() if example.key == key)


@transaction.atomic
def publish_example(
    key: str, *, opened_days_ago: int = 365, open_days: int = 485, name: str = "", **changes: Any
) -> SchemeVersion:
    """An example as a published scheme, under another name and with `changes` in its document where these are given.

    It is nobody's real scheme, so it needs no second approval and may have opened before: a year ago, for sixteen
    months, when nothing else is said.
    """
    example = example_named(key)
    document = {"name_en": "" if name else example.name_en, **example.document, **changes}
    opens_at = clock.now() - dt.timedelta(days=opened_days_ago)
    version = SchemeVersion(
        scheme=Scheme.objects.create(slug=slugify(name) or example.slug, name=name or example.name),
        number=1,
        opens_at=opens_at,
        closes_at=opens_at + dt.timedelta(days=open_days),
        maximum_amount=0,
    )
    apply_fields(version, document)
    version.save()
    add_parts(version, document)
    version.published_at = opens_at
    version.save(update_fields=["published_at"])
    return version
