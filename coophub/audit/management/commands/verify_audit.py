"""`manage.py verify_audit`: is the trail as it was written?"""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from coophub.audit import chain
from coophub.web.progress import progress_shown


class Command(BaseCommand):
    help = "Checks every link of the audit trail. Ends with status 1 and the first broken place when it is not whole."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--contains", default="", metavar="HASH", help="a last hash of earlier, to be found again")

    def handle(self, *args: object, contains: str, **options: object) -> None:
        try:
            with progress_shown():
                whole = chain.verify(contains=contains)
        except chain.BrokenChainError as broken:
            raise CommandError(str(broken), returncode=1) from broken
        self.stdout.write(f"{whole.count} entries, unbroken. Last hash: {whole.last_hash}")
