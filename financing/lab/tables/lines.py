"""Lines in a chart, told apart by colour and by stroke."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from coophub.web.charts import COLOURS, INK, OTHER

STROKES = ([1, 0], [7, 4], [2, 3], [9, 3, 2, 3])
LEGEND = alt.Legend(symbolType="stroke", symbolSize=400)
LINE_COLOURS = (COLOURS["bank"], COLOURS["gap"], COLOURS["members"], COLOURS["subsidy"], COLOURS["city"], INK, OTHER)


def told_apart(field: str, names: Sequence[str], colours: Sequence[str] = LINE_COLOURS) -> dict[str, Any]:
    """The colour and the stroke of each of these names, with one legend for both."""

    def scale(choices: Sequence[Any]) -> alt.Scale:
        return alt.Scale(domain=list(names), range=[choices[place % len(choices)] for place in range(len(names))])

    return {
        "color": alt.Color(f"{field}:N", sort=list(names), scale=scale(colours), legend=LEGEND),
        "strokeDash": alt.StrokeDash(f"{field}:N", sort=list(names), scale=scale(STROKES), legend=LEGEND),
    }
