"""What everybody may take along, for people and for catalogues."""

import datetime as dt
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coophub.portal.open_data.catalogue import catalogue
from coophub.portal.open_data.changes import all_changed_at, states_of
from coophub.portal.open_data.datasets import DATASETS, Dataset
from coophub.portal.open_data.files import kinds_of
from coophub.web.tables import Cell, Column, Slot, Table

JSON_LD = "application/ld+json"


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    columns = [Column(_("Dataset")), Column(_("Changed on"), "day"), Column(_("Files"))]
    changed = all_changed_at(states_of(DATASETS))
    table = Table(_("Datasets"), columns, [_row(dataset, changed[name]) for name, dataset in DATASETS.items()])
    context = {"table": table, "licence": settings.DATA_LICENCE, "data_contact": settings.DATA_CONTACT}
    return render(request, "portal/open_data.html", context)


@require_safe
def described(request: HttpRequest) -> HttpResponse:
    """The description for catalogues. Any site may ask for it."""
    content = json.dumps(catalogue(), ensure_ascii=False, indent=1)
    return HttpResponse(content, content_type=JSON_LD, headers={"Access-Control-Allow-Origin": "*"})


def _row(dataset: Dataset, changed: dt.datetime) -> list[object]:
    kinds = kinds_of(dataset)
    files = Slot(
        "portal/_dataset_files.html",
        {"dataset": dataset, "kinds": kinds},
        text=", ".join(str(kind.label) for kind in kinds),
    )
    return [Cell(dataset.title, notes=[dataset.description]), changed, files]
