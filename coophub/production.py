"""What has to be right before CoopHub runs in production. The settings ask it, so it reads none itself."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from coophub.identity.configuration import IdentityProvider, about_providers

SHORTEST_KEY = 50
FEWEST_CHARACTERS = 15
THROWN_AWAY = {"dummy", "console", "filebased", "locmem"}
"""The backends of Django that hand a message to nobody."""
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def require_production(
    *,
    secret_key: str,
    allowed_hosts: Sequence[str],
    site_url: str,
    mail_transport: str,
    database_url: str,
    redis_url: str,
    identity_providers: Sequence[IdentityProvider],
) -> None:
    """Raises ImproperlyConfigured that names everything that is wrong, each with what to set."""
    problems = [
        *_about_the_key(secret_key),
        *_about_the_site(allowed_hosts, site_url),
        *_about_mail(mail_transport),
        *_about_servers(database_url, redis_url),
        *about_providers(identity_providers),
    ]
    if problems:
        raise ImproperlyConfigured(
            "CoopHub does not start in production like this:\n"
            + "\n".join(f"* {problem}" for problem in problems)
            + "\nEvery setting is explained in docs/operators/settings.md."
        )


def _about_the_key(key: str) -> Iterator[str]:
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS:
        yield (
            f"SECRET_KEY has to be at least {SHORTEST_KEY} random characters: it signs sessions and links. Make one "
            'with: python -c "import secrets; print(secrets.token_urlsafe(60))"'
        )


def _about_the_site(allowed_hosts: Sequence[str], site_url: str) -> Iterator[str]:
    if not allowed_hosts:
        yield "ALLOWED_HOSTS is empty. Set it to the names of the site, such as coophub.example."
    if "*" in allowed_hosts:
        yield "ALLOWED_HOSTS is *, so that any name is taken for yours. Set it to the names of the site alone."
    address = urlsplit(site_url)
    if address.scheme != "https" or address.hostname in {None, *LOOPBACK}:
        yield (
            "SITE_URL is how links in e-mails and letters begin. Set it to the address of the site, such as "
            "https://coophub.example."
        )


def _about_mail(transport: str) -> Iterator[str]:
    if transport.split(".")[-2] in THROWN_AWAY:
        yield (
            "EMAIL_URL leads to no mail server, so that letters, links and codes would be thrown away. Set it to one, "
            "such as smtp+tls://name:password@host:587."
        )


def _about_servers(database_url: str, redis_url: str) -> Iterator[str]:
    if not database_url:
        yield (
            "DATABASE_URL is not set, and the database that comes along is for development. Set it to yours: "
            "postgres://name:password@host:5432/database."
        )
    if not redis_url:
        yield (
            "REDIS_URL is not set, and the Redis that comes along is for development. Set it to yours: "
            "redis://host:6379/0."
        )
