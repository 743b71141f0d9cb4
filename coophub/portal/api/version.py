"""Which version of the API this is, and what changed in each."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coophub.web.formats import day as written_day


@dataclass(frozen=True)
class ApiRelease:
    """A version, by semantic versioning: only a new first number breaks what others built."""

    version: str
    day: date
    changes: tuple[str | Promise, ...]

    @property
    def heading(self) -> str:
        return f"{self.version}, {written_day(self.day)}"


RELEASES = (
    ApiRelease(
        "1.3.0",
        date(2026, 11, 29),
        (
            _("Cases have the documents that were handed in and their letters as files, with a checksum."),
            _("What would make a large plan close is searched for by a worker, and fetched when it is found."),
            _("The archive of the ministry writes back which closed dossiers it took, and under which number."),
        ),
    ),
    ApiRelease(
        "1.2.0",
        date(2026, 11, 28),
        (
            _("Whole datasets as files: CSV, JSON, GeoJSON and Parquet."),
            _("With a token: the versions of your plans that were kept."),
            _("A parameter that is longer than the description says is refused as it was sent."),
            _("The description for programs names the version in its server, and each group of resources."),
            _("The discount rate of a plan is at least −99%."),
        ),
    ),
    ApiRelease(
        "1.1.0",
        date(2026, 11, 28),
        (
            _("With a token: your initiatives, plans (also written), documents and applications."),
            _("With a token: the cases of the ministry, and the pilots that you coach."),
            _("Webhooks: your program is told what changed."),
            _("A parameter that nobody knows is refused instead of passed over."),
        ),
    ),
    ApiRelease(
        "1.0.0",
        date(2026, 11, 28),
        (
            _("Register, figures, municipalities, programmes, schemes, awards and guides."),
            _("Calculating with a plan: the result, what makes it close, and what chance does to it."),
        ),
    ),
)
"""The newest first."""

VERSION = RELEASES[0].version
MONTHS_OF_NOTICE = 12
"""So long something that is called outdated goes on working."""
