"""`manage.py demo_accounts`: the accounts of the demo, a line each."""

from typing import Any

from django.core.management.base import BaseCommand

from coophub.accounts.demo import demo_accounts


class Command(BaseCommand):
    help = "Lists the accounts that the demo's sign-in page offers."

    def handle(self, *args: Any, **options: Any) -> None:
        for account in demo_accounts():
            self.stdout.write(f"  {account.email:22} {account.name}: {account.demo_role}")
