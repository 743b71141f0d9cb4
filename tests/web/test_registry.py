"""What the apps add to a list of the ground when CoopHub starts."""

import pytest

from coophub.web.registry import Registry


@pytest.fixture
def colours() -> Registry[str]:
    found = Registry[str]("colour")
    found.add("red", "#f00")
    found.add("blue", "#00f")
    return found


def test_what_was_added_is_found_by_its_name_and_in_its_order(colours: Registry[str]) -> None:
    assert colours.named("blue") == "#00f"
    assert list(colours) == [("red", "#f00"), ("blue", "#00f")]


def test_name_that_is_taken_is_refused(colours: Registry[str]) -> None:
    with pytest.raises(ValueError, match="There is a colour 'red' already"):
        colours.add("red", "#e00")

    assert colours.named("red") == "#f00"


def test_unknown_name_is_told_with_the_names_that_there_are(colours: Registry[str]) -> None:
    with pytest.raises(LookupError, match="There is no colour 'green', only blue, red"):
        colours.named("green")

    assert colours.get("green") is None
