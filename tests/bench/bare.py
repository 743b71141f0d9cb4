"""The addresses of CoopHub, and an endpoint of django-ninja that does nothing else."""

from typing import Any

from django.urls import path
from ninja import NinjaAPI
from pydantic import BaseModel

from coophub.urls import urlpatterns as of_coophub

bare = NinjaAPI(title="Bare", urls_namespace="bare", docs_url=None, openapi_url=None)


class BareRow(BaseModel):
    """A row of an API that does nothing else."""

    slug: str
    name: str
    url: str
    summary: str
    municipality: str
    form: str
    homes: int
    is_open: bool
    latitude: float
    moves_in_year: int | None


@bare.get("/rows", response=list[BareRow])
def rows(request: Any, number: int) -> list[dict[str, Any]]:
    row = {
        "slug": "de-lindenhof",
        "name": "De Lindenhof",
        "url": "https://coophub.example/register/de-lindenhof/",
        "summary": "Vierentwintig huizen om een tuin, met een werkplaats en een keuken voor de hele buurt.",
        "municipality": "GM0344",
        "form": "rental",
        "homes": 24,
        "is_open": True,
        "latitude": 52.0907,
        "moves_in_year": None,
    }
    return [row] * number


urlpatterns = [*of_coophub[:1], path("bare/", bare.urls), *of_coophub[1:]]
