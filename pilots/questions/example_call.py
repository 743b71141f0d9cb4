"""What a new call begins with, from `example_call.toml`."""

import tomllib
from pathlib import Path
from typing import Any


def example_call() -> dict[str, Any]:
    """Its questions and criteria, as documents."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
