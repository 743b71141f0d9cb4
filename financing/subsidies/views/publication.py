"""Who got what: the public overview of awards (Woo 3.3a), as page and as open data."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from financing.subsidies.papers.open_data import as_csv, as_json
from financing.subsidies.selectors.publication import published_awards

PER_PAGE = 50


@require_safe
def awards(request: HttpRequest) -> HttpResponse:
    page = Paginator(published_awards(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "subsidies/awards.html", {"page": page})


@require_safe
def awards_csv(request: HttpRequest) -> HttpResponse:
    headers = {"Content-Disposition": 'attachment; filename="verleende-subsidies.csv"'}
    return HttpResponse(as_csv(published_awards()), content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
def awards_json(request: HttpRequest) -> JsonResponse:
    return JsonResponse(as_json(published_awards()), safe=False, json_dumps_params={"ensure_ascii": False})
