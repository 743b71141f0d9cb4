"""`manage.py` of that release."""

import os
import sys

from django.core.management import execute_from_command_line

from coophub import settings

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "coophub.settings"
    settings.INSTALLED_APPS.append("tests.faults.next_release")
    execute_from_command_line(sys.argv)
