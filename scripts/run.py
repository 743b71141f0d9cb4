"""`make run` and `make dev`: servers, migrations, demo data, and then every process in one terminal with one log.

`make run` starts web, worker and beat as they go in production. `make dev` (`--reload`) starts them so that a change
of the code, a template, a style or a script shows at once.
"""

import os
import signal
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv/bin"
FIRST_PORT = 8000
# Two at a time: drawing PDF is what takes time, and there are two cores.
WORKER = f"{BIN}/celery -A coophub worker -Q letters,reports,mail,sweep --concurrency 2 --loglevel WARNING"
# Somebody waits at a page for what this one makes, so it does nothing else.
QUICK = f"{BIN}/celery -A coophub worker -Q quick -n quick@%h --concurrency 1 --loglevel WARNING"
BEAT = f"{BIN}/celery -A coophub beat --loglevel WARNING --schedule {ROOT}/.local/beat"
# Letters and reports are drawn from templates in the language of their reader, so those are part of it.
WHAT_A_WORKER_READS = ("coophub", "financing", "initiatives", "pilots", "templates", "locale")

sys.path.insert(0, str(ROOT))


def free_port() -> int:
    """8000, or the next one that nobody listens on."""
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    sys.exit("Every port from 8000 to 8099 is taken.")


def prepare(port: int) -> None:
    """Brings the database up to date, fills the demo, and says where CoopHub is."""
    import django
    from django.core.management import call_command

    os.environ["DJANGO_SETTINGS_MODULE"] = "coophub.settings"
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_demo")
    print(f"\nCoopHub: http://localhost:{port}\n")
    print("The demo accounts; the sign-in page offers each of them by one click:")
    call_command("demo_accounts")
    print(flush=True)


def processes(port: int) -> dict[str, str]:
    """What `make run` starts: the command of each process by its name in the log."""
    return {
        "web": f"{BIN}/gunicorn coophub.wsgi --bind 127.0.0.1:{port} --workers 2 --threads 4 --log-level warning",
        "worker": WORKER,
        "quick": QUICK,
        "beat": BEAT,
    }


def processes_that_reload(port: int) -> dict[str, str]:
    """What `make dev` starts: the same, each anew after a change, and the bundler that waits for one."""
    folders = " ".join(str(ROOT / folder) for folder in WHAT_A_WORKER_READS)
    return {
        # Static files come from whitenoise, as in production, and not from Django's own server.
        "web": f"{BIN}/python manage.py runserver --nostatic 127.0.0.1:{port}",
        "worker": f"{BIN}/watchfiles --verbosity warning '{WORKER}' {folders}",
        "quick": f"{BIN}/watchfiles --verbosity warning '{QUICK}' {folders}",
        "beat": BEAT,
        "bundle": f"{BIN}/npm run --silent watch",
    }


def serve(commands: dict[str, str]) -> int:
    """Runs them until one stops or Ctrl-C; gives the exit status."""
    from honcho.manager import Manager

    manager = Manager()
    environment = os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}"}
    for name, command in commands.items():
        manager.add_process(name, command, env=environment, cwd=str(ROOT))
    manager.loop()
    return int(manager.returncode or 0)


def main() -> int:
    from coophub.devstack import stack

    starts = processes_that_reload if "--reload" in sys.argv else processes
    port = free_port()
    os.environ |= {"COOPHUB_DEMO": "1", "SITE_URL": f"http://localhost:{port}"}
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    local_dir = ROOT / ".local"
    found_running = all(stack.status(local_dir).values())
    stack.start(local_dir)
    try:
        prepare(port)
        code = serve(starts(port))
    finally:
        # Servers that somebody else started, a test run say, are left to them.
        if not found_running:
            stack.stop(local_dir)
    return 0 if code in (-signal.SIGINT, -signal.SIGTERM, 130) else code


if __name__ == "__main__":
    sys.exit(main())
