"""Whatever is changed in the record or in a released version is found; whoever signed is known."""

import base64
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from releases import FIRST, copied, run, with_both, with_first
from spregistry.model.canonical import digest

pytest.importorskip("cryptography")
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

EXAMPLE = Path(__file__).parents[2] / "examples" / "consultation" / "standards"

Keys = Callable[[str], tuple[Path, Path]]


def write_keys(folder: Path, name: str, passphrase: bytes | None = None) -> tuple[Path, Path]:
    """Write a pair of keys; return the paths of the private and the public one."""
    key = ed25519.Ed25519PrivateKey.generate()
    protection = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    private, public = folder / f"{name}.pem", folder / f"{name}.public.pem"
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, protection))
    public.write_bytes(key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))
    return private, public


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    folder = tmp_path_factory.mktemp("keys")
    made: dict[str, tuple[Path, Path]] = {}
    return lambda name: made.setdefault(name, made.get(name) or write_keys(folder, name))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Path:
    """Two released versions, an event, and two signatures."""
    registry = with_both(tmp_path_factory.mktemp("both"))
    private, _ = keys("board")
    signed = run(registry, "record", "review", FIRST, "--on", "2025-07-01", "--next-review", "2026-07-01", "--sign", str(private))
    assert signed.exit_code == 0, signed.output
    signed = run(registry, "record", "deprecate", FIRST, "--on", "2025-08-01", "--successor", "demo@1.1.0", "--sign", str(private))
    assert signed.exit_code == 0, signed.output
    return registry


@pytest.fixture
def registry(both: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(both, tmp_path / "standards"))


def found(registry: Path, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    result = run(registry, "verify", "--format", "json", *arguments)
    return result.exit_code, json.loads(result.stdout)["findings"] if result.stdout else []


def guarded(registry: Path) -> list[Path]:
    """Return all files that nothing may change by itself: the record, and those of released versions, translations too, but hidden ones."""
    paths = [path for path in sorted(registry.rglob("*")) if path.is_file()]
    return [path for path in paths if not path.name.startswith(".")]


def test_all_is_well(both: Path, keys: Keys) -> None:
    _, public = keys("board")
    assert found(both) == (0, [])
    assert found(both, "--key", str(public)) == (0, [])
    result = run(both, "verify")
    assert (result.exit_code, result.stdout) == (0, "Released versions verified: 2 · nothing to mend\n")
    assert json.loads((both / "releases.json").read_text(encoding="utf-8"))["head"] in result.stderr


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_changed_byte_anywhere_is_found(both: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(guarded(both)), label="file")
    content = path.read_bytes()
    at = data.draw(st.integers(0, len(content) - 1), label="at")
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != content[at]), label="byte")
    try:
        path.write_bytes(content[:at] + bytes([byte]) + content[at + 1 :])
        result = run(both, "verify")
        assert result.exit_code in ({1, 3} if path.name == "releases.json" else {1})
        assert path.name in (result.stdout + result.stderr).replace("\n  ", "")
    finally:
        path.write_bytes(content)


def test_every_byte_of_the_record_counts(both: Path) -> None:
    """Not one that is drawn, but each: blanks, signatures and all."""
    path = both / "releases.json"
    content = path.read_bytes()
    rng = random.Random("bytes")
    from spregistry.api import Registry
    from spregistry.errors import DocumentError
    from spregistry.load.releases.chain import broken_chain
    from spregistry.publish.versions.verify import _signatures

    def is_found(changed: bytes) -> bool:
        from spregistry.load.releases.record import parse_record

        try:
            record = parse_record(changed, "releases.json")
        except DocumentError:
            return True
        return any(broken_chain(record, changed)) or any(_signatures(record, ()))

    assert not is_found(content)
    assert Registry.open(both).record.head is not None
    for at in range(len(content)):
        byte = rng.choice([value for value in range(256) if value != content[at]])
        assert is_found(content[:at] + bytes([byte]) + content[at + 1 :]), f"{at}: {content[at]:c} → {byte}"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_lost_or_added_file_is_found(both: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from([path for path in guarded(both) if path.name != "releases.json"]), label="file")
    content = path.read_bytes()
    added = path.with_name("added.yaml")
    try:
        path.unlink()
        assert found(both)[0] == 1
        path.write_bytes(content)
        added.write_text("format: 1\n", encoding="utf-8")
        code, findings = found(both)
        # A file of no language's name is no translation, so nobody reads it.
        assert (code, [finding["code"] for finding in findings]) == ((0, []) if path.parent.name == "locale" else (1, ["released-changed"]))
    finally:
        path.write_bytes(content)
        added.unlink(missing_ok=True)


def test_the_file_is_named_with_its_event_and_both_digests(registry: Path) -> None:
    path = registry / "demo" / "1.0.0" / "notes.yaml"
    path.write_bytes(path.read_bytes() + b"\n")
    code, findings = found(registry)
    assert code == 1
    assert [finding["file"] for finding in findings] == [str(path)]
    event = json.loads((registry / "releases.json").read_text(encoding="utf-8"))["events"][0]
    for word in ("demo@1.0.0", "2025-01-15", event["files"]["notes.yaml"], hashlib.sha256(path.read_bytes()).hexdigest()):
        assert word in findings[0]["message"]


def test_hidden_files_may_change(registry: Path) -> None:
    (registry / "demo" / "1.0.0" / ".DS_Store").write_bytes(b"\0")
    assert found(registry) == (0, [])


def test_a_translation_is_the_revision_that_was_last_put_on_record(registry: Path) -> None:
    def told() -> list[tuple[str, str]]:
        return [(finding["code"], finding["file"]) for finding in found(registry)[1]]

    event = json.loads((registry / "releases.json").read_text(encoding="utf-8"))["events"][1]
    path = registry / "demo" / "1.1.0" / "locale" / "fr.po"
    as_released = path.read_bytes()
    assert event["translations"] == {"fr": "sha256:" + hashlib.sha256(as_released).hexdigest()}
    path.write_bytes(as_released.replace(b"Canal", b"Voie"))
    assert told() == [("translation-revised", str(path))]
    assert "put on record on 2025-06-01" in found(registry)[1][0]["message"]
    checked = run(registry, "check", "demo@1.1.0", "--format", "json")
    assert (checked.exit_code, json.loads(checked.stdout)["findings"]) == (1, found(registry)[1])
    assert run(registry, "--lang", "fr", "show", "demo@1.1.0").exit_code == 0, "what is scored is not in question"
    assert run(registry, "record", "translation", "demo@1.1.0", "--language", "fr", "--on", "2025-08-02").exit_code == 0
    assert (told(), run(registry, "check", "demo@1.1.0").exit_code) == ([], 0)
    path.write_bytes(as_released)
    assert "put on record on 2025-08-02" in found(registry)[1][0]["message"], "the older one is no longer what is published"
    path.unlink()
    assert told() == [("translation-revised", str(path))]


def test_a_translation_that_came_after_the_release_is_put_on_record(registry: Path) -> None:
    added = registry / "demo" / "1.0.0" / "locale" / "fr.po"
    added.parent.mkdir()
    shutil.copy(registry / "demo" / "1.1.0" / "locale" / "fr.po", added)
    code, findings = found(registry)
    assert (code, [(finding["code"], finding["file"]) for finding in findings]) == (1, [("translation-revised", str(added))])
    assert run(registry, "record", "translation", FIRST, "--language", "fr", "--on", "2025-08-02").exit_code == 0
    assert found(registry) == (0, [])


def test_what_a_wheel_ships_beside_a_version_is_no_change(both: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    registry = Path(shutil.copytree(both, tmp_path / "shipped" / "standards"))
    for name in ("bundle.json", "submission.schema.json"):
        (registry / "demo" / "1.0.0" / name).write_text("{}", encoding="utf-8")
    assert len(found(registry)[1]) == 2, "anywhere else nobody is to lay such files there"
    monkeypatch.setattr("spregistry.load.releases.released.contracts.shipped", lambda folder: tmp_path / "shipped" / folder)
    assert found(registry) == (0, [])


def test_one_more_key_signs(registry: Path, keys: Keys) -> None:
    private, public = keys("auditor")
    assert run(registry, "record", "sign", str(private)).exit_code == 0
    both_keys = ["--key", str(public), "--key", str(keys("board")[1])]
    assert found(registry, *both_keys) == (0, [])
    twice = run(registry, "record", "sign", str(private))
    assert (twice.exit_code, "signed the last event already" in " ".join(twice.stderr.split())) == (3, True)


def rewrite(registry: Path, change: Callable[[dict[str, Any]], object], *, chained: bool = True) -> None:
    """Change the record as somebody would who knows how it is made."""
    from spregistry.load.releases.record import text
    from spregistry.model.release import Event, Record, Signature

    path = registry / "releases.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    change(data)
    before = None
    for event in data["events"]:
        if chained:
            event["before"] = before
        before = digest(event)
    record = Record(
        name=str(path),
        events=tuple(Event(data=event) for event in data["events"]),
        head=before if chained else data["head"],
        signatures=tuple(Signature(**each) for each in data.get("signatures", ())),
    )
    path.write_bytes(text(record))


def test_a_broken_chain_is_found(registry: Path) -> None:
    rewrite(registry, lambda data: data["events"][2].update(on="2025-06-30"), chained=False)
    code, findings = found(registry)
    assert code == 1
    assert findings[0]["code"] == "broken-record"
    assert findings[0]["message"].startswith("the event “review” of demo@1.0.0 on 2025-06-30 was changed")


#: The events of the registry in words.
EVENTS = [
    "the event “released” of demo@1.0.0 on 2025-01-15",
    "the event “released” of demo@1.1.0 on 2025-06-01",
    "the event “review” of demo@1.0.0 on 2025-07-01",
    "the event “deprecated” of demo@1.0.0 on 2025-08-01",
]


def links(registry: Path, change: Callable[[dict[str, Any]], object]) -> list[dict[str, str]]:
    """Return what is said of the chain after a change that makes nothing anew: the words before the digests, and both digests."""
    rewrite(registry, change, chained=False)
    messages = [finding["message"] for finding in found(registry)[1] if finding["code"] == "broken-record"]
    told = []
    for message in messages:
        words, _, digests = message.partition("; expected ")
        expected, _, actual = digests.partition(", found ")
        told.append({"says": words, "expected": expected, "found": actual})
    return told


@pytest.mark.parametrize("at", [0, 1, 2])
def test_the_event_that_was_changed_is_named(at: int, registry: Path) -> None:
    """And not the one behind it, which is as it was."""
    events = json.loads((registry / "releases.json").read_text(encoding="utf-8"))["events"]
    changed = {**events[at], "reason": "It was not so."}
    [told] = links(registry, lambda data: data["events"].__setitem__(at, changed))
    assert told["says"].startswith(f"{EVENTS[at]} was changed")
    assert (told["expected"], told["found"]) == (events[at + 1]["before"], digest(changed))


def test_the_last_event_or_the_head(registry: Path) -> None:
    [told] = links(registry, lambda data: data["events"][3].update(reason="It was not so."))
    assert f"{EVENTS[3]}, or the head, was changed" in told["says"]


def test_an_event_that_names_another_before_it(registry: Path) -> None:
    """The one behind it no longer knows it, so that it is not believed; both are named."""
    between, changed = links(registry, lambda data: data["events"][2].update(before="sha256:" + "0" * 64))
    assert between["says"] == f"the chain is broken between {EVENTS[1]} and {EVENTS[2]}"
    assert changed["says"].startswith(f"{EVENTS[2]} was changed")


def test_an_event_that_was_taken_out(registry: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(registry, tmp_path / "other"))
    [told] = links(registry, lambda data: data["events"].pop(2))
    assert told["says"] == f"{EVENTS[1]} was changed, or one behind it was taken out"
    rewrite(other, lambda data: data["events"].pop(0), chained=False)
    [first] = [finding["message"] for finding in found(other)[1] if "is the first" in finding["message"]]
    assert first.startswith(f"{EVENTS[1]} is the first and names one before it, sha256:")
    assert first.endswith("it was changed, or what stood before it was taken out")


def test_events_in_another_order(registry: Path) -> None:
    def swap(data: dict[str, Any]) -> None:
        data["events"][1], data["events"][2] = data["events"][2], data["events"][1]

    assert len(links(registry, swap)) == 3


def test_a_release_that_lists_no_files_or_another_framework_is_found(registry: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(registry, tmp_path / "other"))
    rewrite(registry, lambda data: [data["events"][0].pop(key) for key in ("files", "artefacts")])
    rewrite(other, lambda data: data["events"][0].update(digest="sha256:" + "0" * 64))
    for folder, words in ((registry, "lists no files"), (other, "does not say the digest of its own framework")):
        findings = [finding for finding in found(folder)[1] if finding["code"] == "broken-record"]
        assert [words in finding["message"] for finding in findings] == [True]


def ended(framework: str, on: str, successor: str | None, event: str = "deprecated") -> dict[str, Any]:
    named = {"successor": successor} if successor else {}
    return {"event": event, "framework": framework, "on": on, "before": None, "reason": "Another is better.", **named}


#: What a program that did not look for circles would have put behind “demo@1.0.0, deprecated on 2025-08-01: use demo@1.1.0”, and the circle.
CIRCLES: dict[str, tuple[list[dict[str, Any]], list[str]]] = {
    "of two": ([ended("demo@1.1.0", "2025-09-01", "demo@1.0.0")], ["demo@1.0.0 → demo@1.1.0 → demo@1.0.0"]),
    "of one, and a way into it": ([ended("demo@1.1.0", "2025-09-01", "demo@1.1.0")], ["demo@1.1.0 → demo@1.1.0"]),
    "mended by a later event": (
        [ended("demo@1.1.0", "2025-09-01", "demo@1.0.0"), ended("demo@1.1.0", "2025-10-01", None, "withdrawn")],
        [],
    ),
    "closed by a later event": (
        [ended("demo@1.1.0", "2025-09-01", None), ended("demo@1.1.0", "2025-10-01", "demo@1.0.0", "withdrawn")],
        ["demo@1.0.0 → demo@1.1.0 → demo@1.0.0"],
    ),
    "none, to a version that is on no record": ([ended("demo@1.1.0", "2025-09-01", "demo@9.0.0")], []),
}


@pytest.mark.parametrize("name", CIRCLES)
def test_versions_that_name_each_other_as_the_one_to_use_are_told(name: str, tmp_path: Path) -> None:
    events, circles = CIRCLES[name]
    registry = with_both(tmp_path)
    assert run(registry, "record", "deprecate", FIRST, "--on", "2025-08-01", "--successor", "demo@1.1.0").exit_code == 0
    rewrite(registry, lambda data: data["events"].extend(events))
    code, findings = found(registry)
    told = [(finding["code"], finding["severity"], finding["message"]) for finding in findings]
    assert told == [("circular-successor", "warning", f"the versions to use instead lead in a circle: {each}") for each in circles]
    assert code == 0, "nothing was changed; what is on record stays"
    shown = run(registry, "show", FIRST)
    said = "demo@1.1.0 was to take its place, and is not in use itself."
    assert (shown.exit_code, said in " ".join(shown.stderr.split())) == (0, True), "1.1.0 leads to no version in use in any of them"


def test_a_circle_on_record_is_mended_by_what_its_hint_says(tmp_path: Path) -> None:
    registry = with_both(tmp_path)
    assert run(registry, "record", "deprecate", FIRST, "--on", "2025-08-01", "--successor", "demo@1.1.0").exit_code == 0
    rewrite(registry, lambda data: data["events"].append(ended("demo@1.1.0", "2025-09-01", "demo@1.0.0")))
    [finding] = found(registry)[1]
    assert "record withdraw" in finding["hint"]
    assert run(registry, "record", "withdraw", "demo@1.1.0", "--on", "2025-10-01", "--reason", "Nobody uses it.").exit_code == 0
    assert found(registry) == (0, [])


def test_every_circle_is_told_once_whatever_leads_into_it() -> None:
    """Six versions: 1 → 2 → 3 → 1 is a circle, 4 leads into it, 5 → 6 → 5 is another, which 7 leads into; 8 leads to one in use."""
    from spregistry.model.release import Event, Record

    names = {"4": "2", "7": "6", "3": "1", "2": "3", "1": "2", "5": "6", "6": "5", "8": "9"}
    events = tuple(Event(data=ended(f"demo@{old}.0.0", "2025-08-01", f"demo@{new}.0.0")) for old, new in names.items())
    circles = [[reference[5] for reference in circle] for circle in Record(name="releases.json", events=events).circles()]
    # 3 came on record before 2 and 1, and 5 before 6.
    assert circles == [["3", "1", "2"], ["5", "6"]]


def test_who_makes_the_chain_anew_cannot_make_the_signature(registry: Path, keys: Keys) -> None:
    rewrite(registry, lambda data: data["events"][2].update(on="2025-06-30"))
    assert {finding["code"] for finding in found(registry)[1]} == {"wrong-signature"}
    rewrite(registry, lambda data: data.pop("signatures"))
    assert found(registry) == (0, []), "without knowing a key or an earlier head, nobody can tell"
    code, findings = found(registry, "--key", str(keys("board")[1]))
    assert (code, [finding["code"] for finding in findings]) == (1, ["wrong-signature"])
    assert "signed by none of the keys" in findings[0]["message"]


def test_an_event_that_was_cut_off_is_found_by_an_earlier_head(registry: Path) -> None:
    head = json.loads((registry / "releases.json").read_text(encoding="utf-8"))["head"]
    assert found(registry, "--head", head) == (0, [])

    def cut(data: dict[str, Any]) -> None:
        data["events"].pop()
        data["signatures"].pop()

    rewrite(registry, cut)
    assert found(registry) == (0, [])
    code, findings = found(registry, "--head", head)
    assert (code, [finding["code"] for finding in findings]) == (1, ["broken-record"])


def test_a_signature_by_an_unknown_key_fails(registry: Path, keys: Keys) -> None:
    _, public = keys("stranger")
    code, findings = found(registry, "--key", str(public))
    assert code == 1
    assert {finding["code"] for finding in findings} == {"wrong-signature"}
    assert found(registry, "--key", str(public), "--key", str(keys("board")[1])) == (0, [])


def test_an_unsigned_last_event_fails_where_a_key_is_demanded(registry: Path, keys: Keys) -> None:
    assert run(registry, "record", "erratum", FIRST, "--on", "2025-09-01", "--reason", "“Goals” means social goals.").exit_code == 0
    assert found(registry) == (0, [])
    code, findings = found(registry, "--key", str(keys("board")[1]))
    assert (code, ["signed by none" in finding["message"] for finding in findings]) == (1, [True])


UNSIGNED = "The record was signed before, and this event is not"


def test_who_forgets_to_sign_a_signed_record_is_told(registry: Path, keys: Keys) -> None:
    private, public = (str(path) for path in keys("board"))
    event = ("record", "review", FIRST, "--on", "2025-09-01", "--next-review", "2027-01-01")
    forgotten = run(registry, *event)
    assert (forgotten.exit_code, UNSIGNED in " ".join(forgotten.stderr.split())) == (0, True)
    assert "spregistry record sign" in " ".join(forgotten.stderr.split())
    assert UNSIGNED not in forgotten.stdout
    assert found(registry, "--key", public)[0] == 1
    assert run(registry, "record", "sign", private).stderr == ""
    assert found(registry, "--key", public) == (0, [])
    assert run(registry, *event, "--sign", private).stderr == ""


@pytest.mark.parametrize("format_", ["text", "json"])
def test_a_release_onto_a_signed_record_without_a_signature_is_told(format_: str, tmp_path: Path, keys: Keys) -> None:
    registry = with_first(tmp_path)
    release = ("release", "demo@1.1.0", "--on", "2025-06-01", "--format", format_)
    assert UNSIGNED not in run(registry, *release, "--dry-run").stderr
    assert run(registry, "record", "sign", str(keys("board")[0])).exit_code == 0
    assert UNSIGNED not in run(registry, *release, "--dry-run").stderr, "nothing is put on record"
    made = run(registry, *release)
    assert (made.exit_code, UNSIGNED in " ".join(made.stderr.split())) == (0, True)


def test_nobody_is_told_to_sign_a_record_that_nobody_signs(tmp_path: Path) -> None:
    registry = with_first(tmp_path)
    event = run(registry, "record", "review", FIRST, "--on", "2025-09-01", "--next-review", "2027-01-01")
    assert (event.exit_code, event.stderr) == (0, "")


def test_another_spelling_of_a_right_signature_is_wrong(registry: Path) -> None:
    """The last digits of base64 hold bits that mean nothing."""

    def respell(data: dict[str, Any]) -> None:
        signature = data["signatures"][0]["signature"]
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        last = letters[letters.index(signature[-3]) ^ 1]
        data["signatures"][0]["signature"] = signature[:-3] + last + "=="
        assert base64.b64decode(signature) == base64.b64decode(data["signatures"][0]["signature"])

    rewrite(registry, respell)
    assert [finding["code"] for finding in found(registry)[1]] == ["wrong-signature"]


def test_keys_with_a_passphrase(both: Path, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from spregistry.cli import main

    registry = Path(shutil.copytree(both, tmp_path / "standards"))
    private, public = write_keys(tmp_path, "safe", b"three words here")
    event = ["--registry", str(registry), "record", "erratum", FIRST, "--on", "2025-09-01", "--reason", "Read “social goals”."]
    wrong = CliRunner().invoke(main, [*event, "--sign", str(private)], input="two words\n")
    assert wrong.exit_code == 3
    assert "passphrase" in wrong.output
    right = CliRunner().invoke(main, [*event, "--sign", str(private)], input="three words here\n")
    assert right.exit_code == 0, right.output
    assert "three words" not in right.output
    assert found(registry, "--key", str(public))[0] == 1, "the earlier signatures are by another key"


def test_keys_that_cannot_be_used(both: Path, tmp_path: Path) -> None:
    key = rsa.generate_private_key(65537, 2048)
    private, public = tmp_path / "rsa.pem", tmp_path / "rsa.public.pem"
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    public.write_bytes(key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))
    (tmp_path / "no.pem").write_text("no key", encoding="utf-8")
    before = (both / "releases.json").read_bytes()
    for path in (private, tmp_path / "no.pem", tmp_path / "absent.pem", public):
        assert run(both, "record", "review", FIRST, "--on", "2025-09-01", "--sign", str(path)).exit_code == 3
    for path in (public, tmp_path / "no.pem", tmp_path / "absent.pem"):
        assert run(both, "verify", "--key", str(path)).exit_code == 3
    assert (both / "releases.json").read_bytes() == before


def test_a_key_that_cannot_be_used_is_named_by_its_file(both: Path, tmp_path: Path) -> None:
    private, public = write_keys(tmp_path, "safe")
    for name in ("one.pem", "two.pem"):
        (tmp_path / name).write_text("no key", encoding="utf-8")
    commands = [
        ("record", "review", FIRST, "--on", "2025-09-01", "--sign", str(tmp_path / "two.pem")),
        ("record", "sign", str(tmp_path / "two.pem")),
        ("verify", "--key", str(public), "--key", str(tmp_path / "two.pem"), "--key", str(tmp_path / "one.pem")),
        ("record", "sign", str(public)),
        ("verify", "--key", str(private)),
    ]
    named = ["two.pem", "two.pem", "two.pem", "safe.public.pem", "safe.pem"]
    for command, name in zip(commands, named, strict=True):
        refused = run(both, *command)
        # Long paths are folded; without white space they are whole.
        assert (refused.exit_code, f"{tmp_path / name}:" in "".join(refused.stderr.split())) == (3, True), refused.output


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        ("three words here\n", 0, "Passphrase of"),
        ("two words\n", 3, "or its passphrase is another"),
        ("", 3, "neither a terminal to ask for it nor one on standard input"),
    ],
)
def test_a_passphrase_where_no_terminal_is(given: str, code: int, words: str, registry: Path, tmp_path: Path) -> None:
    """As a job at night runs it: in a session of its own, where nothing can be asked."""
    private, _ = write_keys(tmp_path, "safe", b"three words here")
    arguments = [sys.executable, "-m", "spregistry", "--registry", str(registry), "record", "sign", str(private)]
    ended = subprocess.run(arguments, input=given, capture_output=True, text=True, start_new_session=True, check=False)
    said = " ".join(ended.stderr.split())
    assert (ended.returncode, words in said) == (code, True), said
    assert str(private) in "".join(ended.stderr.split())
    for own in ("Warning", "getpass", ".py", "Traceback", "words here"):
        assert own not in ended.stdout + ended.stderr


@pytest.mark.parametrize("encoding", ["utf-8:strict", "utf-8:surrogateescape"])
def test_a_passphrase_that_is_no_text_is_not_that_of_the_key(encoding: str, registry: Path, tmp_path: Path) -> None:
    private, _ = write_keys(tmp_path, "safe", b"three words here")
    arguments = [sys.executable, "-m", "spregistry", "--registry", str(registry), "record", "sign", str(private)]
    told = {**os.environ, "PYTHONIOENCODING": encoding}
    ended = subprocess.run(arguments, input=b"caf\xe9\n", capture_output=True, env=told, start_new_session=True, check=False)
    said = " ".join(ended.stderr.decode().split())
    assert (ended.returncode, ended.stdout) == (3, b""), said
    assert "or its passphrase is another" in said
    assert "Traceback" not in said


def test_without_the_library_signatures_are_not_taken_for_right(both: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    for name in [name for name in sys.modules if name.split(".")[0] == "cryptography"]:
        monkeypatch.setitem(sys.modules, name, None)
    result = run(both, "verify")
    assert result.exit_code == 3
    assert 'pip install "spregistry[sign]"' in " ".join(result.stderr.split())


def test_an_engine_that_scores_otherwise_is_found(registry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from spregistry.publish.versions.release_vectors import rescored as usual

    def otherwise(*arguments: Any) -> Any:
        scored = usual(*arguments)
        return scored and {**scored, "overall": {**scored["overall"], "score": 12.34}}

    monkeypatch.setattr("spregistry.publish.versions.verify.rescored", otherwise)
    code, findings = found(registry)
    assert (code, {finding["code"] for finding in findings}) == (1, {"scores-differ"})


def test_nothing_verified_is_no_success(tmp_path: Path) -> None:
    registry = copied(tmp_path)
    assert run(registry, "verify").exit_code == 3
    assert run(registry, "verify", "--allow-empty").exit_code == 3, "there is no record at all"
    (registry / "releases.json").write_text('{\n  "format": 1,\n  "events": []\n}\n', encoding="utf-8")
    assert run(registry, "verify").exit_code == 3
    empty = run(registry, "verify", "--allow-empty")
    assert empty.exit_code == 0
    assert "Nothing was released yet." in empty.stderr
    (registry / "releases.json").write_text('{"format": 1}', encoding="utf-8")
    assert run(registry, "verify", "--allow-empty").exit_code == 3


def test_leftovers_of_a_broken_release_are_told_and_mean_nothing(registry: Path) -> None:
    shutil.copytree(registry / "demo" / "1.1.0", registry / "demo" / "1.2.0")
    (registry / "demo" / "1.2.0" / "release" / ".unrecorded").touch()
    code, findings = found(registry)
    assert (code, [(finding["code"], finding["severity"]) for finding in findings]) == (0, [("unfinished-release", "note")])


@pytest.mark.parametrize(("left", "lost"), [(1, ["1.1.0"]), (0, ["1.0.0", "1.1.0"])])
def test_a_release_that_was_cut_off_the_record_is_found_and_not_made_again(registry: Path, left: int, lost: list[str]) -> None:
    """Without a key and without an earlier head, though the chain is right by itself: what the release made still stands."""
    rewrite(registry, lambda data: [data.update(events=data["events"][:left]), data.pop("signatures")])
    before = {path: path.read_bytes() for path in guarded(registry)}
    expected = [("broken-record", "error", str(registry / "demo" / version / "release")) for version in lost]
    for arguments in ((), ("--allow-empty",)):
        code, findings = found(registry, *arguments)
        assert (code, [(finding["code"], finding["severity"], finding["file"]) for finding in findings]) == (1, expected)
    assert "no release of demo@1.1.0 is on record" in findings[-1]["message"]
    assert "Restore releases.json" in findings[-1]["hint"]
    event = ("record", "review", FIRST, "--on", "2025-09-01")
    for command in (("release", "demo@1.1.0", "--on", "2025-09-01"), ("release", "demo@1.1.0", "--on", "2025-09-01", "--dry-run"), event):
        refused = run(registry, *command)
        assert (refused.exit_code, "broken-record" in refused.stdout) == (1, True), refused.output
    assert {path: path.read_bytes() for path in guarded(registry)} == before


def states(registry: Path) -> dict[str, str]:
    listed = json.loads(run(registry, "list", "--format", "json").stdout)
    return {row["reference"]: row["status"] for row in listed["frameworks"]}


def checked(registry: Path, *references: str) -> tuple[int, list[tuple[str, str]]]:
    """Return how a check ends, and the folders of which it says that the record lost them."""
    result = run(registry, "check", "--format", "json", *references)
    rows = json.loads(result.stdout)["findings"]
    return result.exit_code, [(row["code"], str(Path(row["file"]).relative_to(registry))) for row in rows if row["severity"] == "error"]


def test_a_record_that_was_deleted_is_missed_by_every_command_that_looks(registry: Path) -> None:
    lost = [("broken-record", "demo/1.0.0/release"), ("broken-record", "demo/1.1.0/release")]
    assert checked(registry) == (0, [])
    assert states(registry) == {"demo@1.0.0": "deprecated", "demo@1.1.0": "active"}
    (registry / "releases.json").unlink()
    for arguments in ((), ("--allow-empty",)):
        code, findings = found(registry, *arguments)
        assert (code, [(each["code"], str(Path(each["file"]).relative_to(registry))) for each in findings]) == (1, lost)
    assert checked(registry) == (1, lost)
    assert checked(registry, "demo@1.1.0") == (1, lost[1:])
    assert states(registry) == {"demo@1.0.0": "broken-record", "demo@1.1.0": "broken-record"}
    told = run(registry, "list")
    assert (told.exit_code, told.stdout.count("broken record"), "spregistry verify" in told.stderr) == (0, 2, True)


def test_a_release_that_was_cut_off_is_no_draft(registry: Path) -> None:
    # The last release and what came after it: one event stays.
    rewrite(registry, lambda data: [data.update(events=data["events"][:1]), data.pop("signatures")])
    assert checked(registry) == (1, [("broken-record", "demo/1.1.0/release")])
    assert checked(registry, "demo@1.0.0") == (0, [])
    assert states(registry) == {"demo@1.0.0": "active", "demo@1.1.0": "broken-record"}


@pytest.mark.parametrize(("left", "lost"), [(1, ["1.1.0"]), (0, ["1.0.0", "1.1.0"])])
@pytest.mark.parametrize("part", ["standards", "example"])
def test_no_site_is_made_from_a_record_that_lost_events(left: int, lost: list[str], part: str, registry: Path, tmp_path: Path) -> None:
    if left:
        rewrite(registry, lambda data: [data.update(events=data["events"][:left]), data.pop("signatures")])
    else:
        (registry / "releases.json").unlink()
    shown, more = (registry, ()) if part == "standards" else (EXAMPLE, ("--example", str(registry)))
    refused = run(shown, "site", "-o", str(tmp_path / "pages"), *more)
    assert (refused.exit_code, refused.stdout, (tmp_path / "pages").exists()) == (3, "", False)
    told = " ".join(refused.stderr.split())
    rows = [row for row in json.loads(run(registry, "check", "--format", "json").stdout)["findings"] if row["code"] == "broken-record"]
    assert [row["file"] for row in rows] == [str(registry / "demo" / version / "release") for version in lost]
    assert told == "spregistry: " + " ".join(f"{row['file']}: {row['message']} {row['hint']}" for row in rows)


def test_a_demanded_key_or_head_is_not_satisfied_by_a_deleted_record(registry: Path, keys: Keys) -> None:
    head = json.loads((registry / "releases.json").read_text(encoding="utf-8"))["head"]
    (registry / "releases.json").unlink()
    for version in ("1.0.0", "1.1.0"):
        shutil.rmtree(registry / "demo" / version / "release")
    assert run(registry, "verify").exit_code == 3, "nothing tells that anything was released"
    for arguments, code in ((("--head", head), "broken-record"), (("--key", str(keys("board")[1])), "wrong-signature")):
        assert (found(registry, *arguments)[0], [each["code"] for each in found(registry, *arguments)[1]]) == (1, [code])


def test_what_a_broken_off_release_left_is_a_draft_to_check_and_to_list(registry: Path) -> None:
    draft = Path(shutil.copytree(registry / "demo" / "1.1.0", registry / "demo" / "1.2.0"))
    header = draft / "framework.yaml"
    header.write_text(header.read_text(encoding="utf-8").replace("1.1.0", "1.2.0"), encoding="utf-8")
    assert states(registry)["demo@1.2.0"] == "broken-record"
    (draft / "release" / ".unrecorded").touch()
    assert states(registry)["demo@1.2.0"] == "draft"
    assert "broken-record" not in run(registry, "check", "demo@1.2.0", "--format", "json").stdout


def test_a_copied_folder_of_a_release_is_deleted_by_who_copied_it(registry: Path) -> None:
    draft = Path(shutil.copytree(registry / "demo" / "1.1.0", registry / "demo" / "1.2.0"))
    assert [finding["file"] for finding in found(registry)[1]] == [str(draft / "release")]
    shutil.rmtree(draft / "release")
    assert found(registry) == (0, [])


def test_a_demanded_head_is_not_satisfied_by_an_emptied_record(registry: Path) -> None:
    head = json.loads((registry / "releases.json").read_text(encoding="utf-8"))["head"]
    rewrite(registry, lambda data: [data.update(events=[]), data.pop("signatures")])
    for version in ("1.0.0", "1.1.0"):
        shutil.rmtree(registry / "demo" / version / "release")
    assert found(registry)[0] == 3
    assert found(registry, "--allow-empty") == (0, []), "nothing is left that could tell"
    for demanded in (head, ""):
        code, findings = found(registry, "--allow-empty", "--head", demanded)
        assert (code, [finding["code"] for finding in findings]) == (1, ["broken-record"])


def review(registry: Path, framework: str, *more: str) -> Result:
    return run(registry, "record", "review", framework, "--on", "2025-09-01", *more)


def require_refusal(result: Result, registry: Path, before: bytes) -> None:
    """Show that a command ended in the words of `verify`, each of them with its digests, and wrote nothing."""
    assert result.exit_code == 1, result.output
    said = "".join(result.stdout.split())
    messages = [finding["message"] for finding in found(registry)[1]]
    assert messages
    assert any("".join(message.split()) in said for message in messages), said
    assert (registry / "releases.json").read_bytes() == before


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["events"][2].update(next_review="2026-07-02"),
        lambda data: data.update(head=data["events"][-1]["before"]),
    ],
)
def test_nothing_is_appended_to_a_broken_chain_and_nobody_signs_it(
    change: Callable[[dict[str, Any]], object], registry: Path, keys: Keys
) -> None:
    rewrite(registry, change, chained=False)
    before = (registry / "releases.json").read_bytes()
    sign = ("--sign", str(keys("board")[0]))
    for framework in (FIRST, "demo@1.1.0"):
        for more in ((), sign):
            require_refusal(review(registry, framework, *more), registry, before)
    require_refusal(run(registry, "record", "sign", str(keys("auditor")[0])), registry, before)


def test_no_release_is_put_on_a_broken_chain(tmp_path: Path) -> None:
    registry = with_first(tmp_path)
    rewrite(registry, lambda data: data["events"][0].update(engine="another"), chained=False)
    before = (registry / "releases.json").read_bytes()
    for more in (("--dry-run",), ()):
        require_refusal(run(registry, "release", "demo@1.1.0", "--on", "2025-06-01", *more), registry, before)
    assert not (registry / "demo" / "1.1.0" / "release").exists()


@pytest.mark.parametrize("name", ["consultation.yaml", "framework.yaml", "release/changelog.md"])
def test_a_version_that_is_not_as_released_gets_no_event_and_nobody_signs_what_holds_it(name: str, registry: Path, keys: Keys) -> None:
    path = registry / "demo" / "1.0.0" / name
    path.write_bytes(path.read_bytes() + b"\n")
    before = (registry / "releases.json").read_bytes()
    require_refusal(review(registry, FIRST), registry, before)
    refused = run(registry, "record", "erratum", FIRST, "--on", "2025-09-01", "--element", "goals", "--reason", "Wrong.")
    require_refusal(refused, registry, before)
    require_refusal(run(registry, "record", "sign", str(keys("auditor")[0])), registry, before)
    # What is wrong with one version is no matter of another's.
    assert review(registry, "demo@1.1.0").exit_code == 0


def test_a_translation_in_work_stops_no_event_and_nobody_signs_it(registry: Path, keys: Keys) -> None:
    path = registry / "demo" / "1.1.0" / "locale" / "fr.po"
    path.write_text(path.read_text(encoding="utf-8").replace("Canal", "Voie"), encoding="utf-8")
    assert review(registry, "demo@1.1.0").exit_code == 0
    require_refusal(run(registry, "record", "sign", str(keys("auditor")[0])), registry, (registry / "releases.json").read_bytes())


def test_who_knows_one_key_of_two_is_told_to_give_every_key(registry: Path, keys: Keys) -> None:
    assert run(registry, "record", "sign", str(keys("auditor")[0])).exit_code == 0
    one = found(registry, "--key", str(keys("board")[1]))
    assert (one[0], [finding["message"].endswith("give every key that may sign") for finding in one[1]]) == (1, [True])
    assert found(registry, "--key", str(keys("board")[1]), "--key", str(keys("auditor")[1])) == (0, [])
