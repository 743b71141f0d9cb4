"""Maps: dots on the Netherlands."""

from typing import Any

from django.conf import settings


def map_of(points: list[dict[str, Any]]) -> dict[str, Any]:
    """What `components/map.html` needs to draw these dots."""
    return {"map_points": points, "map_tiles": settings.MAP_TILE_URL, "map_attribution": settings.MAP_ATTRIBUTION}
