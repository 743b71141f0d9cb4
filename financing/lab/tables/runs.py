"""A run in words, tables and charts: the same on screen, on paper and in a file. All from what is shown of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import altair as alt
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.charts import COLOURS, Chart
from coophub.web.formats import euro, number, percent
from coophub.web.tables import Cell, Column, Table, figure_columns
from financing.engine.policy.portfolio import GROUPINGS as WAYS
from financing.lab.models import PolicyRun
from financing.lab.selectors.shown import HOMES_TO, PLANS_TO, Shown, best_per_euro, most_added
from financing.lab.tables.instruments import GROUPINGS, RULES, STORMS, group_label, instrument_label
from financing.lab.tables.lines import told_apart
from initiatives.selectors.municipalities import ProvincePlace

HOMES_A_DOT = 25
"""So that a dot of a province with a few hundred homes is larger than that of a small town, and hides no other."""


def run_table(runs: Iterable[PolicyRun]) -> Table:
    """One line a run, with the way to it."""
    return Table(
        _("Runs"),
        [
            Column(_("Run")),
            Column(_("Budget"), "euro"),
            Column(_("Homes"), "number", empty="–"),
            Column(_("State")),
            Column(_("Asked on"), "day"),
        ],
        [
            [
                Cell(run.portfolio.name, url=reverse("lab:run", args=[run.pk])),
                run.budget,
                run.homes if run.is_done else None,
                run.get_state_display(),
                run.created_at,
            ]
            for run in runs
        ],
        empty="",
    )


def answer_in_words(shown: Shown) -> str:
    """The answer in one sentence, and what it is without choosing."""
    facts = {
        "budget": euro(shown["budget"]),
        "homes": number(shown["optimum"]["homes"]),
        "plans": number(shown["optimum"]["plans"]),
        "all": number(shown["plans"]),
        "receipt": number(shown["rules"]["receipt"]["homes"]),
    }
    sentence = (
        _("With %(budget)s about %(homes)s homes are possible, in about %(plans)s of about %(all)s plans.")
        if shown["is_coarse"]
        else _("With %(budget)s, %(homes)s homes are possible, in %(plans)s of %(all)s plans.")
    )
    found = [sentence % facts]
    if best := best_per_euro(shown):
        found.append(
            _("Per euro most is done by: %(instrument)s, good for at most %(more)s homes more.")
            % {"instrument": instrument_label(best).lower(), "more": number(most_added(shown, best))}
        )
    found.append(_("In the order of receipt the same money gives %(receipt)s homes.") % facts)
    return " ".join(found)


def why_it_differs(shown: Shown) -> str:
    """Why the best use is not first come, first served."""
    more = shown["optimum"]["homes"] - shown["rules"]["receipt"]["homes"]
    if more <= 0:
        return _("Here the order of receipt gives as many homes as the best choice.")
    return _(
        "The order of receipt spends the money on whoever asked first, also where a home needs much of it. The best "
        "choice leaves the most expensive plans out and so reaches %(more)s homes more; who loses by that stands under "
        "“Who is reached”."
    ) % {"more": number(more)}


def floors_in_words(shown: Shown) -> list[str]:
    """What it costs in homes to keep money for a group."""
    sentence = _("To keep %(floor)s for %(group)s costs %(homes)s homes.")
    return [
        sentence
        % {
            "floor": euro(floor["floor"]),
            "group": group_label("target", floor["group"]).lower(),
            "homes": number(floor["homes"]),
        }
        for floor in shown["floors"]
    ]


def key_figures(shown: Shown) -> list[dict[str, Any]]:
    """The strip on top."""
    optimum = shown["optimum"]
    return [
        {"label": _("Homes"), "value": number(optimum["homes"])},
        {
            "label": _("Of which without help"),
            "value": number(shown["closing"]["homes"]),
        },
        {"label": _("Paid out"), "value": euro(optimum["cash"])},
        {"label": _("Cost in the end"), "value": euro(optimum["net"]), "note": _("after what flows back")},
        {
            "label": _("Could it be better?"),
            "value": _("No") if optimum["gap"] == 0 else percent(optimum["gap"], 1),
            "note": _("this is proven") if optimum["gap"] == 0 else _("so many more homes at most"),
        },
    ]


def _homes_by_euros(lines: Mapping[str, Sequence[Shown]], most: float) -> alt.Chart:
    """Homes against euros, up to `most` or to what the lines reach, one line a name."""
    rows = [
        {"name": name, "net": point["net"], "homes": point["homes"]} for name, line in lines.items() for point in line
    ]
    chart: alt.Chart = (
        alt.Chart(alt.Data(values=rows))
        .mark_line(point=True, clip=True)
        .encode(
            x=alt.X(
                "net:Q",
                title=_("euros, after what flows back"),
                axis=alt.Axis(format=",.0f", tickCount=4),
                scale=alt.Scale(domain=[0, min(most, max((row["net"] for row in rows), default=most))]),
            ),
            y=alt.Y("homes:Q", title=_("homes"), axis=alt.Axis(format="d"), scale=alt.Scale(zero=True)),
            order=alt.Order("net:Q"),
            **told_apart("name", list(lines)),
        )
    )
    return chart


def split_charts(shown: Shown) -> list[Chart]:
    """What the instrument that does most per euro does for each target group, form, province and year."""
    return [
        Chart(
            _homes_by_euros({group_label(by, line["group"]): line["points"] for line in lines}, 2 * shown["budget"]),
            _("%(instrument)s, by %(group)s")
            % {"instrument": instrument_label(best_per_euro(shown)), "group": str(GROUPINGS[by]).lower()},
            _("The same help for everybody, from nothing to the most. Fewer than five plans stand with the others."),
            [
                Column(GROUPINGS[by]),
                Column(_("How far"), "percent"),
                Column(_("Homes"), "number"),
                Column(_("Cost in the end"), "euro"),
            ],
            [
                [group_label(by, line["group"]), point["level"], point["homes"], point["net"]]
                for line in lines
                for point in line["points"]
            ],
            height=300,
            legend_columns=2,
        )
        for by, lines in shown.get("splits", {}).items()
    ]


def frontier_chart(shown: Shown) -> Chart:
    """Homes against euros, one line an instrument."""
    lines = {instrument_label(curve["instrument"]): curve["points"] for curve in shown["curves"] if curve["points"]}
    line = _homes_by_euros(lines, 2 * shown["budget"])
    best = best_per_euro(shown)
    sentence = (
        _("One kind of help at a time, from nothing to the most. %(instrument)s costs least for each home it adds.")
        % {"instrument": instrument_label(best)}
        if best
        else _("One kind of help at a time, from nothing to the most. None by itself adds homes.")
    )
    columns = [
        Column(_("Instrument")),
        Column(_("How far"), "percent"),
        *figure_columns("", _("Plans"), _("Homes"))[1:],
        Column(_("Paid out"), "euro"),
        Column(_("Cost in the end"), "euro"),
    ]
    table = [
        [
            instrument_label(curve["instrument"]),
            point["level"],
            point["plans"],
            point["homes"],
            point["cash"],
            point["net"],
        ]
        for curve in shown["curves"]
        for point in curve["points"]
    ]
    return Chart(line, _("What each kind of help does"), sentence, columns, table, height=340, legend_columns=2)


def frontier_on_paper(shown: Shown) -> Table:
    """The same figures at every quarter of what can be given: all steps are in the file."""
    quarters = [
        {**curve, "points": [point for point in curve["points"] if (4 * point["level"]).is_integer()]}
        for curve in shown["curves"]
    ]
    return frontier_chart({**shown, "curves": quarters}).table


def some_on_paper(table: Table, first: int, step: int) -> Table:
    """Some of many rows, evenly: all of them are in the file."""
    return replace(table, rows=list(table.rows)[first::step])


def next_home_chart(shown: Shown) -> Chart:
    """Homes as the budget grows."""
    points = shown["next_home"]
    line = (
        alt.Chart(alt.Data(values=points))
        .mark_line(point=True, color=COLOURS["subsidy"], interpolate="step-after")
        .encode(
            x=alt.X("budget:Q", title=_("budget in euros"), axis=alt.Axis(format=",.0f", tickCount=4)),
            y=alt.Y("homes:Q", title=_("homes"), axis=alt.Axis(format="d")),
        )
    )
    return Chart(
        line,
        _("The price of the next home"),
        price_in_words(shown),
        [Column(_("Budget"), "euro"), Column(_("Homes"), "number"), Column(_("Paid out"), "euro")],
        [[point["budget"], point["homes"], point["cash"]] for point in points],
    )


def price_in_words(shown: Shown) -> str:
    """What a home more costs around the budget."""
    below = [point for point in shown["next_home"] if point["budget"] < shown["budget"]]
    above = [point for point in shown["next_home"] if point["budget"] > shown["budget"]]
    if not below or not above or above[-1]["homes"] <= below[0]["homes"]:
        return _("With more money no more homes become possible here.")
    first, last, least, most = below[-1], above[-1], below[0], shown["optimum"]["homes"]
    before = (shown["optimum"]["cash"] - least["cash"]) / (most - least["homes"]) if most > least["homes"] else None
    after = (last["budget"] - shown["budget"]) / (last["homes"] - most) if last["homes"] > most else None
    if before is None or after is None:
        return _("With the budget up to %(budget)s, %(homes)s homes are possible.") % {
            "budget": euro(first["budget"]),
            "homes": number(first["homes"]),
        }
    return _("Up to this budget a home more costs %(before)s on average; with as much again it is %(after)s.") % {
        "before": euro(before),
        "after": euro(after),
    }


def rules_table(shown: Shown) -> Table:
    """The best use beside four simple ways, with the same money."""
    rows = [[_("The best choice"), shown["optimum"]], *([RULES[name], rule] for name, rule in shown["rules"].items())]
    return Table(
        _("The same money, divided otherwise"),
        [
            Column(_("How it is divided")),
            Column(_("Homes"), "number"),
            Column(_("Plans"), "number"),
            Column(_("Paid out"), "euro"),
        ],
        [[str(name), rule["homes"], rule["plans"], rule["cash"]] for name, rule in rows],
    )


def packages_table(shown: Shown) -> Table:
    """What the plans get that need help."""
    return Table(
        _("What the plans get"),
        [
            Column(_("Help")),
            Column(_("Plans"), "number"),
            Column(_("Homes"), "number"),
            Column(_("Paid out"), "euro"),
            Column(_("Cost in the end"), "euro"),
        ],
        [
            [instrument_label(row["instruments"]), row["plans"], row["homes"], row["cash"], row["net"]]
            for row in shown["packages"]
        ],
        empty=_("Fewer than five plans get help, so nothing is said of them."),
    )


def group_tables(shown: Shown) -> list[Table]:
    """Who is reached and who falls out: by target group, form, province and year."""
    return [
        Table(
            GROUPINGS[by],
            [
                Column(GROUPINGS[by]),
                Column(_("Plans"), "number"),
                Column(_("Close by themselves"), "number"),
                Column(_("Close with help"), "number"),
                Column(_("Fall out"), "number"),
                Column(_("Paid out"), "euro"),
            ],
            [
                [
                    group_label(by, row["group"]),
                    row["plans"],
                    row["closing"],
                    row["helped"],
                    row["left"],
                    row["cash"],
                ]
                for row in shown["groups"][by]
            ],
            empty=_("There are fewer than five plans in each group, so nothing is said of them."),
        )
        for by in WAYS
        # What was published before has no years.
        if by in shown["groups"]
    ]


def places_on_map(shown: Shown, places: Iterable[ProvincePlace]) -> list[dict[str, Any]]:
    """Where the homes come that are possible with the budget: a dot a province, the larger the more."""
    coming = {row["group"]: row["closing"] + row["helped"] for row in shown["groups"]["province"]}
    return [
        {
            "name": place.name,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "size": coming[place.name] / HOMES_A_DOT,
            "words": _("%(province)s: %(homes)s homes") % {"province": place.name, "homes": number(coming[place.name])},
        }
        for place in places
        if coming.get(place.name)
    ]


def storms_table(shown: Shown) -> Table:
    """Whether it holds when the world changes."""
    draws = shown["draws"]["homes"]
    few = _("fewer than five plans make the difference")
    rows = [
        [_("As expected"), shown["optimum"]["homes"]],
        *([STORMS.get(storm["name"], storm["name"]), storm["homes"]] for storm in shown["storms"]),
        [_("In a bad year (1 of 20 is worse)"), draws["p5"]],
        [_("In the middle"), draws["p50"]],
        [_("In a good year (1 of 20 is better)"), draws["p95"]],
    ]
    return Table(
        _("When the world changes"),
        [Column(_("What happens")), Column(_("Homes that still close"), "number", empty=few)],
        [[str(name), homes] for name, homes in rows],
    )


def fund_chart(shown: Shown) -> Chart:
    """A fund that lends beside giving the same money away."""
    fund = shown["revolving"]
    lent, given = _("Lent, and lent again"), _("Given away")
    rows = [
        {"year": year, "what": name, "homes": homes}
        for name, values in ((lent, fund["homes"]["p50"]), (given, fund["gift_homes"]))
        for year, homes in zip(fund["year"], values, strict=True)
    ]
    line = (
        alt.Chart(alt.Data(values=rows))
        .mark_line()
        .encode(
            x=alt.X("year:Q", title=_("years"), axis=alt.Axis(format="d")),
            y=alt.Y("homes:Q", title=_("homes so far"), axis=alt.Axis(format="d")),
            **told_apart("what", [lent, given], [COLOURS["city"], COLOURS["subsidy"]]),
        )
    )
    return Chart(
        line,
        _("Lending or giving"),
        _("After %(years)s years the fund reached %(lent)s homes; giving the same money away reached %(given)s.")
        % {
            "years": number(fund["year"][-1]),
            "lent": number(fund["homes"]["p50"][-1]),
            "given": number(fund["gift_homes"][-1]),
        },
        [
            Column(_("Year"), "number"),
            Column(_("Homes, lent"), "number"),
            Column(_("Homes, given"), "number"),
            Column(_("In the fund: bad"), "euro"),
            Column(_("In the fund: middle"), "euro"),
            Column(_("In the fund: good"), "euro"),
        ],
        [
            list(row)
            for row in zip(
                fund["year"],
                fund["homes"]["p50"],
                fund["gift_homes"],
                fund["balance"]["p5"],
                fund["balance"]["p50"],
                fund["balance"]["p95"],
                strict=True,
            )
        ],
    )


def assumptions_table(shown: Shown) -> Table:
    """What everything rests on, with where it comes from."""
    given = shown["parameters"]
    loan = given["public_loan"]
    rows: list[Sequence[Any]] = [
        [_("Discount rate of the public"), percent(given["public_discount_rate"], 1), _("assumption")],
        [_("Cheaper additional loan: interest lower by"), percent(given["rate_cut"], 1), _("assumption")],
        [_("Guarantee: what it costs a year"), percent(given["fee"], 1), _("assumption")],
        [_("Guarantee: expected loss a year"), percent(given["expected_loss"], 1), _("assumption")],
        [_("Public loan: most per home"), euro(loan["per_home"]), _("what Amsterdam lent in 2021")],
        [_("Public loan: interest"), percent(loan["rate"], 1), _("assumption")],
        [_("Public loan: years"), number(loan["term_years"]), _("assumption")],
        [_("Public loan: years without repaying"), number(loan["grace_years"]), _("assumption")],
        [_("Public loan: expected loss a year"), percent(loan["expected_loss"], 1), _("assumption")],
    ]
    limits = given["limits"]
    for name, label in LIMITS.items():
        if limits.get(name) is not None:
            rows.append([str(label), number(limits[name]), _("chosen for this run")])
    for name, words in (("floors", _("At least for: %(group)s")), ("ceilings", _("At most for: %(group)s"))):
        for group, amount in limits[name].items():
            rows.append([words % {"group": group_label("target", group)}, euro(amount), _("chosen for this run")])
    return Table(
        _("What it rests on"),
        [Column(_("What was assumed")), Column(_("Value"), "number"), Column(_("Where from"))],
        rows,
    )


LIMITS = {
    "most_per_application": gettext_lazy("Most for one plan, in euros"),
    "most_per_home": gettext_lazy("Most per home, in euros"),
    "most_plans_per_province": gettext_lazy("Most plans in a province"),
}


def rounding_in_words() -> str:
    """What is said beside figures that are rounded."""
    return _(
        "So that nothing of a single plan can be worked out, homes are rounded to %(homes)s and plans to %(plans)s, "
        "and steps of fewer than five plans are left out."
    ) % {"homes": HOMES_TO, "plans": PLANS_TO}


def run_context(shown: Shown) -> dict[str, Any]:
    """All of it, for page and paper."""
    return {
        "shown": shown,
        "sentence": answer_in_words(shown),
        "why": why_it_differs(shown),
        "floors": floors_in_words(shown),
        "figures": key_figures(shown),
        "frontier": frontier_chart(shown),
        "splits": split_charts(shown),
        "next_home": next_home_chart(shown),
        "fund": fund_chart(shown),
        "rules": rules_table(shown),
        "packages": packages_table(shown),
        "groups": group_tables(shown),
        "storms": storms_table(shown),
        "assumptions": assumptions_table(shown),
        "rounding": rounding_in_words() if shown["is_coarse"] else "",
    }


def file_table(shown: Shown) -> Table:
    """Every figure of the run in one list, for a file."""
    context = run_context(shown)
    tables: list[Table] = [
        context["rules"],
        context["packages"],
        *context["groups"],
        context["storms"],
        *(context[name].table for name in ("frontier", "next_home", "fund")),
        *(chart.table for chart in context["splits"]),
        context["assumptions"],
    ]
    rows = [
        [str(table.caption), " ".join(str(value) for value in values[:1]), name, value]
        for table in tables
        for values in table.values
        for name, value in zip(table.names[1:], values[1:], strict=True)
    ]
    return Table(_("Figures"), [Column(_("Table")), Column(_("Row")), Column(_("Column")), Column(_("Value"))], rows)


def compare_table(one: Shown, other: Shown) -> Table:
    """Two runs side by side."""
    rows: list[tuple[str, float, float, str]] = [
        (_("Budget"), one["budget"], other["budget"], "euro"),
        (_("Plans"), one["plans"], other["plans"], "number"),
        (_("Homes possible"), one["optimum"]["homes"], other["optimum"]["homes"], "number"),
        (_("Plans that close"), one["optimum"]["plans"], other["optimum"]["plans"], "number"),
        (_("Paid out"), one["optimum"]["cash"], other["optimum"]["cash"], "euro"),
        (_("Cost in the end"), one["optimum"]["net"], other["optimum"]["net"], "euro"),
        *(
            (str(RULES[name]), rule["homes"], other["rules"][name]["homes"], "number")
            for name, rule in one["rules"].items()
            if name in other["rules"]
        ),
    ]
    written: dict[str, Callable[[Any], str]] = {"euro": euro, "number": number}
    return Table(
        _("Side by side"),
        [
            Column(""),
            Column(_("This run"), "number"),
            Column(_("The other run"), "number"),
            Column(_("More"), "number"),
        ],
        [[name, written[kind](a), written[kind](b), written[kind](b - a)] for name, a, b, kind in rows],
    )
