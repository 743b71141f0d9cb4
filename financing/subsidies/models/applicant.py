"""Who applies, by name and place."""

from dataclasses import dataclass

from initiatives.models import Initiative


@dataclass(frozen=True)
class Applicant:
    """A group as the ministry knows it: as it was called when it submitted, whatever it is called today."""

    name: str
    legal_name: str
    municipality: str

    @property
    def full_name(self) -> str:
        """The name of the legal person, or for a group that is none the name it goes by."""
        return self.legal_name or self.name


def applicant_of_draft(initiative: Initiative) -> Applicant:
    """Who would apply, as the group is called today."""
    return Applicant(initiative.name, initiative.legal_name, initiative.municipality.name)


__all__ = ["Applicant"]
