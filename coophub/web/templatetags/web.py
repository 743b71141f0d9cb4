"""Filters and tags that every template has: the formats of `coophub.web.formats`, icons, rooms and the theme."""

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.base import NodeList, Parser, Token
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from coophub.web import clock, formats, pieces
from coophub.web.bilingual import both, marked
from coophub.web.forms import drawn_options
from coophub.web.reading import readings_at
from coophub.web.rooms import ON_A_PHONE, ROOMS
from coophub.web.table_rows import drawn_cell, drawn_rows
from coophub.web.tables import DrawnCell, Slot, Table
from coophub.web.terms import explained, explained_part

register = template.Library()

register.filter(formats.euro)
register.filter(formats.euro_cents)
register.filter(formats.number)
register.filter(formats.percent)
register.filter(formats.day)
register.filter(formats.moment)
register.filter(formats.to_the_second)
register.filter(formats.filesize)
register.filter(formats.iban)
register.filter(formats.in_short)


@register.filter
def said(value: Any, field: str = "") -> str:
    """A text that people wrote in both languages, or such a field of a row, in the reader's language or marked as
    Dutch.
    """
    return marked(both(value, field) if field else value)


register.simple_tag(drawn_options, name="select_options")
register.simple_tag(pieces.icon)
register.simple_block_tag(pieces.fact)
register.simple_block_tag(pieces.figure)
register.simple_block_tag(pieces.bullet)
register.simple_block_tag(pieces.entry)
register.simple_block_tag(pieces.link)


@register.inclusion_tag("components/frame/rooms.html", takes_context=True)
def rooms(context: template.Context, place: str, here: str = "", group: Any = None) -> dict[str, Any]:
    """The navigation of a place (group, ministry or advisor) with the room `here` marked; a group's needs the
    `group`.
    """
    kwargs = {"slug": group.slug} if group else None
    user = context["request"].user
    found = [
        {"name": room.name, "label": room.label, "url": _url(room.url_name, kwargs), "is_current": room.name == here}
        for room in ROOMS[place]
        if not room.permission or user.has_perm(room.permission, group)
    ]
    found = [room for room in found if room["url"]]
    more = found[ON_A_PHONE - 1 :] if len(found) > ON_A_PHONE else []
    return {
        "rooms": found,
        "more": more,
        "is_in_more": any(room["is_current"] for room in more),
    }


@register.simple_tag
def same_for_all(template_name: str) -> SafeString:
    """A part of the frame that says the same on every page, drawn once in each language."""
    return _drawn_once(template.Engine.get_default().get_template(template_name), get_language())


@lru_cache(maxsize=16)
def _drawn_once(part: template.Template, _language: str | None) -> SafeString:
    return part.render(template.Context())


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> str:
    """What the reader chose in the footer: "light", "dark", or "" to follow the device."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request else ""
    return chosen if chosen in ("light", "dark") else ""


@register.simple_tag
def with_terms(main: SafeString) -> SafeString:
    """The page, with the terms that stand on it explained under its title."""
    return explained(main)


@register.simple_block_tag
def later_part(content: SafeString) -> SafeString:
    """`{% later_part %}…{% endlater_part %}`: what htmx puts on a page, with its own terms explained."""
    return explained_part(content)


@register.inclusion_tag("components/reading.html")
def reading(place: str, part: str = "") -> dict[str, Any]:
    """Texts about where somebody is: `{% reading "plan-short" %}`, or `{% reading "phase" initiative.phase %}`."""
    return {"readings": readings_at(f"{place}-{part}" if part else place)}


@register.inclusion_tag("components/frame/print_head.html", takes_context=True)
def print_head(context: template.Context) -> dict[str, Any]:
    """What stands above a page on paper: who printed it, on which day, and at which address it is found.

    The address of a private link is left out: whoever has it has the plan.
    """
    request = context.get("request")
    match = request.resolver_match if request else None
    is_secret = match is None or bool({"token", "key", "uidb36"} & match.kwargs.keys())
    user = getattr(request, "user", None)
    return {
        "who": user if user is not None and user.is_authenticated else "",
        "on": clock.today(),
        "address": "" if request is None or is_secret else settings.SITE_URL + request.get_full_path(),
    }


@register.simple_tag
def days_over(days_left: int) -> int:
    """How many days too late, for a deadline with so many days left."""
    return max(0, -days_left)


@register.simple_block_tag
def facts(content: SafeString, columns: bool = False) -> SafeString:
    """`{% facts %}{% fact _("Asked") %}{{ amount|euro_cents }}{% endfact %}{% endfacts %}`; with `columns=True` side by
    side.
    """
    return render_to_string("components/facts.html", {"content": content, "columns": columns})


@register.simple_block_tag
def figures(content: SafeString) -> SafeString:
    """`{% figures %}{% figure _("Homes") %}{{ homes|number }}{% endfigure %}{% endfigures %}`: a strip of figures."""
    return render_to_string("components/figure_strip.html", {"content": content})


@register.simple_block_tag
def bullets(content: SafeString, numbered: bool = False) -> SafeString:
    """`{% bullets %}{% bullet %}…{% endbullet %}{% endbullets %}`; with `numbered=True` steps, one after the other."""
    return render_to_string("components/bullets.html", {"content": content, "numbered": numbered})


@register.simple_block_tag
def entries(content: SafeString, ordered: bool = False) -> SafeString:
    """`{% entries %}{% entry person %}<p>…</p>{% endentry %}{% endentries %}`: people, steps, tasks.

    With `ordered=True` their order says something.
    """
    return render_to_string("components/entries.html", {"content": content, "ordered": ordered})


@register.simple_block_tag
def links(content: SafeString) -> SafeString:
    """`{% links %}{% link address %}…{% endlink %}{% endlinks %}`: a list of where to go from here."""
    return render_to_string("components/links.html", {"content": content})


@register.simple_tag(takes_context=True)
def table_rows(context: template.Context, table: Table) -> SafeString:
    """The rows of a table (`coophub.web.table_rows`)."""
    return drawn_rows(table, lambda slot: _draw_slot(context, slot))


@register.simple_tag(takes_context=True)
def table_cell(context: template.Context, cell: DrawnCell) -> SafeString:
    """One cell of a table, such as a heading."""
    return drawn_cell(cell, lambda slot: _draw_slot(context, slot))


def _draw_slot(context: template.Context, slot: Slot) -> str:
    """The content of a cell that has a template of its own."""
    with context.push(**slot.values):
        return template.Engine.get_default().get_template(slot.template).render(context)


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
