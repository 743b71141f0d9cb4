"""When a dataset last changed: the moment at which its mark was first seen to be another.

It is kept in the cache. When that is emptied a dataset seems to have changed now, which costs others a download and
tells nobody wrongly that what they have is still good.
"""

import datetime as dt

from django.core.cache import cache
from django.utils.translation import get_language

from coophub.portal.open_data.datasets import Dataset, DatasetState
from coophub.web import clock

NEVER = None


def changed_at(dataset: Dataset, state: DatasetState) -> dt.datetime:
    """In whole seconds, as a header says it."""
    key = f"open-data:{dataset.name}:{get_language()}"
    kept: tuple[str, dt.datetime] | None = cache.get(key)
    if kept is not None and kept[0] == state.mark:
        return kept[1]
    now = clock.now().replace(microsecond=0)
    cache.set(key, (state.mark, now), timeout=NEVER)
    return now
