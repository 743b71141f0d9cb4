"""What a page of an app below shows of apps above it."""

from typing import Any

from django import template

from coophub.portal.condition import administrator_tasks

register = template.Library()


@register.inclusion_tag("portal/_administrator_tasks.html")
def tasks_of_administrators() -> dict[str, Any]:
    """What waits for who runs CoopHub, on the page where they begin. It is worked out: nobody ticks it off."""
    return {"tasks": administrator_tasks()}
