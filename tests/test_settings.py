"""CoopHub starts without any setting, and refuses to start in production while something essential is wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "COOPHUB_ENVIRONMENT": "production",
    "SECRET_KEY": "only for this test 0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ!",
    "ALLOWED_HOSTS": "coophub.example",
    "SITE_URL": "https://coophub.example",
    "EMAIL_URL": "smtp://localhost:25",
    "DATABASE_URL": "postgres://coophub@localhost/coophub",
    "REDIS_URL": "redis://localhost:6379/0",
}


WHERE = "from django.conf import settings; print(settings.ENVIRONMENT, settings.DEMO)"


def start(tmp_path, asked=WHERE, **environment):
    """Reads the settings in a process of its own, with nothing in its environment but this."""
    return subprocess.run(
        [sys.executable, "-c", asked],
        cwd=PROJECT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "coophub.settings",
            "COOPHUB_LOCAL_DIR": str(tmp_path / "local"),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_starts_without_any_setting(tmp_path):
    started = start(tmp_path)
    assert started.stdout == "development False\n", started.stderr


def test_key_of_a_checkout_is_made_once_and_for_its_owner_only(tmp_path):
    start(tmp_path)
    key = tmp_path / "local" / "secret-key"
    first = key.read_text()
    start(tmp_path)
    assert key.read_text() == first
    assert key.stat().st_mode & 0o077 == 0


def test_production_starts_with_what_it_needs(tmp_path):
    started = start(tmp_path, **PRODUCTION)
    assert started.stdout == "production False\n", started.stderr


MUSTS = ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_URL", "DATABASE_URL", "REDIS_URL"]


@pytest.mark.parametrize("name", MUSTS)
def test_production_refuses_to_start_without_and_says_what_to_set(tmp_path, name):
    started = start(tmp_path, **{key: value for key, value in PRODUCTION.items() if key != name})
    assert started.returncode != 0
    said = [line for line in started.stderr.splitlines() if line.startswith("* ")]
    assert [line.split()[1] for line in said] == [name]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "secret"),
        ("SECRET_KEY", "a" * 60),
        ("SECRET_KEY", "changeme" * 8),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "coophub.example,*"),
        ("SITE_URL", "http://localhost:8000"),
        ("SITE_URL", "https://localhost"),
        ("SITE_URL", "http://coophub.example"),
        ("SITE_URL", "coophub.example"),
        ("EMAIL_URL", "dummymail://"),
        ("EMAIL_URL", "consolemail://"),
        ("EMAIL_URL", "memorymail://"),
        ("EMAIL_URL", "filemail:///tmp/mail"),
    ],
)
def test_production_refuses_what_is_not_safe(tmp_path, name, value):
    started = start(tmp_path, **{**PRODUCTION, name: value})
    assert started.returncode != 0
    said = [line for line in started.stderr.splitlines() if line.startswith("* ")]
    assert [line.split()[1] for line in said] == [name]


def test_everything_that_is_wrong_is_said_at_once(tmp_path):
    started = start(tmp_path, COOPHUB_ENVIRONMENT="production")
    said = [line.split()[1] for line in started.stderr.splitlines() if line.startswith("* ")]
    assert said == MUSTS


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("COOPHUB_DEMO", "the demo's open sign-in may never run in production"),
        ("DEBUG", "error pages would show settings to visitors"),
        ("COOPHUB_CLOCK_AHEAD_SECONDS", "in production the clock shows the real time"),
    ],
)
def test_production_refuses_to_start_with(tmp_path, name, why):
    started = start(tmp_path, **PRODUCTION, **{name: "1"})
    assert started.returncode != 0
    assert why in started.stderr


def test_unknown_environment_is_refused(tmp_path):
    started = start(tmp_path, COOPHUB_ENVIRONMENT="prod")
    assert started.returncode != 0
    assert "either production or development" in started.stderr


ENTRA = {
    "OIDC_PROVIDERS": "entra",
    "OIDC_ENTRA_ISSUER": "https://login.example/tenant/v2.0",
    "OIDC_ENTRA_CLIENT_ID": "coophub",
    "OIDC_ENTRA_CLIENT_SECRET": "sixteen or more characters",
}


@pytest.mark.parametrize(
    ("name", "value", "said_of"),
    [
        ("OIDC_ENTRA_ISSUER", "http://login.example", "OIDC_ENTRA_ISSUER"),
        ("OIDC_ENTRA_ISSUER", "", "OIDC_ENTRA_ISSUER"),
        ("OIDC_ENTRA_CLIENT_ID", "", "OIDC_ENTRA_CLIENT_ID"),
        ("OIDC_ENTRA_CLIENT_SECRET", "", "OIDC_ENTRA_CLIENT_SECRET"),
        ("OIDC_ENTRA_CLIENT_SECRET", "short", "OIDC_ENTRA_CLIENT_SECRET"),
        ("OIDC_ENTRA_SCOPES", "email", "OIDC_ENTRA_SCOPES"),
        ("OIDC_ENTRA_ROLES", "a=reviewer", "OIDC_ENTRA_ROLES_CLAIM"),
        ("OIDC_PROVIDERS", "entra,entra", "OIDC_PROVIDERS"),
        ("OIDC_PROVIDERS", "Entra", "OIDC_PROVIDERS:"),
    ],
)
def test_production_refuses_a_provider_that_is_not_safe(tmp_path, name, value, said_of):
    started = start(tmp_path, **{**PRODUCTION, **ENTRA, name: value})
    said = [line for line in started.stderr.splitlines() if line.startswith("* ")]
    assert [line.split()[1] for line in said] == [said_of]


def test_provider_comes_from_the_environment_and_forms_may_lead_there(tmp_path):
    asked = (
        "from django.conf import settings;"
        "[entra] = settings.OIDC_PROVIDERS;"
        "print(entra.name, entra.discovery_address);"
        "print(entra.roles, sorted(entra.second_factor));"
        "print(settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
    )
    more = {
        "OIDC_ENTRA_NAME": "Ministerie",
        "OIDC_ENTRA_ROLES_CLAIM": "roles",
        "OIDC_ENTRA_ROLES": "CoopHub.Reviewer=reviewer, bosses = administrator",
        "OIDC_ENTRA_SECOND_FACTOR": "mfa,hwk",
        "CSP_FORM_ACTION": "https://sign-in.example",
    }
    started = start(tmp_path, asked, **{**PRODUCTION, **ENTRA, **more})
    assert started.stdout.splitlines() == [
        "Ministerie https://login.example/tenant/v2.0/.well-known/openid-configuration",
        "(('CoopHub.Reviewer', 'reviewer'), ('bosses', 'administrator')) ['hwk', 'mfa']",
        "[\"'self'\", 'https://login.example', 'https://sign-in.example']",
    ], started.stderr
