"""Writes down what the tests keep of a release: its database and files as its own code fills them, and every statement
that it makes when people work. A program that runs in a checkout of that release (README.md).
"""

import datetime as dt
import io
import json
import lzma
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from zoneinfo import ZoneInfo

MORNING = dt.datetime(2026, 9, 7, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))
FIRST_NEW, A_SEQUENCE = 9_000_000, 1000
"""Numbers that a row gets while statements are written down: nothing else looks like one, so that who makes the
statements again can put the numbers of then in their place.
"""
PAGES = {
    "": ["/", "/register/", "/figures/", "/municipalities/"],
    "anna": ["/start/", "/initiatives/de-lindentuin/", "/initiatives/de-lindentuin/tasks/", "/notifications/"],
    "rosa": ["/start/", "/ministry/queue/", "/ministry/applications/"],
    "abel": ["/start/"],
    "berend": ["/start/", "/account/people/", "/condition/"],
}


def main(prefix):
    import django

    django.setup()
    from django.core.management import call_command

    from coophub.web import clock

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_demo", today=MORNING.date())
    with clock.at(MORNING + dt.timedelta(hours=1)):
        draft = half_way()
        packed(f"{prefix}.sql.xz", dumped())
        packed(f"{prefix}.files.tar.xz", files())
        new_numbers()
        made = {"deeds": deeds(draft), "pages": pages()}
    packed(f"{prefix}.statements.json.xz", json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode())


def half_way():
    """What somebody was at when the release was replaced: an application that lacks only to be submitted, and a
    document that no worker made yet.
    """
    from coophub.accounts.models import User
    from coophub.reports.services import request_report
    from financing.subsidies.models import SchemeVersion
    from initiatives.models import Initiative
    from tests.factories import subsidies as factories

    anna, bram = (User.objects.get(email=f"{name}@demo.example") for name in ("anna", "bram"))
    group = Initiative.objects.get(slug="de-lindentuin")
    factories.example_scheme = lambda: SchemeVersion.objects.order_by("pk")[0]
    draft = factories.complete_application(group, writer=anna, signer=bram)
    plan = group.plans.order_by("pk")[0]
    request_report(kind="plan", subject=plan, user=anna, parameters={"document": plan.document})
    return draft


def dumped():
    from tests.database import run

    file = Path("dumped.sql")
    run("pg_dump", "--no-owner", "--no-privileges", "--file", file, "--dbname", address())
    text = file.read_bytes()
    file.unlink()
    return text


def address():
    from django.conf import settings

    from coophub.devstack import database_url

    return database_url(settings.LOCAL_DIR)


def files():
    from django.conf import settings

    packed_files = io.BytesIO()
    with tarfile.open(fileobj=packed_files, mode="w") as tar:
        for path in sorted(settings.MEDIA_ROOT.rglob("*")):
            if path.is_file():
                entry = tarfile.TarInfo(str(path.relative_to(settings.MEDIA_ROOT)))
                entry.size = path.stat().st_size
                tar.addfile(entry, io.BytesIO(path.read_bytes()))
    return packed_files.getvalue()


def new_numbers():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(sequencename) FROM pg_sequences ORDER BY 1")
        for number, (name,) in enumerate(cursor.fetchall()):
            cursor.execute("SELECT setval(%s, %s)", [name, FIRST_NEW + number * A_SEQUENCE])


class Written:
    """Each statement as PostgreSQL got it, with the numbers of the rows that it made."""

    def __init__(self):
        self.statements = []

    def __call__(self, execute, sql, params, many, context):
        from django.db import connection

        assert not many
        result = execute(sql, params, many, context)
        made = []
        if "RETURNING" in str(sql):
            cursor = context["cursor"].cursor
            made = [row[0] for row in cursor.fetchall() if isinstance(row[0], int)]
            cursor.scroll(0, mode="absolute")
        self.statements.append([connection.ops.compose_sql(sql, params) if params else str(sql), made])
        return result


def deeds(draft):
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.db import connection, transaction

    from coophub.accounts.models import User
    from coophub.documents.services import add_document
    from financing.plans.document.rows import keyed_document
    from financing.plans.services import editing, versions
    from financing.subsidies.models import Application, State
    from financing.subsidies.services import applying, deciding, reviewing
    from initiatives.models import Initiative
    from initiatives.services import lifecycle, people, road_map, tasks

    def person(name):
        return User.objects.get(email=f"{name}@demo.example")

    group = Initiative.objects.get(slug="de-lindentuin")
    plan = group.plans.order_by("pk")[0]
    anna, bram = person("anna"), person("bram")
    other = {**keyed_document(plan), "vacancy_rate": 0.02}
    paper = SimpleUploadedFile("notulen.csv", b"punt;besluit\n1;akkoord\n")
    to_sign = Application.objects.filter(state=State.DRAFT_DECISION).order_by("pk")[0]
    to_assess = Application.objects.filter(state=State.SUBMITTED).order_by("pk")[0]
    found = {
        "moves on": lambda: lifecycle.change_phase(initiative=group, phase="development", user=anna),
        "adds a step": lambda: road_map.add_milestone(initiative=group, phase="development", title="Loting", user=anna),
        "adds a task": lambda: tasks.add_task(initiative=group, title="Notaris bellen", user=anna, owner=bram),
        "adds a document": lambda: add_document(subject=group, title="Notulen", category="", upload=paper, user=anna),
        "invites": lambda: people.invite_member(initiative=group, email="gast@demo.example", role="reader", user=anna),
        "changes the plan": lambda: editing.save_plan(plan=plan, document=other, revision=plan.revision, user=anna),
        "keeps a version": lambda: versions.name_version(plan=plan, name="Voor de bank", user=anna),
        "leaves the register": lambda: lifecycle.unpublish_initiative(initiative=group, user=anna),
        "submits": lambda: applying.submit_application(application=draft, user=anna),
        "assesses": lambda: reviewing.declare_interest(application=to_assess, has_interest=False, user=person("ruben")),
        "decides": lambda: deciding.sign_decision(application=to_sign, user=person("dirk")),
    }
    made = {}
    for name, deed in found.items():
        written = Written()
        with transaction.atomic():
            with connection.execute_wrapper(written):
                deed()
            # The next one finds what is in the file.
            transaction.set_rollback(True)
        made[name] = written.statements
        print(f"{name}: {len(written.statements)} statements")
    return made


def pages():
    from django.db import connection
    from django.test import Client

    from coophub.accounts.models import User

    made = {}
    for name, addresses in PAGES.items():
        client = Client(headers={"host": "localhost"})
        if name:
            person = User.objects.get(email=f"{name}@demo.example")
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        for page in addresses:
            written = Written()
            with connection.execute_wrapper(written):
                answer = client.get(page)
            print(f"{name} {page}: {answer.status_code}, {len(written.statements)} statements")
            made[f"{name} {page}"] = [sql for sql, _made in written.statements if sql.startswith("SELECT")]
    return made


def packed(name, content):
    Path(name).write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))
    print(f"{name}: {Path(name).stat().st_size} bytes of {len(content)}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    os.environ["DJANGO_SETTINGS_MODULE"] = "coophub.settings"
    subprocess.run([sys.executable, "manage.py", "devstack"], check=True)
    main(sys.argv[1])
