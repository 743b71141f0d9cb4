"""Sending to an address that somebody else chose: never into our own network.

The name is looked up once, every address behind it must be public, and the connection goes to one of those: a name that
means something else a moment later, or an answer that leads elsewhere, changes nothing.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

SECONDS = 10
OWN_NAMES = ("localhost", "127.0.0.1", "::1")
"""How a program on this very machine is called, for who tries a webhook there."""
LEADS_ELSEWHERE = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))
"""Addresses of IPv6 that carry one of IPv4 within them, which could be a private one."""


class NotPublicError(Exception):
    """An address that is none of the public network, or is not written as one."""


class NoAnswerError(Exception):
    """Nobody answered; the name of the error says why."""


def check_address(address: str) -> SplitResult:
    """The parts of an address that may be told something, as far as it can be seen. Raises NotPublicError."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise NotPublicError from error
    is_open = settings.WEBHOOKS_TO_LOOPBACK and parts.scheme == "http" and parts.hostname in OWN_NAMES
    if parts.scheme != "https" and not is_open:
        raise NotPublicError
    if not parts.hostname or parts.username is not None or parts.password is not None or port == 0:
        raise NotPublicError
    if not address.isascii() or not address.isprintable() or " " in address:
        raise NotPublicError
    return parts


def public_address(host: str, port: int) -> str:
    """One address of this name, when all of them are public. Raises NotPublicError, and NoAnswerError for no name."""
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise NoAnswerError(type(error).__name__) from error
    if not found or not all(map(_is_allowed, found)):
        raise NotPublicError
    return sorted(found)[0]


def post(address: str, *, headers: Mapping[str, str], body: bytes) -> int:
    """The status with which the address answered. Raises NotPublicError and NoAnswerError."""
    parts = check_address(address)
    host, port = str(parts.hostname), parts.port or (443 if parts.scheme == "https" else 80)
    at = public_address(host, port)
    if parts.scheme == "http" and not ipaddress.ip_address(at).is_loopback:
        raise NotPublicError
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = _connection(parts.scheme, host, port, at)
    try:
        connection.request("POST", path, body=body, headers=dict(headers))
        # What it says is of no interest; it would only be read to be thrown away.
        return connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswerError(type(error).__name__) from error
    finally:
        connection.close()


def _connection(scheme: str, host: str, port: int, at: str) -> http.client.HTTPConnection:
    """To this very address, under the name that the certificate has to be for."""
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    try:
        plain = socket.create_connection((at, port), timeout=SECONDS)
        is_secret = scheme == "https"
        connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if is_secret else plain
    except OSError as error:
        raise NoAnswerError(type(error).__name__) from error
    return connection


def _is_allowed(text: str) -> bool:
    found = ipaddress.ip_address(text.split("%")[0])
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if settings.WEBHOOKS_TO_LOOPBACK and found.is_loopback:
        return True
    is_hidden = any(found.version == network.version and found in network for network in LEADS_ELSEWHERE)
    return found.is_global and not found.is_multicast and not is_hidden
