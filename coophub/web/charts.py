"""Charts: one Vega-Lite specification drawn on the server for page and PDF, and made to answer by the browser.

An app gives the data, a title, one sentence that says what the chart shows, and the same figures as a table. Sizes,
type, number formats and the meaning of the colours are the same everywhere and live here.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import altair as alt
import vl_convert
from altair.utils import schemapi
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coophub.web.tables import Column, Table

# Checking a specification takes ten times as long as making it: the tests do it, for every chart.
schemapi.disable_debug_mode()

# What a colour means, in every chart, table and PDF (Okabe-Ito, told apart by people who do not see all colours).
COLOURS = {
    "bank": "#0072B2",
    "city": "#E69F00",
    "members": "#009E73",
    "subsidy": "#CC79A7",
    "gap": "#D55E00",
    "sales": "#56B4E9",
    "early": "#C9BD2F",
}
INK = "#211D17"
OTHER = "#8C8274"
SHADES = ("#978D7F", "#B0A699", "#C8C0B5", "#DCD6CC", "#EEEAE3")
"""For parts that have no colour of their own, since colour says whose money it is."""
SUBSIDY_SHADES = ("#7D2C5B", "#B75A8C", "#DC98BE", "#F0CBDF")
"""For the parts of a subsidy: the surer the money is spent, the fuller its colour."""

WIDE = 640
NARROW = 320
HEIGHT = 280
AXIS_WIDTH, SYMBOL_WIDTH, LETTER_WIDTH = 50, 35, 6.5
"""In pixels: what stands left of a legend, what a name in it takes besides its letters, and a letter."""
LEGEND_LINE = 28
"""So many letters of a name stand beside each other in a legend, also where the server draws with a wider letter."""
IN_A_LEGEND = ("color", "fill", "stroke", "strokeDash", "opacity", "shape")
IN_LINES = rf"split(trim(replace(datum.label, regexp('(.{{1,{LEGEND_LINE}}})( +|$)', 'g'), '$1\n')), '\n')"
SANS = "Source Sans 3 Variable, Source Sans 3, sans-serif"

# On the page, colours follow the reader's theme (static/css/tokens.css).
ON_SCREEN = {
    INK: "currentColor",
    OTHER: "var(--coophub-ink-400)",
    **{colour: f"var(--coophub-data-{meaning})" for meaning, colour in COLOURS.items()},
    **{shade: f"var(--coophub-shade-{number})" for number, shade in enumerate(SHADES, start=1)},
    **{shade: f"var(--coophub-subsidy-{number})" for number, shade in enumerate(SUBSIDY_SHADES, start=1)},
}

LEGEND = {
    "labelColor": INK,
    "labelFontSize": 13,
    "labelLimit": 0,
    "offset": 34,
    "orient": "top",
    "rowPadding": 4,
    "symbolType": "square",
    "title": None,
}
LOOK: dict[str, Any] = {
    "background": None,
    "font": SANS,
    "axis": {
        "domainColor": INK,
        "domainOpacity": 0.4,
        "gridColor": INK,
        "gridOpacity": 0.12,
        "labelColor": INK,
        "labelFontSize": 13,
        "labelPadding": 6,
        "tickColor": INK,
        "tickOpacity": 0.4,
        "titleColor": INK,
        "titleFontSize": 13,
        "titleFontWeight": 400,
        "titlePadding": 10,
    },
    "axisX": {"grid": False, "labelAngle": 0, "labelOverlap": "greedy"},
    "axisY": {"ticks": False, "domain": False, "titleAlign": "left", "titleAngle": 0, "titleX": -36, "titleY": -12},
    "line": {"strokeWidth": 2.5},
    "rule": {"color": INK},
    "text": {"color": INK, "fontSize": 13},
    "view": {"stroke": None},
}
NUMBERS = {
    "nl": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["€\u00a0", ""]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["€", ""]},
}


@dataclass(frozen=True)
class Chart:
    """What `components/chart.html` shows.

    `spec` is one view or one layered view without a width of its own; amounts in it are in euros. `columns` and `rows`
    are the same figures as a table (`coophub.web.tables`). Long names in the legend ask for fewer `legend_columns`.
    Many `points` stand beside a spec that only names its data: Altair copies what it holds time after time.
    """

    spec: alt.Chart | alt.LayerChart | alt.FacetChart
    title: str | Promise
    sentence: str | Promise
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    height: int = HEIGHT
    legend_columns: int = 4
    points: Sequence[Mapping[str, Any]] | None = None

    @cached_property
    def table(self) -> Table:
        return Table(self.title, self.columns, self.rows, on_phone="scroll")

    @cached_property
    def _view(self) -> dict[str, Any]:
        fit = alt.AutoSizeParams(type="fit-x", contains="padding")
        view: dict[str, Any] = self.spec.properties(height=self.height, autosize=fit).to_dict(validate=False)
        for channel in _legend_channels(view):
            channel["legend"] = {"labelExpr": IN_LINES, **channel.get("legend", {})}
        return view if self.points is None else {**view, "data": {"values": self.points}}

    def vega_lite(self, width: int = WIDE) -> dict[str, Any]:
        """The whole specification at this width, in pixels, with our look."""
        return {**self._view, "width": width, "config": {**LOOK, "legend": self._legend(width)}}

    def _legend(self, width: int) -> dict[str, Any]:
        """In as many columns as its names have room for."""
        longest = min(LEGEND_LINE, max(map(len, _legend_names(self._view)), default=1))
        fitting = int((width - AXIS_WIDTH) // (SYMBOL_WIDTH + LETTER_WIDTH * longest))
        columns = max(1, min(self.legend_columns, fitting))
        if width > NARROW:
            return {**LEGEND, "columns": columns}
        # Two legends stand under each other where they do not fit beside each other.
        under = {"direction": "vertical", "anchor": "start", "margin": 8}
        return {**LEGEND, "columns": min(columns, max(1, self.legend_columns // 2)), "layout": {"top": under}}

    def svg(self, width: int = WIDE) -> SafeString:
        """The drawing for paper, in fixed colours."""
        return _draw(json.dumps(self.vega_lite(width)), get_language() or "nl")

    @cached_property
    def wide(self) -> SafeString:
        """The drawing for a page with room, in the colours of the reader's theme."""
        return _for_screen(self.svg(WIDE))

    @cached_property
    def narrow(self) -> SafeString:
        """The drawing for a phone or a side column."""
        return _for_screen(self.svg(NARROW))

    @cached_property
    def spec_json(self) -> SafeString:
        """The specification for the browser, safe inside a script element; with the legend of each width."""
        legends = {width: self._legend(width) for width in (WIDE, NARROW)}
        text = (
            json.dumps({**self.vega_lite(), "usermeta": {"legends": legends}})
            .replace("<", "\\u003c")
            .replace(">", "\\u003e")
            .replace("&", "\\u0026")
        )
        return _for_screen(text)


def _legend_channels(view: dict[str, Any]) -> list[dict[str, Any]]:
    """What a view tells apart with a legend."""
    parts = [view, *view.get("layer", []), view.get("spec", {})]
    encodings = [part.get("encoding", {}) for part in parts]
    channels = [encoding[name] for encoding in encodings for name in IN_A_LEGEND if name in encoding]
    named = [channel for channel in channels if channel.get("type") in ("nominal", "ordinal")]
    return [channel for channel in named if channel.get("legend", True) is not None]


def _legend_names(view: dict[str, Any]) -> list[str]:
    """What the legends of a view say, as far as it says so itself."""
    scales = [channel.get("scale") or {} for channel in _legend_channels(view)]
    return [str(name) for scale in scales for name in scale.get("domain", [])]


def name_axis() -> alt.Axis:
    """An axis of names beside bars: each is whole, a long one in two lines."""
    wide, narrow = (f"regexp('^(?=.{{{most + 1}}})(.{{1,{most}}}) (?=.)')" for most in (30, 16))
    lines = rf"split(replace(datum.label, width > 400 ? {wide} : {narrow}, '$1\n'), '\n')"
    return alt.Axis(title=None, labelExpr=lines, labelLimit=230, domain=False, titleX=0)


def colour(field: str, labels: Mapping[str, str | Promise], *, legend: bool = True) -> alt.Color:
    """The colour of each value of `field` by what it means.

    `labels` gives, for a key of `COLOURS`, the value that stands in the data; other keys are grey.
    """
    names = [str(label) for label in labels.values()]
    scale = alt.Scale(domain=names, range=[COLOURS.get(meaning, OTHER) for meaning in labels])
    return alt.Color(field, type="nominal", scale=scale, sort=names, legend=alt.Undefined if legend else None)


def euro_axis(**options: Any) -> alt.Axis:
    """An axis of amounts, in thousands of euros."""
    options.setdefault("title", _("× € 1,000"))
    return alt.Axis(labelExpr="replace(format(datum.value / 1000, ',.0f'), '-', '\u2212')", tickCount=5, **options)


@lru_cache(maxsize=256)
def _draw(spec: str, language: str) -> SafeString:
    svg = vl_convert.vegalite_to_svg(spec, format_locale=NUMBERS.get(language, NUMBERS["en"]))
    # Two drawings on one page may not share the names of their clipping paths.
    prefix = hashlib.sha256(spec.encode()).hexdigest()[:8]
    return SafeString(re.sub(r'(id="|url\(#)', rf"\g<1>c{prefix}-", svg))  # Vega has escaped every text in it


def _for_screen(text: str) -> SafeString:
    for fixed, themed in ON_SCREEN.items():
        text = re.sub(re.escape(fixed), themed, text, flags=re.IGNORECASE)
    return SafeString(text)  # a drawing or JSON that was safe before
