"""The programmes of the ministry until now, from `known_programmes.toml`: nothing that their sources leave out."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).with_suffix(".toml")


class KnownProgramme(BaseModel):
    """A programme of which the sources give the years."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: str
    name: str
    name_en: str
    summary: str
    summary_en: str
    goals: str
    goals_en: str
    first_year: int
    last_year: int
    target_groups: tuple[str, ...] = ()
    places: int | None = None
    outcome: str = ""
    outcome_en: str = ""
    sources: tuple[str, ...]

    @property
    def columns(self) -> dict[str, Any]:
        """What the row of the programme holds."""
        return {
            **self.model_dump(exclude={"first_year", "last_year", "sources", "target_groups"}),
            "starts_on": dt.date(self.first_year, 1, 1),
            "ends_on": dt.date(self.last_year, 12, 31),
            "only_years_known": True,
            "target_groups": list(self.target_groups),
            "sources": "\n".join(self.sources),
        }


def known_programmes() -> list[KnownProgramme]:
    """In the order of time."""
    return [KnownProgramme(**facts) for facts in tomllib.loads(FILE.read_text())["programme"]]
