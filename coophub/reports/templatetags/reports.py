"""What templates of PDFs need."""

from base64 import b64encode

from django import template

register = template.Library()


@register.filter
def svg_data(svg: str) -> str:
    """A drawing as an address for an `img`, so that it carries its own text for screen readers."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
