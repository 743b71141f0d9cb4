"""With which identity providers people may sign in, as the environment says. The settings ask it, so it reads none
itself.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import environ

NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
SHORTEST_SECRET = 16


@dataclass(frozen=True)
class IdentityProvider:
    """An OpenID Connect provider, and which of its claims say what. `second_factor` are the values of `amr` or `acr`
    with which it says that somebody showed two factors; without any, ours is asked.
    """

    slug: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    subject_claim: str = "sub"
    email_claim: str = "email"
    email_verified_claim: str = "email_verified"
    kvk_claim: str = ""
    roles_claim: str = ""
    roles: tuple[tuple[str, str], ...] = ()
    second_factor: frozenset[str] = frozenset()

    @property
    def discovery_address(self) -> str:
        return f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"

    @property
    def origin(self) -> str:
        """Where the sign-in page of the provider stands, for the Content-Security-Policy."""
        address = urlsplit(self.issuer)
        return f"{address.scheme}://{address.netloc}"

    @property
    def prefix(self) -> str:
        """How its settings begin."""
        return prefix_of(self.slug)


def prefix_of(slug: str) -> str:
    return f"OIDC_{slug.upper().replace('-', '_')}_"


def read_providers(slugs: Sequence[str], env: environ.Env) -> tuple[IdentityProvider, ...]:
    return tuple(_read(slug, env) for slug in slugs)


def _read(slug: str, env: environ.Env) -> IdentityProvider:
    prefix = prefix_of(slug)

    def text(name: str, default: str = "") -> str:
        return str(env.str(f"{prefix}{name}", default=default)).strip()

    pairs = [pair.partition("=") for pair in env.list(f"{prefix}ROLES", default=[])]
    return IdentityProvider(
        slug=slug,
        name=text("NAME", slug),
        issuer=text("ISSUER"),
        client_id=text("CLIENT_ID"),
        client_secret=text("CLIENT_SECRET"),
        scopes=tuple(text("SCOPES", "openid profile email").split()),
        subject_claim=text("SUBJECT_CLAIM", "sub"),
        email_claim=text("EMAIL_CLAIM", "email"),
        email_verified_claim=text("EMAIL_VERIFIED_CLAIM", "email_verified"),
        kvk_claim=text("KVK_CLAIM"),
        roles_claim=text("ROLES_CLAIM"),
        roles=tuple((value.strip(), role.strip()) for value, _equals, role in pairs),
        second_factor=frozenset(env.list(f"{prefix}SECOND_FACTOR", default=[])),
    )


def about_providers(providers: Sequence[IdentityProvider]) -> Iterator[str]:
    """Everything that is missing or weak, each with what to set."""
    slugs = [provider.slug for provider in providers]
    if len(set(slugs)) < len(slugs):
        yield "OIDC_PROVIDERS names a provider twice."
    for provider in providers:
        yield from _about(provider)


def _about(provider: IdentityProvider) -> Iterator[str]:
    prefix = provider.prefix
    if not NAME.fullmatch(provider.slug):
        yield f"OIDC_PROVIDERS: “{provider.slug}” has to be small letters, digits and dashes, such as entra."
    address = urlsplit(provider.issuer)
    if address.scheme != "https" or not address.hostname or address.query or address.fragment:
        yield (
            f"{prefix}ISSUER is the address of the provider, and has to begin with https://: over http anybody on the "
            "way signs in as whom they like."
        )
    if not provider.client_id:
        yield f"{prefix}CLIENT_ID is not set: the name under which the provider knows CoopHub."
    if len(provider.client_secret) < SHORTEST_SECRET:
        yield (
            f"{prefix}CLIENT_SECRET has to be at least {SHORTEST_SECRET} characters: with it the provider knows that "
            "CoopHub asks."
        )
    if "openid" not in provider.scopes:
        yield f"{prefix}SCOPES has to hold openid, or the provider tells nobody who somebody is."
    if bool(provider.roles) != bool(provider.roles_claim):
        yield f"{prefix}ROLES_CLAIM and {prefix}ROLES go together: which claim, and which of its values are which role."
