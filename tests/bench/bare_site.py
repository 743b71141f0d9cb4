"""What Gunicorn serves for a bench."""

from django.conf import settings

from coophub.wsgi import application

__all__ = ["application"]

settings.ROOT_URLCONF = "tests.bench.bare"
