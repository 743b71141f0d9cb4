"""A copy is made while people work, everything is taken away, and it is put back elsewhere: on the real server, by the
real programs.
"""

import itertools
import json
import shutil
import tarfile
import threading
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TransactionTestCase

from coophub.documents.models import DocumentVersion
from coophub.documents.services import add_document
from coophub.operations.backup import rehearsing
from coophub.operations.backup.contents import MANIFEST
from coophub.operations.backup.rehearsing import _scratch_database
from coophub.operations.models import LastRun
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.subsidies import submitted_application

pytestmark = pytest.mark.django_db


def run(capsys, *arguments, **options):
    """What a command answered, as facts."""
    call_command(*arguments, "--json", **options)
    return json.loads(capsys.readouterr().out)


@pytest.fixture(scope="module")
def copied(tmp_path_factory, django_db_setup, django_db_blocker):
    """A copy that was made while somebody went on adding documents; their rows and files are gone since."""
    place = tmp_path_factory.mktemp("copies")
    key = place / "key.txt"
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patched:
        call_command("backup_key", key)
        recipient = key.read_text().splitlines()[0].removeprefix("# public key: ")
        patched.setattr(django_settings, "BACKUP_RECIPIENTS", [recipient])
        owner, second = UserFactory(email="els@example.org"), UserFactory()
        initiative = InitiativeFactory(owner=owner)
        MembershipFactory(initiative=initiative, user=second)
        submitted_application(initiative, writer=owner, signer=second)
        answered = _while_people_work(lambda: call_command("backup", place))
        found = SimpleNamespace(key=key, answered=answered, missing=None, **_plain(place, patched))
        found.copy = next(place.glob("*.tar.age"))
        found.left_over = [path.name for path in place.iterdir() if path.name.endswith(".unfinished")]
        media = Path(default_storage.location)
        shutil.rmtree(media)
        TransactionTestCase._fixture_teardown(None)
        yield found


def _while_people_work(deed):
    """Does it while another thread adds documents; gives the sums of those that were acknowledged before it began."""
    subject, acknowledged, ends = InitiativeFactory(name="Wie schrijft"), [], threading.Event()

    def work():
        with closing(connection):
            for number in itertools.count():
                upload = SimpleUploadedFile(f"{number}.csv", b"a;b\n%d;1\n" % number)
                document = add_document(subject=subject, title="", category="", upload=upload, user=None)
                acknowledged.append(document.versions.get().sha256)
                if ends.is_set():
                    return

    thread = threading.Thread(target=work)
    thread.start()
    while len(acknowledged) < 5:
        ends.wait(0.01)
    before = list(acknowledged)
    deed()
    ends.set()
    thread.join()
    assert len(acknowledged) > len(before) + 3, "nobody worked meanwhile"
    return before


def _plain(place, patched):
    """A second copy that nobody encrypted, and what there is to compare."""
    patched.setattr(django_settings, "BACKUP_RECIPIENTS", [])
    call_command("backup", place / "plain")
    return {
        "plain": next((place / "plain").glob("*.tar")),
        "stored": dict(DocumentVersion.objects.values_list("file", "sha256")),
    }


@pytest.fixture
def elsewhere(tmp_path):
    """An empty database on the server, and an empty folder."""
    with _scratch_database() as database:
        yield SimpleNamespace(database=database, media=tmp_path / "elsewhere" / "media")


def restore(source, elsewhere, *options, **more):
    call_command("restore", source, f"--database={elsewhere.database}", f"--media={elsewhere.media}", *options, **more)


def rows(database, query):
    with psycopg.connect(database) as there:
        return there.execute(query).fetchall()


def test_everything_that_was_acknowledged_comes_back_where_it_may_replace_what_is_there(copied, elsewhere, capsys):
    with psycopg.connect(elsewhere.database) as there:
        there.execute("CREATE TABLE ours (word text)")
    with pytest.raises(CommandError, match="is not empty: it has 1 tables"):
        restore(copied.copy, elsewhere, identity=copied.key)
    assert rows(elsewhere.database, "SELECT count(*) FROM ours") == [(0,)]

    restore(copied.copy, elsewhere, "--replace", "--json", identity=copied.key)

    said = json.loads(capsys.readouterr().out)
    stored = dict(rows(elsewhere.database, "SELECT sha256, file FROM documents_documentversion"))
    assert said["problems"] == []
    assert rows(elsewhere.database, "SELECT to_regclass('ours')") == [(None,)]
    assert set(copied.answered) <= set(stored)
    assert all((elsewhere.media / name).read_bytes() for name in stored.values())
    assert rows(elsewhere.database, "SELECT count(*) FROM subsidies_application") == [(1,)]
    assert said["audit_entries"] > 10
    assert (
        said["last_hash"]
        == rows(
            elsewhere.database,
            "SELECT max(hash) FROM audit_auditlink WHERE position = (SELECT max(position) FROM audit_auditlink)",
        )[0][0]
    )
    assert said["files"] >= len(stored)
    assert copied.left_over == []


def test_copy_tells_nobody_anything_without_the_key(copied):
    sealed, plain = copied.copy.read_bytes(), copied.plain.read_bytes()

    assert b"els@example.org" not in sealed
    assert b"documents/" not in sealed
    assert b"documents/" in plain
    assert copied.copy.stat().st_mode & 0o077 == 0


def cut(path):
    path.write_bytes(path.read_bytes()[:-70_000])


def change_a_byte(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def lose_the_end(path):
    """A whole number of blocks of a tar file, and no list at the end."""
    with tarfile.open(path) as tar:
        end = tar.getmember(MANIFEST).offset
    path.write_bytes(path.read_bytes()[:end])


def rewrite(path, change):
    """Changes what a copy says of itself."""
    with tarfile.open(path) as tar:
        member = tar.getmember(MANIFEST)
        manifest = json.loads(tar.extractfile(member).read())
    change(manifest)
    text = json.dumps(manifest).encode()
    member.size = len(text)
    path.write_bytes(path.read_bytes()[: member.offset])
    with path.open("ab") as file:
        padding = b"\0" * (-len(text) % 512 + 1024)
        file.write(member.tobuf(tarfile.PAX_FORMAT) + text + padding)


def come_from_the_future(path):
    rewrite(path, lambda manifest: manifest["migrations"]["initiatives"].append("9999_later"))


def come_from_before(path):
    rewrite(path, lambda manifest: manifest["migrations"].pop("operations"))


def lose_a_file(path):
    rewrite(path, lambda manifest: manifest["files"].update({"documents/aa/lost": {"bytes": 1, "sha256": "0" * 64}}))


def be_another_format(path):
    later = tarfile.TarInfo("coophub-backup-2").tobuf(tarfile.PAX_FORMAT)
    path.write_bytes(later + path.read_bytes()[len(later) :])


def be_no_copy(path):
    path.write_bytes(b"This is a letter.\n" * 1000)


@pytest.mark.parametrize(
    ("is_encrypted", "damage", "sentence"),
    [
        (True, cut, "cannot be opened: it is not whole"),
        (True, change_a_byte, "cannot be opened: it is not whole"),
        (False, cut, "not whole"),
        (False, change_a_byte, "not what it was|not whole"),
        (False, lose_the_end, "its end, with the list of what it holds, is not there"),
        (False, lose_a_file, "such as documents/aa/lost"),
        (False, come_from_the_future, r"not known here \(initiatives.9999_later\)"),
        (False, come_from_before, r"first operations.0001_initial\). Say --migrate"),
        (False, be_another_format, "no copy that `manage.py backup` of this release made"),
        (False, be_no_copy, "is no copy of CoopHub"),
    ],
)
def test_copy_that_is_not_right_gives_a_sentence_and_leaves_nothing(
    copied, elsewhere, tmp_path, is_encrypted, damage, sentence
):
    path = tmp_path / "coophub.tar"
    shutil.copy(copied.copy if is_encrypted else copied.plain, path)
    damage(path)

    with pytest.raises(CommandError, match=sentence) as refused:
        restore(path, elsewhere, identity=copied.key)

    assert refused.value.returncode == 2
    assert rows(elsewhere.database, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace") == [
        (0,)
    ]
    assert [path for path in elsewhere.media.parent.rglob("*") if path.is_file()] == []


def test_wrong_key_and_no_key_are_told_apart(copied, elsewhere, tmp_path):
    call_command("backup_key", tmp_path / "other.txt")

    with pytest.raises(CommandError, match="the key is another one"):
        restore(copied.copy, elsewhere, identity=tmp_path / "other.txt")
    with pytest.raises(CommandError, match="Name the file with the key: --identity FILE"):
        restore(copied.copy, elsewhere, identity=None)
    with pytest.raises(CommandError, match="A key is never written over"):
        call_command("backup_key", tmp_path / "other.txt")


def test_rehearsal_of_the_newest_copy_leaves_no_database_behind(copied, capsys, monkeypatch):
    # By its own name: other tests have such databases at the same moment.
    monkeypatch.setattr(rehearsing.secrets, "token_hex", lambda _length: "of_this_test")

    said = run(capsys, "rehearse_restore", copied.plain.parent)

    assert said["problems"] == []
    assert said["source"].endswith(copied.plain.name)
    assert LastRun.objects.get(name="rehearsal").succeeded_at is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname = 'coophub_rehearsal_of_this_test'")
        assert cursor.fetchone() == (0,)


def test_no_copy_is_made_inside_a_transaction_and_none_is_left(db, tmp_path):
    with pytest.raises(CommandError, match="outside of any transaction"):
        call_command("backup", tmp_path / "copies")

    assert list((tmp_path / "copies").iterdir()) == []
    assert LastRun.objects.get(name="backup").succeeded_at is None


def test_recipient_that_is_none_is_refused(settings, tmp_path):
    settings.BACKUP_RECIPIENTS = ["AGE-SECRET-KEY-1"]

    with pytest.raises(CommandError, match="public keys of age, which begin with age1"):
        call_command("backup", tmp_path)
