"""Filters and tags that every template has: amounts, percentages, dates and icons as people here write them."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.defaultfilters import filesizeformat
from django.urls import NoReverseMatch, reverse
from django.utils import formats, numberformat, timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from coophub.web import clock
from coophub.web.rooms import ON_A_PHONE, ROOMS

register = template.Library()

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


@register.filter
def euro(amount: Any) -> str:
    """In whole euros: "€ 1.235" in Dutch, "€1,235" in English; "" for nothing."""
    return _money(amount, 0)


@register.filter
def euro_cents(amount: Any) -> str:
    """In euros and cents, for decisions and letters: "€ 1.234,56" in Dutch, "€1,234.56" in English; "" for nothing."""
    return _money(amount, 2)


@register.filter
def number(value: Any, places: int = 0) -> str:
    """A figure with its thousands separated: "1.234" in Dutch, "1,234" in English; "" for nothing."""
    rounded = _rounded(value, places)
    return "" if rounded is None else _sign(rounded) + _digits(rounded, places)


@register.filter
def percent(fraction: Any, places: int = 0) -> str:
    """A fraction as a percentage: 0.0425 with one place is "4,3%" in Dutch and "4.3%" in English; "" for nothing."""
    value = _decimal(fraction)
    return "" if value is None else number(value * 100, places) + "%"


@register.filter
def day(value: date | datetime | None) -> str:
    """A date in full, in Dutch time: "3 maart 2026"."""
    if not value:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = clock.local(value)
    return formats.date_format(value, "j F Y")


@register.filter
def moment(value: datetime | None) -> str:
    """A date and time, in Dutch time: "3 maart 2026 14:05"."""
    if not value:
        return ""
    if timezone.is_aware(value):
        value = clock.local(value)
    return formats.date_format(value, "j F Y H:i")


@register.filter
def to_the_second(value: datetime | None) -> str:
    """A moment that something hangs on, in Dutch time: "3 maart 2026 23:59:59"."""
    if not value:
        return ""
    if timezone.is_aware(value):
        value = clock.local(value)
    return formats.date_format(value, "j F Y H:i:s")


@register.filter
def filesize(size_bytes: int | None) -> str:
    """The size of a file: "1,4 MB"."""
    return "" if size_bytes is None else filesizeformat(size_bytes)


@register.inclusion_tag("components/icon.html")
def icon(name: str, label: str = "") -> dict[str, str]:
    """A drawing of ours from static/images/icons.svg. With a `label` it speaks, without it is decoration."""
    return {"name": name, "label": label}


@register.inclusion_tag("components/frame/rooms.html", takes_context=True)
def rooms(context: template.Context, place: str, here: str = "", group: Any = None) -> dict[str, Any]:
    """The navigation of a place (group, ministry or advisor) with the room `here` marked; a group's needs the `group`."""
    kwargs = {"slug": group.slug} if group else None
    user = context["request"].user
    found = [
        {"name": room.name, "label": room.label, "url": _url(room.url_name, kwargs), "is_current": room.name == here}
        for room in ROOMS[place]
        if not room.permission or user.has_perm(room.permission, group)
    ]
    found = [room for room in found if room["url"]]
    more = found[ON_A_PHONE:]
    return {
        "rooms": found,
        "main": found[:ON_A_PHONE],
        "more": more,
        "is_in_more": any(room["is_current"] for room in more),
    }


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> str:
    """What the reader chose in the footer: "light", "dark", or "" to follow the device."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request else ""
    return chosen if chosen in ("light", "dark") else ""


@register.simple_tag
def days_over(days_left: int) -> int:
    """How many days too late, for a deadline with so many days left."""
    return max(0, -days_left)


@register.tag
def capture(parser: Parser, token: Token) -> "CaptureNode":
    """`{% capture lead %}{% block lead %}{% endblock %}{% endcapture %}`: keeps a block's text as a variable.

    So a layout can use a page's title twice, and leave out the frame of what a page left empty.
    """
    _, name = token.split_contents()
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(name, nodelist)


class CaptureNode(template.Node):
    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        # What is inside was escaped when it was rendered.
        context[self.name] = SafeString(self.nodelist.render(context).strip())
        return SafeString("")


def _url(name: str, kwargs: dict[str, str] | None) -> str:
    try:
        return reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return ""


def _money(amount: Any, places: int) -> str:
    value = _rounded(amount, places)
    if value is None:
        return ""
    if get_language() == "en":
        return f"{_sign(value)}€{_digits(value, places)}"
    return f"€{NO_BREAK_SPACE}{_sign(value)}{_digits(value, places)}"


def _decimal(value: Any) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _rounded(value: Any, places: int) -> Decimal | None:
    found = _decimal(value)
    if found is None:
        return None
    # A ratio of a real plan to a loan of next to nothing can have three hundred digits.
    with localcontext(prec=400):
        return found.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP) + 0  # so that no zero has a minus


def _sign(value: Decimal) -> str:
    return MINUS if value < 0 else ""


def _digits(value: Decimal, places: int) -> str:
    return numberformat.format(
        abs(value),
        decimal_sep=formats.get_format("DECIMAL_SEPARATOR"),
        decimal_pos=int(places),
        grouping=3,
        thousand_sep=formats.get_format("THOUSAND_SEPARATOR"),
        force_grouping=True,
    )
