"""What a copy holds, in which order, and the list of it at its end."""

import hashlib
import io
import json
import tarfile
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, Self

from django.conf import settings

from coophub.operations.errors import OperationError
from coophub.web.progress import followed

FORMAT = "coophub-backup-1"
"""The first entry of a copy, which is empty: who reads it knows what follows."""
DATABASE, FILES, MANIFEST = "database/", "files/", "manifest.json"
PIECE_BYTES = 8 * 1024 * 1024
"""The database comes out of pg_dump without its length, and an entry of a tar file says its length first. So it goes in
pieces.
"""


@dataclass
class Sum:
    """How long something is, and its SHA-256."""

    bytes: int = 0
    sha256: str = hashlib.sha256().hexdigest()


@dataclass
class Manifest:
    """Everything that a copy claims of itself."""

    release: str
    made_at: str
    postgresql: int
    migrations: dict[str, list[str]]
    tables: dict[str, int]
    last_hash: str
    """Of the audit trail; empty when there is no entry yet."""
    database: Sum = field(default_factory=Sum)
    files: dict[str, Sum] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    """Files that were thrown away with their row between the moment of the database and that of the files."""
    problems: list[str] = field(default_factory=list)
    """Files that were missing or not what they were when the copy was made."""


def release() -> str:
    version: str = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
    return version


class Writer:
    """Writes a copy into a stream, piece by piece, and remembers the sum of each part."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._tar = tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed below
        self._add(FORMAT, b"")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: Any) -> None:
        self._tar.__exit__(*error)

    def database(self, dump: IO[bytes]) -> Sum:
        whole, length = hashlib.sha256(), 0
        pieces = followed(iter(lambda: dump.read(PIECE_BYTES), b""), "database", unit="B", each=PIECE_BYTES)
        for number, piece in enumerate(pieces):
            whole.update(piece)
            length += len(piece)
            self._add(f"{DATABASE}{number:08}", piece)
        return Sum(length, whole.hexdigest())

    def file(self, name: str, content: IO[bytes], length: int) -> Sum:
        """Raises OSError when there is less of it than that."""
        entry = tarfile.TarInfo(FILES + name)
        entry.size = length
        counted = _Counted(content)
        self._tar.addfile(entry, counted)
        return counted.sum()

    def manifest(self, manifest: Manifest) -> None:
        self._add(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode())

    def _add(self, name: str, content: bytes) -> None:
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        self._tar.addfile(entry, io.BytesIO(content))


def unpack(stream: IO[bytes], folder: Path) -> Manifest:
    """Writes the database and the files of a copy into a folder: `database.dump` and `files/`. Raises OperationError
    unless every byte is there and is what the manifest says.
    """
    found = Manifest("", "", 0, {}, {}, "")
    manifest: Manifest | None = None
    whole = hashlib.sha256()
    with tarfile.open(fileobj=stream, mode="r|") as tar, (folder / "database.dump").open("wb") as dump:
        for entry, content in followed(_entries(tar), "parts of the copy"):
            if entry.name.startswith(DATABASE):
                for piece in _pieces(content):
                    whole.update(piece)
                    found.database.bytes += dump.write(piece)
            elif entry.name.startswith(FILES):
                name = entry.name.removeprefix(FILES)
                found.files[name] = _keep(content, _inside(folder / "files", name))
            elif entry.name == MANIFEST:
                manifest = _read_manifest(content.read())
    # Whoever wrote the stream is heard to its end, so that what it says of its own end is heard too.
    while stream.read(PIECE_BYTES):
        pass
    found.database.sha256 = whole.hexdigest()
    if manifest is None:
        raise OperationError("This copy is not whole: its end, with the list of what it holds, is not there.")
    if found.database != manifest.database:
        raise OperationError("The database in this copy is not what it was when it was made. Take another copy.")
    other = [name for name in {**manifest.files, **found.files} if manifest.files.get(name) != found.files.get(name)]
    if other:
        raise OperationError(
            f"{len(other)} files in this copy are not what they were when it was made, such as {other[0]}. "
            "Take another copy."
        )
    return manifest


def _entries(tar: tarfile.TarFile) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    first = tar.next()
    if first is None or first.name != FORMAT:
        raise OperationError(
            "This is no copy that `manage.py backup` of this release made. One of a newer release is restored with "
            "that release."
        )
    for entry in tar:
        content = tar.extractfile(entry)
        if content is not None and entry is not first:
            yield entry, content


def _inside(folder: Path, name: str) -> Path:
    """Raises OperationError for a name that leads out of the folder."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise OperationError(f"This copy holds a file that would be written elsewhere ({name}). Do not trust it.")
    return folder / path


def _keep(content: IO[bytes], path: Path) -> Sum:
    path.parent.mkdir(parents=True, exist_ok=True)
    counted = _Counted(content)
    with path.open("wb") as file:
        for piece in _pieces(counted):
            file.write(piece)
    return counted.sum()


def _pieces(content: "IO[bytes] | _Counted") -> Iterator[bytes]:
    return iter(lambda: content.read(PIECE_BYTES), b"")


def _read_manifest(text: bytes) -> Manifest:
    said: dict[str, Any] = json.loads(text)
    said["database"] = Sum(**said["database"])
    said["files"] = {name: Sum(**value) for name, value in said["files"].items()}
    return Manifest(**said)


class _Counted:
    """A file that adds up what is read from it."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content, self._hash, self._length = content, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        piece = self._content.read(size)
        self._hash.update(piece)
        self._length += len(piece)
        return piece

    def sum(self) -> Sum:
        return Sum(self._length, self._hash.hexdigest())
