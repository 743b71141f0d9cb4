"""`make run` and `make dev`: servers, migrations, demo data, and then every process in one terminal with one log.

What ends is started again, servers included, at the address it had.

`make run` starts web, worker and beat as they go in production. `make dev` (`--reload`) starts them so that a change
of the code, a template, a style or a script shows at once.
"""

import os
import signal
import socket
import sys
from pathlib import Path

from coophub.devstack import stack
from coophub.devstack.keeper import Keeper, Process

ROOT = Path(__file__).resolve().parent.parent
LOCAL_DIR = Path(os.environ.get("COOPHUB_LOCAL_DIR", ROOT / ".local"))
BIN = ROOT / ".venv/bin"
FIRST_PORT = 8000
# Two at a time: drawing PDF is what takes time, and there are two cores.
WORKER = f"{BIN}/celery -A coophub worker -Q letters,reports,mail,sweep --concurrency 2 --loglevel WARNING"
# Somebody waits at a page for what this one makes, so it does nothing else.
QUICK = f"{BIN}/celery -A coophub worker -Q quick -n quick@%h --concurrency 1 --loglevel WARNING"
BEAT = f"{BIN}/celery -A coophub beat --loglevel WARNING --schedule {LOCAL_DIR}/beat"
# Letters and reports are drawn from templates in the language of their reader, so those are part of it.
WHAT_A_WORKER_READS = ("coophub", "financing", "initiatives", "pilots", "templates", "locale")


def listen() -> socket.socket:
    """Takes port 8000, or the next one that nobody listens on. From here on a visitor waits until the site answers."""
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        door = socket.socket()
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
            door.listen(2048)
        except OSError:
            door.close()
            continue
        return door
    sys.exit("Every port from 8000 to 8099 is taken.")


def prepare(site: str) -> None:
    """Brings the database up to date, fills the demo, and says where CoopHub is."""
    import django
    from django.core.management import call_command

    os.environ["DJANGO_SETTINGS_MODULE"] = "coophub.settings"
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_demo")
    print(f"\nCoopHub: {site}\n")
    print("The demo accounts; the sign-in page offers each of them by one click:")
    call_command("demo_accounts")
    print(flush=True)


def processes(door: socket.socket) -> list[Process]:
    """What `make run` starts. The door stays open while the web is started again, so nobody finds it shut."""
    web = f"{BIN}/gunicorn coophub.wsgi --bind fd://{door.fileno()} --workers 2 --threads 4 --log-level warning"
    return [
        Process("web", web, sockets=[door.fileno()]),
        Process("worker", WORKER),
        Process("quick", QUICK),
        Process("beat", BEAT),
    ]


def processes_that_reload(door: socket.socket) -> list[Process]:
    """What `make dev` starts: the same, each anew after a change, and the bundler that waits for one."""
    folders = " ".join(str(ROOT / folder) for folder in WHAT_A_WORKER_READS)
    port = door.getsockname()[1]
    # Django's own server opens the port itself.
    door.close()
    return [
        # Static files come from whitenoise, as in production, and not from Django's own server.
        Process("web", f"{BIN}/python manage.py runserver --nostatic 127.0.0.1:{port}"),
        Process("worker", f"{BIN}/watchfiles --verbosity warning '{WORKER}' {folders}"),
        Process("quick", f"{BIN}/watchfiles --verbosity warning '{QUICK}' {folders}"),
        Process("beat", BEAT),
        Process("bundle", f"{BIN}/npm run --silent watch"),
    ]


def main() -> None:
    starts = processes_that_reload if "--reload" in sys.argv else processes
    door = listen()
    site = f"http://localhost:{door.getsockname()[1]}"
    os.environ |= {"COOPHUB_DEMO": "1", "SITE_URL": site, "PATH": f"{BIN}:{os.environ['PATH']}"}
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    found_running = all(stack.status(LOCAL_DIR).values())
    print("Starting; the first time takes a minute.", flush=True)
    stack.start(LOCAL_DIR)
    try:
        prepare(site)
        Keeper(LOCAL_DIR, ROOT, starts(door), os.environ).keep()
    except KeyboardInterrupt:
        pass
    finally:
        # Servers that somebody else started, a test run say, are left to them.
        if not found_running:
            stack.stop(LOCAL_DIR)


if __name__ == "__main__":
    main()
