"""An award of which eighty per cent is advanced."""

import pytest

from tests.financing.subsidies.life import award


@pytest.fixture
def awarded(submitted, people):
    award(submitted, people)
    return submitted
