"""Where the pages of an open plan are, for templates."""

from django import template

from financing.plans.views.open_plan import OpenPlan

register = template.Library()


@register.simple_tag
def plan_url(opened: OpenPlan, page: str, **more: str) -> str:
    """`{% plan_url opened "history" %}`: the page of this plan, whether a group or a visitor has it open."""
    return opened.address(page, **more)
