"""CoopHub as `make run` starts and keeps it, in a folder of its own, on a database that was written to a file, and with
applications that lack only to be submitted. A program: it writes one line of JSON for who reads its output, and runs
until it is told to stop. With `--bare` the two servers and the applications are all that there is.
"""

import json
import os
import signal
import socket
import sys
from pathlib import Path

from coophub.devstack import database_url, stack
from coophub.devstack.keeper import Keeper
from scripts import run as product
from tests.database import run


def main(local_dir: Path, count: int, database: Path, *, bare: bool) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    stack.start(local_dir)
    door = socket.create_server(("127.0.0.1", 0), backlog=2048)
    os.environ["SITE_URL"] = f"http://localhost:{door.getsockname()[1]}"
    run(
        "psql",
        "--quiet",
        "--set",
        "ON_ERROR_STOP=1",
        "--output",
        os.devnull,
        "--file",
        database,
        database_url(local_dir),
    )
    ready = prepare(count)
    print(json.dumps({"site": os.environ["SITE_URL"], "ready": ready}), flush=True)
    try:
        if bare:
            signal.pause()
        Keeper(local_dir, product.ROOT, product.processes(door), os.environ).keep()
    except KeyboardInterrupt:
        pass
    finally:
        stack.stop(local_dir)


def prepare(count: int) -> list[dict[str, str]]:
    """Makes the applications; gives the address of each, and the session of who may submit it."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    return [ready_application() for _number in range(count)]


def ready_application() -> dict[str, str]:
    from django.test import Client

    from tests.factories.accounts import UserFactory
    from tests.factories.initiatives import InitiativeFactory, MembershipFactory
    from tests.factories.subsidies import complete_application

    owner, second = UserFactory(), UserFactory()
    group = InitiativeFactory(owner=owner)
    MembershipFactory(initiative=group, user=second)
    draft = complete_application(group, writer=owner, signer=second)
    browser = Client()
    browser.force_login(owner)
    return {
        "address": f"/initiatives/{group.slug}/subsidy/{draft.pk}/",
        "session": browser.cookies["sessionid"].value,
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), bare="--bare" in sys.argv)
