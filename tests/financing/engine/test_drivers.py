"""The drivers of a scenario (section 6)."""

from typing import get_args

from financing.engine.drivers import DRIVERS, DriverName


def test_every_named_driver_says_how_it_works():
    assert tuple(DRIVERS) == get_args(DriverName)


def test_only_terms_move_in_whole_numbers():
    assert [name for name, driver in DRIVERS.items() if driver.is_whole] == [
        "bank_term_shift",
        "subordinated_term_shift",
    ]
