"""What a municipality can do, in words, a chart and its table. All from what is shown to it."""

from typing import Any

import altair as alt
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.charts import COLOURS, Chart
from coophub.web.formats import euro, number, percent
from coophub.web.tables import Column
from financing.lab.selectors.shown import Shown
from financing.lab.tables.instruments import instrument_label
from financing.lab.tables.lines import told_apart
from financing.lab.tables.runs import rounding_in_words

ENOUGH: dict[str, str | Promise] = {
    "land_price": gettext_lazy(
        "With a land price that is %(share)s lower, about %(homes)s homes are possible. That is %(cost)s less for the "
        "municipality."
    ),
    "canon": gettext_lazy(
        "With a canon that is %(share)s lower, about %(homes)s homes are possible. That is %(cost)s less for the "
        "municipality, in money of today."
    ),
}
IN_VAIN: dict[str, str | Promise] = {
    "land_price": gettext_lazy(
        "A lower land price by itself makes the difference for fewer than five plans here, or for none."
    ),
    "canon": gettext_lazy("A lower canon by itself makes the difference for fewer than five plans here, or for none."),
}


def municipal_context(shown: Shown) -> dict[str, Any]:
    """All of the page."""
    return {
        "sentences": [sentence_of(curve, without=shown["closing"]["homes"]) for curve in shown["curves"]],
        "rounding": rounding_in_words() if shown["is_coarse"] else "",
        "figures": [
            {"label": _("Plans"), "value": number(shown["plans"])},
            {"label": _("Homes"), "value": number(shown["homes"])},
            {"label": _("Possible without help"), "value": number(shown["closing"]["homes"])},
        ],
        "chart": levels_chart(shown),
    }


def sentence_of(curve: Shown, *, without: float) -> str:
    """How far one has to go for the most homes, and what that costs; `without` are those that need no help."""
    points, name = curve["points"], curve["instrument"]
    most = max((point["homes"] for point in points), default=without)
    if most <= without:
        return str(IN_VAIN[name])
    enough = next(point for point in points if point["homes"] == most)
    return str(ENOUGH[name]) % {
        "share": percent(enough["level"]),
        "homes": number(most),
        "cost": euro(enough["net"]),
    }


def levels_chart(shown: Shown) -> Chart:
    """Homes by how much lower the land price or the canon is."""
    points = [(instrument_label(curve["instrument"]), point) for curve in shown["curves"] for point in curve["points"]]
    names = list(dict.fromkeys(name for name, _point in points))
    rows = [{"what": name, "lower": point["level"], "homes": point["homes"]} for name, point in points]
    line = (
        alt.Chart(alt.Data(values=rows))
        .mark_line(point=True, interpolate="step-after")
        .encode(
            x=alt.X("lower:Q", title=_("lower by"), axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])),
            y=alt.Y("homes:Q", title=_("homes"), axis=alt.Axis(format="d")),
            **told_apart("what", names, [COLOURS["city"], COLOURS["bank"]]),
        )
    )
    return Chart(
        line,
        _("What a lower land price or canon makes possible"),
        _("One of the two at a time, for all plans the same, from nothing lower to nothing at all."),
        [
            Column(_("Instrument")),
            Column(_("Lower by"), "percent"),
            Column(_("Plans that close"), "number"),
            Column(_("Homes"), "number"),
            Column(_("Less for the municipality"), "euro"),
        ],
        [[name, point["level"], point["plans"], point["homes"], point["net"]] for name, point in points],
    )
