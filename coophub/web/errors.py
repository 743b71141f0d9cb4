"""The one kind of error that a service raises for people to read."""

from django.utils.functional import Promise


class DomainError(Exception):
    """A step that the rules do not allow now.

    `message` is a whole sentence in the reader's language; `field` names the input it is about.
    """

    def __init__(self, message: str | Promise, *, field: str | None = None) -> None:
        super().__init__(message)
        self._message = message
        self.field = field

    @property
    def message(self) -> str:
        return str(self._message)

    def __str__(self) -> str:
        return self.message
