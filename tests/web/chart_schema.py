"""Whether what we ask of a chart is what Vega-Lite knows; pages leave this check out, for it is slow."""

from coophub.web.charts import Chart


def is_as_vega_lite_knows(chart: Chart) -> bool:
    """True, or altair's SchemaValidationError that says what it does not know."""
    chart.spec.properties(height=chart.height).to_dict(validate=True)
    return True
