"""Doors that are closed, without the page that says so: it is drawn and read elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.http import HttpResponse


@contextmanager
def bare_404() -> Iterator[None]:
    """Who walks along hundreds of closed doors looks at none of the pages that say so."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("coophub.urls.handler404", lambda request, exception: HttpResponse(status=404))
        yield
