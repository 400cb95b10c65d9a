"""A release that is broken off at any moment has happened or has not; two at once are one after the other."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from releases import run, with_first

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are killed with signals")

#: Releases demo@1.1.0 again and again, each time in a process that is killed at the next of its calls to the file system, or whose next call
#: is refused; one that got through ends the row. No part of the program knows about it: Python's own audit events, and fsync, are
#: what is counted.
BROKEN_EVERYWHERE = """
import errno, json, os, shutil, signal, sys
from pathlib import Path
from spregistry.cli import main
import spregistry.publish.versions.release, spregistry.publish.versions.verify, spregistry.load.releases.locking

first, work, refused = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == "refused"
main(["--registry", str(first), "release", "demo@1.1.0", "--on", "2025-06-01", "--dry-run"], standalone_mode=False)
TOUCHED = ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "shutil.rmtree", "tempfile.mkdtemp", "tempfile.mkstemp")

def release(registry, fatal):
    count = 0
    def step():
        nonlocal count
        count += 1
        if count == fatal and refused:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if count == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
    def audit(event, arguments):
        if event in TOUCHED and str(registry) in str(arguments[0] if arguments else "") and not (event == "open" and not writes(arguments)):
            step()
    def writes(arguments):
        mode, flags = arguments[1], arguments[2]
        return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)) if isinstance(flags, int) else "r" not in str(mode)
    settled = os.fsync
    def fsync(handle):
        step()
        settled(handle)
        step()
    os.fsync = fsync
    sys.addaudithook(audit)
    try:
        main(["--registry", str(registry), "release", "demo@1.1.0", "--on", "2025-06-01"])
    except SystemExit as end:
        return NEVER if count < fatal else end.code or 0

NEVER = 77
codes = []
for fatal in range(1, 500):
    registry = work / str(fatal)
    shutil.copytree(first, registry)
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        try:
            os._exit(release(registry, fatal))
        except BaseException as error:
            print(repr(error), file=sys.stderr)
            os._exit(99)
    _, status = os.waitpid(child, 0)
    codes.append(os.waitstatus_to_exitcode(status))
    if codes[-1] == NEVER:
        break
print(json.dumps(codes))
"""


#: Runs a command that is interrupted, as by Ctrl-C, at the moment in which the record has become the new one.
INTERRUPTED = """
import os, signal, sys
import spregistry.load.documents as documents
from spregistry.cli import main

write = documents.write_pieces
def interrupted(path, pieces):
    write(path, pieces)
    if str(path).endswith("releases.json"):
        os.kill(os.getpid(), signal.SIGINT)
documents.write_pieces = interrupted
signal.signal(signal.SIGINT, signal.default_int_handler)  # as in a terminal; whoever starts tests in the background ignores it
main(sys.argv[1:])
"""


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_first(tmp_path_factory.mktemp("first"))


def released(registry: Path) -> list[str]:
    return [event["framework"] for event in json.loads((registry / "releases.json").read_text(encoding="utf-8"))["events"]]


def require_old_or_new(registry: Path) -> bool:
    """Show that the release has not happened, or has whole; then that it can be made. Return whether it had happened."""
    verified = run(registry, "verify", "--format", "json")
    assert verified.exit_code == 0, verified.output
    codes = {finding["code"] for finding in json.loads(verified.stdout)["findings"]}
    happened = "demo@1.1.0" in released(registry)
    assert codes <= (set() if happened else {"unfinished-release"})
    assert f"demo@1.1.0  {'active' if happened else 'draft'}" in run(registry, "list").stdout
    again = run(registry, "release", "demo@1.1.0", "--on", "2025-06-01")
    assert again.exit_code == (1 if happened else 0), again.output
    assert released(registry) == ["demo@1.0.0", "demo@1.1.0"]
    verified = run(registry, "verify", "--format", "json")
    assert (verified.exit_code, json.loads(verified.stdout)["findings"]) == (0, [])
    version = registry / "demo" / "1.1.0"
    names = [path.name for folder in (registry, version, version / "release") for path in folder.iterdir()]
    assert [name for name in names if name.startswith(".") and name != ".releases.lock"] == []
    return happened


def broken_everywhere(how: str, first: Path, work: Path) -> list[int]:
    """Return the exit codes of releases that were broken off at the first, second … call to the file system, in `work/1`, `work/2` …"""
    command = [sys.executable, "-c", BROKEN_EVERYWHERE, str(first), str(work), how]
    made = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    codes: list[int] = json.loads(made.stdout.splitlines()[-1])
    never = codes.pop()
    assert never == 77, made.stderr
    assert len(codes) > 25, "a release touches the file system more often than that"
    assert 99 not in codes, made.stderr
    return codes


def test_killed_at_every_call_to_the_file_system(first: Path, tmp_path: Path) -> None:
    codes = broken_everywhere("killed", first, tmp_path)
    assert {*codes} == {-signal.SIGKILL}
    happened = [require_old_or_new(tmp_path / str(at)) for at in range(1, len(codes) + 1)]
    assert happened == sorted(happened), "once it has happened it stays so"
    assert not happened[0]


def test_refused_at_every_call_to_the_file_system(first: Path, tmp_path: Path) -> None:
    """A full disk ends it with exit code 3, unless the call did not matter, such as making a folder that is there."""
    codes = broken_everywhere("refused", first, tmp_path)
    assert {*codes} == {0, 3}
    assert codes.count(3) > 20
    assert [0 if require_old_or_new(tmp_path / str(at)) else 3 for at in range(1, len(codes) + 1)] == codes


def test_broken_off_while_it_removes_what_an_earlier_one_left(first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its mark may be gone before its files are; it is not taken for a release whose event was cut off."""
    registry = Path(shutil.copytree(first, tmp_path / "standards"))
    with monkeypatch.context() as patch:
        patch.setattr("spregistry.publish.versions.release.write_record", broken_off)
        with pytest.raises(BrokenOffError):
            run(registry, "release", "demo@1.1.0", "--on", "2025-06-01")
    assert (registry / "demo" / "1.1.0" / "release" / ".unrecorded").exists()

    def half(path: Path) -> None:
        (path / ".unrecorded").unlink()
        broken_off()

    with monkeypatch.context() as patch:
        patch.setattr("spregistry.load.releases.leftovers.shutil.rmtree", half)
        with pytest.raises(BrokenOffError):
            run(registry, "release", "demo@1.1.0", "--on", "2025-06-01")
    assert not require_old_or_new(registry)


class BrokenOffError(Exception):
    """Nothing in the program knows it."""


def broken_off(*_: object) -> None:
    raise BrokenOffError


def test_killed_at_random_moments(first: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "spregistry", "--registry"]
    rng = random.Random("moments")
    started = time.monotonic()
    whole = Path(shutil.copytree(first, tmp_path / "whole"))
    subprocess.run([*command, str(whole), "release", "demo@1.1.0", "--on", "2025-06-01"], check=True, capture_output=True, timeout=60)
    lasts = time.monotonic() - started
    for at in range(8):
        registry = Path(shutil.copytree(first, tmp_path / str(at)))
        child = subprocess.Popen(
            [*command, str(registry), "release", "demo@1.1.0", "--on", "2025-06-01"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        # Most of a run is its start; what is interesting is the end.
        time.sleep(lasts * rng.uniform(0.3, 1.05))
        child.send_signal(signal.SIGKILL)
        child.wait(timeout=30)
        require_old_or_new(registry)


@pytest.mark.parametrize("attempt", range(2))
def test_two_at_once(first: Path, tmp_path: Path, attempt: int) -> None:
    registry = Path(shutil.copytree(first, tmp_path / f"standards-{attempt}"))
    command = [sys.executable, "-m", "spregistry", "--registry", str(registry), "release", "demo@1.1.0", "--on", "2025-06-01"]
    children = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    said = [child.communicate(timeout=120) for child in children]
    codes = [child.returncode for child in children]
    assert codes.count(0) == 1, said
    # The others found the lock held, or came after.
    for code, (output, error) in zip(codes, said, strict=True):
        assert code == 0 or (code == 3 and "try again" in " ".join(error.split())) or (code == 1 and "already-released" in output)
    assert released(registry) == ["demo@1.0.0", "demo@1.1.0"]
    assert run(registry, "verify").exit_code == 0


def test_a_lock_is_held_by_the_living_only(first: Path, tmp_path: Path) -> None:
    registry = Path(shutil.copytree(first, tmp_path / "standards"))
    holding = (
        "import sys, time\nfrom pathlib import Path\nfrom spregistry.load.releases.locking import only_writer\n"
        "with only_writer(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(600)"
    )
    child = subprocess.Popen([sys.executable, "-c", holding, str(registry)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    for arguments in (("release", "demo@1.1.0", "--on", "2025-06-01"), ("record", "review", "demo@1.0.0", "--on", "2025-06-01")):
        refused = run(registry, *arguments)
        assert (refused.exit_code, refused.stdout) == (3, "")
        assert "another release or event is being written" in " ".join(refused.stderr.split())
    child.kill()
    child.wait(timeout=30)
    child.stdout.close()
    assert run(registry, "release", "demo@1.1.0", "--on", "2025-06-01").exit_code == 0


@pytest.mark.parametrize("format_", ["text", "json"])
def test_a_release_on_record_is_finished_and_told_though_it_is_interrupted(format_: str, first: Path, tmp_path: Path) -> None:
    registry = Path(shutil.copytree(first, tmp_path / "standards"))
    done = interrupted(registry, "release", "demo@1.1.0", "--on", "2025-06-01", "--format", format_)
    assert done.returncode == -signal.SIGINT, done
    assert ("demo@1.1.0 is released." in done.stdout) if format_ == "text" else (json.loads(done.stdout)["findings"] == [])
    assert "Aborted" not in done.stderr
    assert not (registry / "demo" / "1.1.0" / "release" / ".unrecorded").exists()
    assert run(registry, "verify").exit_code == 0


def test_an_event_or_a_signature_is_told_though_it_is_interrupted(first: Path, tmp_path: Path) -> None:
    registry = Path(shutil.copytree(first, tmp_path / "standards"))
    done = interrupted(registry, "record", "review", "demo@1.0.0", "--on", "2025-06-01")
    assert (done.returncode, "On record." in done.stdout, "Aborted" in done.stderr) == (-signal.SIGINT, True, False)
    pytest.importorskip("cryptography")
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ed25519

    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "board.pem").write_bytes(ed25519.Ed25519PrivateKey.generate().private_bytes(*form))
    done = interrupted(registry, "record", "sign", str(tmp_path / "board.pem"))
    assert (done.returncode, "Signed." in done.stdout, "Aborted" in done.stderr) == (-signal.SIGINT, True, False)


def test_who_ignores_interrupts_goes_on_ignoring_them(first: Path, tmp_path: Path) -> None:
    registry = Path(shutil.copytree(first, tmp_path / "standards"))
    ignoring = INTERRUPTED.replace("main(sys", "signal.signal(signal.SIGINT, signal.SIG_IGN)\nmain(sys")
    done = interrupted(registry, "record", "review", "demo@1.0.0", "--on", "2025-06-01", script=ignoring)
    assert (done.returncode, "On record." in done.stdout) == (0, True)


def interrupted(registry: Path, *arguments: str, script: str = INTERRUPTED) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", script, "--registry", str(registry), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
