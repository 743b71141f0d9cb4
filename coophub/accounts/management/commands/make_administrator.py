"""`manage.py make_administrator`: the first administrator, who then gives the other roles in the browser."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from coophub.accounts import services
from coophub.accounts.models import Role, User
from coophub.audit.origin import acting_from


class Command(BaseCommand):
    help = "Gives somebody who has signed up the role of administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address with which they signed up")

    def handle(self, *args: object, email: str, **options: object) -> None:
        person = User.objects.filter(email=email.strip().lower(), is_active=True).first()
        if person is None:
            raise CommandError(f"Nobody has signed up as {email}. Let them do so in the browser first.")
        with acting_from("command make_administrator"):
            is_new = services.grant_role(person=person, role=Role.ADMINISTRATOR, user=None)
        self.stdout.write(f"{person} is administrator{' now' if is_new else ' already'}.")
