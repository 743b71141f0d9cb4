"""Charts: drawn on the server, in fixed colours on paper and in the reader's theme on the page."""

import json
import re
from dataclasses import replace

import altair as alt
import pytest
from django.template.loader import render_to_string
from django.utils import translation

from coophub.web import charts
from tests.web.reading import find, words
from tests.web.showcase import money_chart


@pytest.fixture
def chart() -> charts.Chart:
    return money_chart()


def colours_in(svg: str) -> set[str]:
    return set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg))


def test_the_drawing_for_paper_has_the_fixed_colours_of_money(chart: charts.Chart) -> None:
    found = {colour.upper() for colour in colours_in(chart.svg())}

    assert {charts.COLOURS[meaning] for meaning in ("bank", "members", "subsidy", "gap")} <= found
    assert charts.COLOURS["city"] not in found


def test_the_drawing_on_a_page_follows_the_theme(chart: charts.Chart) -> None:
    found = colours_in(chart.wide)

    assert "var(--coophub-data-bank)" in found
    assert "currentColor" in found
    assert not [colour for colour in found if colour.startswith("#")]


def test_the_drawing_needs_no_inline_style(chart: charts.Chart) -> None:
    for svg in (chart.svg(), chart.wide, chart.narrow):
        assert find(svg, "svg path")
        assert not find(svg, "[style], style, script")


def test_the_narrow_drawing_fits_a_phone(chart: charts.Chart) -> None:
    for svg, width in ((chart.narrow, charts.NARROW), (chart.wide, charts.WIDE)):
        assert float(find(svg, "svg")[0].get("width", "0")) == pytest.approx(width, abs=2)


def test_amounts_on_the_axis_are_thousands_in_the_readers_language() -> None:
    rows = [{"year": 2026, "amount": 0}, {"year": 2027, "amount": 4_000_000}]
    spec = alt.Chart(alt.Data(values=rows)).mark_bar().encode(x="year:O", y=alt.Y("amount:Q", axis=charts.euro_axis()))
    chart = replace(money_chart(), spec=spec)

    with translation.override("nl"):
        assert ">4.000<" in chart.svg()
    with translation.override("en"):
        assert ">4,000<" in chart.svg()


def test_text_in_the_data_cannot_leave_the_drawing_or_the_script() -> None:
    evil = '</script><img src=x onerror="alert(1)">'
    rows = [{"name": evil, "amount": 1}]
    spec = alt.Chart(alt.Data(values=rows)).mark_bar().encode(x="name:N", y="amount:Q", color=alt.Color("name:N"))
    chart = replace(money_chart(), spec=spec, title=evil, sentence=evil)

    page = render_to_string("components/chart.html", {"chart": chart})

    assert not find(page, "img")
    [script] = find(page, "script")
    assert json.loads(script.text or "")["data"]["values"][0]["name"] == evil


def test_drawings_on_one_page_share_no_names(chart: charts.Chart) -> None:
    def clipped(rows: list[dict[str, int]]) -> charts.Chart:
        spec = alt.Chart(alt.Data(values=rows)).mark_line(clip=True).encode(x="year:Q", y="amount:Q")
        return replace(chart, spec=spec)

    first = set(re.findall(r'id="([^"]+)"', clipped([{"year": 1, "amount": 2}]).wide))
    second = set(re.findall(r'id="([^"]+)"', clipped([{"year": 1, "amount": 3}]).wide))

    assert first
    assert first.isdisjoint(second)


def test_the_component_holds_sentence_and_table(chart: charts.Chart) -> None:
    page = render_to_string("components/chart.html", {"chart": chart})

    assert words(find(page, ".chart__sentence")[0]) == chart.sentence
    assert len(find(page, "table tbody tr")) == len(chart.table.rows)
    assert [words(cell) for cell in find(page, "thead th")] == chart.table.names


def test_a_legend_has_as_many_columns_as_its_names_have_room_for() -> None:
    labels = {"members": "Money that can be drawn", "gap": "Missing that month"}
    rows = [{"whose": name, "amount": 1} for name in labels.values()]
    spec = alt.Chart(alt.Data(values=rows)).mark_bar().encode(x="amount:Q", color=charts.colour("whose", labels))
    drawn = replace(money_chart(), spec=spec)

    for width, columns in ((charts.WIDE, 2), (charts.NARROW, 1)):
        assert drawn.vega_lite(width)["config"]["legend"]["columns"] >= columns
        assert json.loads(drawn.spec_json)["usermeta"]["legends"][str(width)]["columns"] >= columns
    assert drawn.vega_lite(charts.NARROW)["config"]["legend"]["columns"] == 1


def test_a_name_beside_a_bar_is_never_cut() -> None:
    names = ["Interest of the other loans", "Rent", "Afgewezen of buiten behandeling gelaten"]
    rows = [{"name": name, "amount": 1} for name in names]
    spec = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar()
        .encode(x="amount:Q", y=alt.Y("name:N", sort=names, axis=charts.name_axis()))
    )
    drawn = replace(money_chart(), spec=spec)

    for svg in (drawn.wide, drawn.narrow):
        assert "…" not in svg
        drawn_text = " ".join(re.sub(r"<[^>]*>", " ", svg).split())
        assert all(name in drawn_text for name in names)


def test_a_name_in_a_legend_is_never_cut() -> None:
    names = ["Collective private commissioning (CPO)", "Rental and owner-occupied together", "Rent", "A" * 40]
    rows = [{"name": name, "amount": number} for number, name in enumerate(names)]
    told_apart = {"color": alt.Color("name:N", sort=names), "strokeDash": alt.StrokeDash("name:N", sort=names)}
    spec = alt.Chart(alt.Data(values=rows)).mark_line().encode(x="amount:Q", y="amount:Q", **told_apart)
    drawn = [replace(money_chart(), spec=spec), replace(money_chart(), spec=alt.layer(spec))]

    for chart in drawn:
        for svg in (chart.wide, chart.narrow):
            assert "…" not in svg
            drawn_text = " ".join(re.sub(r"<[^>]*>", " ", svg).split())
            assert all(name in drawn_text for name in names)
