"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "coophub.web"
    verbose_name = _("Web")

    def ready(self) -> None:
        from coophub.web import request_ids, slow_queries, traces  # noqa: F401
        from coophub.web.choices import look_choices_up

        look_choices_up()
        traces.start()
