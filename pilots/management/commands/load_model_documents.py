"""manage.py load_model_documents --added-by EMAIL --approved-by EMAIL"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coophub.accounts.models import User
from coophub.web.errors import DomainError
from pilots.services.begin_from import add_examples


class Command(BaseCommand):
    help = "Adds our examples of documents to begin from, in the name of two advisors. A second time adds nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--added-by", required=True, help="the e-mail address of an advisor")
        parser.add_argument("--approved-by", required=True, help="the e-mail address of another advisor, who read them")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            author = User.objects.get(email=options["added_by"])
            approver = User.objects.get(email=options["approved_by"])
            added = add_examples(author=author, approver=approver)
        except User.DoesNotExist as error:
            raise CommandError("Nobody has that e-mail address.") from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{len(added)} added")
