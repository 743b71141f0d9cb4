"""Who got what: the public overview of awards (Woo 3.3a), as page and as open data."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coophub.web.streams import file_response
from coophub.web.table_files import CSV
from financing.subsidies.papers.open_data import as_csv, as_json
from financing.subsidies.selectors.publication import (
    awards_by_day,
    awards_of,
    number_of_awards,
    published_award,
    published_awards,
)

PER_PAGE = 50


@require_safe
def awards(request: HttpRequest) -> HttpResponse:
    paginator = Paginator(awards_by_day(), PER_PAGE)
    paginator.count = number_of_awards()
    page = paginator.get_page(request.GET.get("page"))
    return render(request, "subsidies/awards.html", {"page": page, "awards": awards_of(list(page))})


@require_safe
def award(request: HttpRequest, number: str) -> HttpResponse:
    return render(request, "subsidies/award.html", {"shown": published_award(number)})


@require_safe
def awards_csv(request: HttpRequest) -> StreamingHttpResponse:
    return file_response(as_csv(published_awards()), name="verleende-subsidies.csv", content_type=CSV)


@require_safe
def awards_json(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(as_json(published_awards()), content_type="application/json")
