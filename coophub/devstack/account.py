"""As whom the servers run, and where that account can reach its files.

PostgreSQL refuses to run as root. As root we start both servers as `nobody`. Where that account cannot reach the
project's folder (a clone under root's home), binaries and data go to a folder of our own that it can reach. No
permission of a folder that we did not make is ever changed.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

UNPRIVILEGED = "nobody"


@dataclass(frozen=True)
class Account:
    """The account that runs the servers. None: the one that runs this process."""

    uid: int | None = None
    gid: int | None = None

    def process_options(self) -> dict[str, Any]:
        """What `subprocess` needs to start a process as this account."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, folder: Path) -> Path:
        """Makes a private folder for this account."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.uid is not None:
            os.chown(folder, self.uid, self.gid or -1)
        return folder

    def can_execute(self, program: Path) -> bool:
        if self.uid is None:
            return True
        try:
            done = subprocess.run(
                [program, "--version"], capture_output=True, check=False, cwd="/", **self.process_options()
            )
        except (PermissionError, FileNotFoundError):
            return False
        return done.returncode == 0

    def can_write(self, folder: Path) -> bool:
        if self.uid is None:
            return True
        done = subprocess.run(
            ["/bin/sh", "-c", 'test -w "$1" && test -x "$1"', "sh", folder],
            check=False,
            cwd="/",
            **self.process_options(),
        )
        return done.returncode == 0


def server_account() -> Account:
    """This process's own account, or `nobody` when this process is root."""
    if os.geteuid() != 0:
        return Account()
    entry = pwd.getpwnam(UNPRIVILEGED)
    return Account(entry.pw_uid, entry.pw_gid)


def outside_folder(local_dir: Path) -> Path:
    """A folder that every account can reach, one for each project folder."""
    name = hashlib.sha256(str(local_dir.resolve()).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"coophub-{name}"


def data_folder(account: Account, local_dir: Path) -> Path:
    """Where the servers keep their data: in `.local`, or outside when the account cannot reach that."""
    inside = account.own(local_dir / "devstack")
    if account.can_write(inside):
        return inside
    return account.own(_outside(account, local_dir) / "data")


def reachable_program(account: Account, local_dir: Path, package: Path, program: str) -> Path:
    """A server's program: as installed, or in a copy of its package, with its shared libraries, that the account can
    reach.
    """
    if account.can_execute(package / program):
        return package / program
    copy = _outside(account, local_dir) / package.name
    if not (copy / program).exists():
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, copy.with_name(libraries.name), symlinks=True, dirs_exist_ok=True)
        half_made = copy.with_name(f"{copy.name}.new")
        shutil.rmtree(half_made, ignore_errors=True)
        shutil.copytree(package, half_made, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
        half_made.rename(copy)
    return copy / program


def _outside(account: Account, local_dir: Path) -> Path:
    folder = outside_folder(local_dir)
    if not folder.exists():
        folder.mkdir(mode=0o755)
    if folder.stat().st_uid != os.geteuid():
        raise PermissionError(f"{folder} belongs to somebody else; remove it or set DATABASE_URL and REDIS_URL.")
    return folder
