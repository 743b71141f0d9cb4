"""What robots, researchers and the monitor get."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_health_looks_at_the_database(client):
    response = client.get(reverse("portal:health"), {"format": "json"})

    assert response.status_code == 200
    assert any("Database" in check for check in response.json())


def test_robots_stay_out_of_groups(client):
    assert "Disallow: /initiatives/" in client.get("/robots.txt").content.decode()


def test_security_txt_names_contact_and_end(client, settings):
    settings.SECURITY_CONTACT = "mailto:veilig@example.org"

    text = client.get("/.well-known/security.txt").content.decode()

    assert "Contact: mailto:veilig@example.org\n" in text
    assert "Expires: 20" in text


@pytest.mark.parametrize("sent", ["", "Bearer ", "Bearer wrong"])
def test_metrics_are_not_there_without_the_token(client, settings, sent):
    settings.METRICS_TOKEN = "right"

    assert client.get(reverse("portal:metrics"), headers={"Authorization": sent}).status_code == 404


def test_metrics_are_not_there_when_no_token_is_set(client, settings):
    settings.METRICS_TOKEN = ""

    assert client.get(reverse("portal:metrics"), headers={"Authorization": "Bearer "}).status_code == 404


def test_metrics_with_the_token_count_requests(client, settings):
    settings.METRICS_TOKEN = "right"

    response = client.get(reverse("portal:metrics"), headers={"Authorization": "Bearer right"})

    assert "django_http_requests_total" in response.content.decode()
