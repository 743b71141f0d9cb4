"""The WSGI entry point that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coophub.settings")

application = get_wsgi_application()
# What is there now stays. Looking through it again for what may go takes a tenth of a second, within somebody's page.
gc.collect()
gc.freeze()
