"""`make run`: servers, migrations, demo data, and then web, worker and beat in one terminal with one log."""

import os
import signal
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv/bin"
FIRST_PORT = 8000

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


def serve(port: int) -> int:
    """Web, worker and beat until one of them stops or Ctrl-C; gives the exit status."""
    from honcho.manager import Manager

    manager = Manager()
    web = f"{BIN}/gunicorn coophub.wsgi --bind 127.0.0.1:{port} --workers 2 --threads 4 --log-level warning"
    # Two at a time: drawing PDF is what takes time, and there are two cores.
    worker = f"{BIN}/celery -A coophub worker -Q letters,reports,mail,sweep --concurrency 2 --loglevel WARNING"
    beat = f"{BIN}/celery -A coophub beat --loglevel WARNING --schedule {ROOT}/.local/beat"
    for name, command in {"web": web, "worker": worker, "beat": beat}.items():
        manager.add_process(name, command, env=dict(os.environ), cwd=str(ROOT))
    manager.loop()
    return int(manager.returncode or 0)


def main() -> int:
    from coophub.devstack import stack

    port = free_port()
    os.environ |= {"COOPHUB_DEMO": "1", "SITE_URL": f"http://localhost:{port}"}
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    local_dir = ROOT / ".local"
    found_running = all(stack.status(local_dir).values())
    stack.start(local_dir)
    try:
        prepare(port)
        code = serve(port)
    finally:
        # Servers that somebody else started, a test run say, are left to them.
        if not found_running:
            stack.stop(local_dir)
    return 0 if code in (-signal.SIGINT, -signal.SIGTERM, 130) else code


if __name__ == "__main__":
    sys.exit(main())
