"""What templates ask of financing plans: where the pages of an open plan are, and what is needed of members."""

from decimal import Decimal

from django import template

from financing.plans.selectors import delay, matching
from financing.plans.views.open_plan import OpenPlan
from initiatives.models import Initiative

register = template.Library()


@register.simple_tag
def plan_url(opened: OpenPlan, page: str, **more: str) -> str:
    """`{% plan_url opened "history" %}`: the page of this plan, whether a group or a visitor has it open."""
    return opened.address(page, **more)


@register.simple_tag
def member_money_needed(initiative: Initiative) -> Decimal | None:
    """`{% member_money_needed initiative as needed %}`: what the plan that was changed last counts on; None without."""
    return matching.money_needed(initiative)


@register.simple_tag
def month_later(initiative: Initiative) -> delay.MonthLater | None:
    """`{% month_later initiative as later %}`: what it costs to begin building a month later; None where that is
    nothing, or not known.
    """
    return delay.month_later(initiative)
