"""Which processes there are, asked of the machine itself."""

from pathlib import Path

from coophub.devstack import servers
from coophub.devstack.account import outside_folder


def server_processes(folder):
    """The processes that work in a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            inside = (process / "cwd").readlink().is_relative_to(folder)
            zombie = (process / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
        except OSError:
            continue
        if inside and not zombie:
            found.append(int(process.name))
    return found


def parent_of(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def main_processes(local):
    """The process numbers of PostgreSQL and Redis, as the servers wrote them down."""
    data = next(path for path in (local / "devstack", outside_folder(local) / "data") if (path / "postgres").exists())
    postgres = (data / "postgres" / f"data-{servers.MAJOR_VERSION}" / "postmaster.pid").read_text().splitlines()[0]
    return int(postgres), int((data / "redis/redis.pid").read_text())
