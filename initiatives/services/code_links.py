"""Links for officials: the secret address and the code, and how often somebody may guess."""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.utils.translation import gettext as _

from coophub.audit.origin import short_origin
from coophub.web import clock
from coophub.web.errors import DomainError
from initiatives.models.code_links import CodeLink, LinkOpening

Opened = LinkOpening.Outcome

CODE_DIGITS = 6
MAX_WRONG = 5
WRONG_WITHIN = timedelta(minutes=15)
"""After so many wrong codes in this time, none is looked at any more."""
MOST_WRONG = 20
"""After so many wrong codes in all the link is locked: whoever guesses gets no further."""
MOST_CODES = 5
"""So many codes go out for one link."""
MOST_OPENINGS = 200
"""So many openings of one link are written down in a day; who comes more often has to wait."""


def new_code() -> str:
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


@dataclass(frozen=True)
class LinkSecrets:
    """The secret part of an address and the code: known only when they are made, and kept as hashes."""

    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    code: str = field(default_factory=new_code)

    def kept(self, *, days: int) -> dict[str, Any]:
        """What a link that is good for so many days keeps of it."""
        return {
            "token_sha256": CodeLink.hash_of(self.token),
            "code_hash": make_password(self.code),
            "expires_at": clock.now() + timedelta(days=days),
        }


def give_another_code(link: CodeLink) -> str:
    """A new code for this link; the one before is worth nothing any more. Raises DomainError when there were enough."""
    if link.codes_sent >= MOST_CODES:
        raise DomainError(_("We sent enough codes for this link. Ask who sent it for a new link."))
    code = new_code()
    link.code_hash = make_password(code)
    link.codes_sent += 1
    link.save(update_fields=["code_hash", "codes_sent"])
    return code


def comes_too_often(link: Any) -> bool:
    """Whether so many came by this link today that nothing more is written down."""
    return bool(link.openings.filter(at__gt=clock.now() - timedelta(days=1)).count() >= MOST_OPENINGS)


def note_opening(link: Any, *, address: str, code: str | None, is_known: bool, is_good: bool) -> Opened:
    """What somebody who comes by the link gets, and the row that says so. `is_known` says that they gave the code
    before.
    """
    outcome = _outcome(link, code, is_known) if is_good else Opened.CLOSED
    link.openings.create(outcome=outcome, origin=short_origin(address))
    return outcome


def _outcome(link: Any, code: str | None, is_known: bool) -> Opened:
    if is_known:
        return Opened.READ
    wrong = link.openings.filter(outcome=Opened.WRONG)
    if wrong.count() >= MOST_WRONG:
        return Opened.LOCKED
    if code is None:
        return Opened.ASKED
    if wrong.filter(at__gt=clock.now() - WRONG_WITHIN).count() >= MAX_WRONG:
        return Opened.HELD
    return Opened.RIGHT if check_password(code, link.code_hash) else Opened.WRONG
