"""`make run`: servers, migrations, demo data, and then web, worker and beat in one terminal with one log."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from honcho.manager import Manager

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv/bin"
FIRST_PORT = 8000


def manage(*arguments: str) -> None:
    subprocess.run([BIN / "python", "manage.py", *arguments], cwd=ROOT, check=True, env=environment)


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


def servers_run() -> bool:
    done = subprocess.run([BIN / "python", "manage.py", "devstack", "status"], cwd=ROOT, capture_output=True, text=True)
    return "PostgreSQL: runs" in done.stdout


def prepare() -> None:
    manage("devstack")
    manage("migrate", "--verbosity", "0")
    manage("createcachetable")
    manage("load_demo")


def start(port: int) -> int:
    manager = Manager()
    web = f"{BIN}/gunicorn coophub.wsgi --bind 127.0.0.1:{port} --workers 2 --threads 4 --log-level warning"
    # prefork needs no more than two: PDF is what takes time, and there are two cores
    worker = f"{BIN}/celery -A coophub worker -Q letters,reports,mail,sweep --concurrency 2 --loglevel WARNING"
    beat = f"{BIN}/celery -A coophub beat --loglevel WARNING --schedule {ROOT}/.local/beat"
    for name, command in {"web": web, "worker": worker, "beat": beat}.items():
        manager.add_process(name, command, env=environment, cwd=str(ROOT))
    manager.loop()
    return int(manager.returncode or 0)


def announce(port: int) -> None:
    print(f"\nCoopHub: http://localhost:{port}\n")
    print("The demo accounts; the sign-in page offers each of them by one click:")
    manage("demo_accounts")
    print(flush=True)


if __name__ == "__main__":
    chosen = free_port()
    environment = {**os.environ, "COOPHUB_DEMO": "1", "SITE_URL": f"http://localhost:{chosen}"}
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    found_running = servers_run()
    prepare()
    announce(chosen)
    try:
        code = start(chosen)
    finally:
        # Servers that somebody else started, a test run say, are left to them.
        if not found_running:
            manage("devstack", "stop")
    sys.exit(0 if code < 0 or code == 130 else code)
