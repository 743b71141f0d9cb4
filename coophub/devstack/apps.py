"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DevstackConfig(AppConfig):
    name = "coophub.devstack"
    verbose_name = _("Embedded servers")
