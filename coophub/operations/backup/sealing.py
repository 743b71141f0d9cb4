"""Encrypting a copy while it is written, and opening it again, in the format of age (https://age-encryption.org).

Age encrypts in pieces whose order and end are sealed too: a piece that was changed, moved or left out is found. A copy
can be opened without CoopHub, with the program `age` and the key.
"""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyrage

from coophub.operations.errors import OperationError

FIRST_BYTES = b"age-encryption.org/v1"


def make_key(file: Path) -> str:
    """Writes a new key to a file that is not there yet, for its owner alone; gives the recipient that belongs to it.
    Raises OperationError.
    """
    key = pyrage.x25519.Identity.generate()
    try:
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as opened:
            opened.write(f"# public key: {key.to_public()}\n{key}\n")
    except FileExistsError as error:
        raise OperationError(f"{file} is there already. A key is never written over: name another file.") from error
    return str(key.to_public())


def recipients(said: Sequence[str]) -> list[pyrage.x25519.Recipient]:
    """Raises OperationError for what is no recipient."""
    try:
        return [pyrage.x25519.Recipient.from_str(text.strip()) for text in said]
    except pyrage.RecipientError as error:
        raise OperationError(
            "BACKUP_RECIPIENTS holds something else than public keys of age, which begin with age1. "
            "`manage.py backup_key FILE` makes a key and says its recipient."
        ) from error


def identities(file: Path) -> list[pyrage.x25519.Identity]:
    """The keys in a file as `backup_key` or `age-keygen` writes it. Raises OperationError."""
    try:
        lines = [line.strip() for line in file.read_text().splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as error:
        raise OperationError(f"{file} holds no key of age that can be read: {error}") from error
    if not found:
        raise OperationError(f"{file} holds no key of age.")
    return found


@contextmanager
def sealed(file: IO[bytes], to: Sequence[pyrage.x25519.Recipient]) -> Iterator[IO[bytes]]:
    """What is written to the stream goes into the file, encrypted when somebody is named who may read it."""
    if not to:
        yield file
        return
    reading, writing = os.pipe()

    def encrypt() -> None:
        with os.fdopen(reading, "rb") as plain:
            pyrage.encrypt_io(plain, file, list(to))

    with _beside(encrypt), os.fdopen(writing, "wb") as stream:
        yield stream


@contextmanager
def opened(file: IO[bytes], keys: Sequence[pyrage.x25519.Identity]) -> Iterator[IO[bytes]]:
    """The stream that was written, whether it was encrypted or not. Raises OperationError without the right key, and
    for a file that was cut or changed.
    """
    begins = file.read(len(FIRST_BYTES))
    file.seek(0)
    if begins != FIRST_BYTES:
        yield file
        return
    if not keys:
        raise OperationError(
            "This copy is encrypted. Name the file with the key: --identity FILE, or BACKUP_IDENTITY_FILE."
        )
    reading, writing = os.pipe()

    def decrypt() -> None:
        with os.fdopen(writing, "wb") as plain:
            pyrage.decrypt_io(file, plain, list(keys))

    with _beside(decrypt), os.fdopen(reading, "rb") as stream:
        yield stream


@contextmanager
def _beside(work: Callable[[], None]) -> Iterator[None]:
    """Does the work in a thread of its own. What goes wrong there says more than what follows from it here."""
    failed: list[Exception] = []

    def run() -> None:
        try:
            work()
        except Exception as error:  # raised again below, in the thread that waits for it
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    except OperationError:
        thread.join()
        raise
    except Exception as error:
        thread.join()
        raise _why(failed[0] if failed else error) from error
    thread.join()
    if failed:
        raise _why(failed[0]) from failed[0]


def _why(error: Exception) -> Exception:
    # A piece that does not fit comes as an OSError that the system knows nothing of.
    is_of_age = isinstance(error, OSError) and error.errno is None
    if is_of_age or isinstance(error, pyrage.DecryptError):
        return OperationError(
            f"This copy cannot be opened: it is not whole, or the key is another one than it was made for ({error})."
        )
    return error
