"""Which letters there are, and what is read from one that was sent."""

from collections.abc import Iterator, Mapping
from types import ModuleType

from coophub.web.formats import Words
from financing.subsidies.models import Letter
from financing.subsidies.papers.letters import after_award, deciding, hearing, objections, paying, receiving, terms
from financing.subsidies.papers.letters.letter import CommonFacts, LetterFacts

SUBJECTS = (receiving, terms, hearing, deciding, after_award, paying, objections)
"""In the order of life."""


def _letters_in(subject: ModuleType) -> Iterator[type[LetterFacts]]:
    """The letters that a file describes, in its order."""
    for found in vars(subject).values():
        if isinstance(found, type) and issubclass(found, LetterFacts) and found.__module__ == subject.__name__:
            yield found


KINDS: Mapping[str, type[LetterFacts]] = {found.kind: found for subject in SUBJECTS for found in _letters_in(subject)}


def letter_choices() -> list[tuple[str, Words]]:
    """Every kind with its name, to choose from."""
    return [(kind, facts.name) for kind, facts in KINDS.items()]


def letter_name(letter: Letter) -> str:
    """What a letter is called in lists."""
    return str(KINDS[letter.kind].name)


def letter_context(letter: Letter) -> dict[str, object]:
    """What the templates of letters need, for the PDF and for the preview on a page."""
    facts = KINDS[letter.kind].in_letter(letter)
    return {
        "letter": letter,
        "common": CommonFacts.in_letter(letter),
        "facts": facts,
        "letter_title": facts.title,
        "letter_body": facts.template(),
    }
