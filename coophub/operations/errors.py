"""What who runs CoopHub is told when a command cannot do what it was asked."""


class OperationError(Exception):
    """It was not done, and nothing was changed. The message says why, and what to do."""
