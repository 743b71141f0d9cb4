"""What templates of PDFs need."""

from base64 import b64encode
from typing import Any

from django import template

from coophub.web.terms import terms_in

register = template.Library()


@register.filter
def svg_data(svg: str) -> str:
    """A drawing as an address for an `img`, so that it carries its own text for screen readers."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


@register.inclusion_tag("reports/_words.html")
def words_explained(content: str) -> dict[str, Any]:
    """`{% words_explained content %}`: what the words in it that few people know mean."""
    return {"terms": terms_in(content)}
