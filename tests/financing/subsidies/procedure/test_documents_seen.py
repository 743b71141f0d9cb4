"""Documents of an application are looked at where they stand, by the ministry and by the group."""

import pytest
from django.urls import reverse

from coophub.documents.models import DocumentVersion
from coophub.documents.previews import draw_page
from tests.web.reading import find

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(submitted):
    """Where somebody finds them."""
    dossier = reverse("subsidies:dossier", args=[submitted.pk]) + "?tab=documents"
    of_group = reverse("subsidies:application", args=[submitted.initiative.slug, submitted.pk])
    return {"reviewer": dossier, "owner": of_group}


@pytest.mark.parametrize("who", ["reviewer", "owner"])
def test_a_document_is_seen_from_where_it_stands_and_leads_back(client, submitted, people, places, who):
    client.force_login(people[who])
    version = DocumentVersion.objects.latest("pk")
    page = reverse("documents:page", args=[version.pk, 1])
    kept = reverse("documents:download", args=[version.pk])

    links = {link.get("href") for link in find(client.get(places[who]).content.decode(), "main a")}
    client.get(page)
    draw_page(str(version.pk), 1)
    seen = client.get(page).content.decode()

    assert {page, kept} <= links
    assert version.filename in seen
    assert places[who] in [link.get("href") for link in find(seen, "main a, header a")]


def test_who_sees_no_dossier_sees_no_page_of_it(client, submitted, people):
    client.force_login(people["stranger"])
    page = reverse("documents:page", args=[DocumentVersion.objects.latest("pk").pk, 1])

    assert client.get(page).status_code == 404
