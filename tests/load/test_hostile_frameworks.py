"""A framework from strangers can be wrong, but it opens no file outside its folder, reaches no network, ends no process and leaves no trace."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from spregistry.api import Registry, validate
from spregistry.cli import main
from spregistry.errors import SpregistryError
from spregistry.finding import Finding
from spregistry.load import contracts
from spregistry.load.documents import parse
from spregistry.publish.template import template_yaml

CASES = Path(__file__).parents[1] / "cases" / "frameworks"
NOTE = '{id: note, code: "1", title: Note, question: What?, scored: false, answer: {text: {}}}'


def header(id_: str, rest: str = f"levels: [theme, indicator]\nindicators:\n  - {NOTE}\n", version: str = "1.0.0") -> str:
    return f"format: 1\nid: {id_}\nversion: {version}\ntitle: Shop\nlanguage: en\nlicence: CC-BY-4.0\n{rest}"


def registry(root: Path, files: dict[str, str | bytes]) -> Registry:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Registry.open(root)


def one(root: Path, text: str, **parts: str | bytes) -> list[Finding]:
    files = {f"shop/1.0.0/{name}.yaml": content for name, content in parts.items()}
    return [*registry(root, {"shop/1.0.0/framework.yaml": text, **files}).read("shop@1.0.0").findings]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPREGISTRY_CACHE", str(tmp_path_factory.mktemp("cache")))


# The network.


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> socket.socket:
    """Listen on this machine, and let no socket be made from Python; other languages are noticed by the listener."""
    server = socket.create_server(("127.0.0.1", 0))

    def refuse(*_: object, **__: object) -> NoReturn:
        pytest.fail("the network was asked for")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    return server


def nobody_called(server: socket.socket) -> bool:
    server.settimeout(0.3)
    try:
        os.close(server._accept()[0])  # type: ignore[attr-defined]  # accept() itself would make a socket, which is refused
    except TimeoutError:
        return True
    finally:
        server.close()
    return False


def test_the_listener_notices_a_call() -> None:
    server = socket.create_server(("127.0.0.1", 0))
    with socket.create_connection(server.getsockname()):
        assert not nobody_called(server)


def test_no_reference_of_a_definition_is_fetched(listener: socket.socket, tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/x.json"
    text = header(
        "shop",
        f"""\
$schema: "{address}"
$ref: "{address}"
levels: [theme, indicator]
facts:
  - {{id: town, title: Town, schema: {{type: string, $ref: "{address}"}}}}
  - {{id: size, title: Size, schema: {{$ref: "{address}"}}}}
indicators:
  - id: note
    code: "1"
    title: Note
    question: What?
    scored: false
    applies_when: {{$ref: "{address}"}}
    answer: {{number: {{schema: {{type: integer, $dynamicRef: "{address}"}}}}}}
""",
    )
    assert {finding.code for finding in one(tmp_path, text)} == {"unknown-key", "missing-key"}
    assert nobody_called(listener)


def test_no_reference_of_a_schema_is_fetched(listener: socket.socket) -> None:
    for scheme in ("http", "https"):
        for keyword in ("$ref", "$dynamicRef"):
            with pytest.raises(ValueError, match="is not present in a registry"):
                contracts.compile_schema({keyword: f"{scheme}://127.0.0.1:{listener.getsockname()[1]}/x.json"})
    assert nobody_called(listener)


# Other files.

WATCH = """
import os, sys
from pathlib import Path
from spregistry.api import Registry

def read_all():
    for root in sorted(Path(sys.argv[1]).glob(sys.argv[2])):
        for reference in Registry.open(root):
            for read in (Registry.open(root).read, Registry.open(root).__getitem__):
                try:
                    read(reference)
                except Exception:
                    pass  # what it says is looked at elsewhere

read_all()  # imports what it needs, once
events = []
sys.addaudithook(lambda event, arguments: events.append((event, arguments)))
read_all()
for event, arguments in events:
    if event == "open" and isinstance(arguments[0], str):
        print(os.path.realpath(arguments[0]))
    elif event.split(".")[0] in ("socket", "subprocess", "urllib", "ctypes") or event in ("os.system", "os.exec", "os.posix_spawn", "os.fork"):
        print("EVENT", event)
"""


@pytest.mark.parametrize("pattern", ["valid/*", "invalid/*/*"])
def test_reading_opens_nothing_but_the_folder_and_the_cache(pattern: str, tmp_path: Path) -> None:
    environment = {**os.environ, "SPREGISTRY_CACHE": str(tmp_path)}
    command = [sys.executable, "-c", WATCH, str(CASES), pattern]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert run.stderr == ""
    opened = {*run.stdout.splitlines()}
    inside = [name for name in opened if Path(name).is_relative_to(CASES)]
    assert len(inside) > 20, "the watch sees what is opened"
    assert sorted(name for name in opened if not Path(name).is_relative_to(tmp_path) and name not in inside) == []
    names = {path.name for path in map(Path, inside)}
    assert not names & {"secret.yaml", "expected.yaml", "keep.txt"}


@pytest.mark.parametrize("secret", ["hunter2", "password: hunter2", "- hunter2", "hunter2:", "id: hunter2\ncode: hunter2\ntitle: x"])
def test_link_out_of_the_folder_shows_nothing_of_what_it_names(secret: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(secret, encoding="utf-8")
    folder = tmp_path / "standards" / "shop" / "1.0.0"
    folder.mkdir(parents=True)
    (folder / "care.yaml").symlink_to(tmp_path / "secret")
    findings = one(tmp_path / "standards", header("shop", "levels: [theme, indicator]\nparts: [care.yaml]\n"))
    assert findings
    assert "hunter2" not in repr(findings)


def test_link_to_an_endless_file_ends(tmp_path: Path) -> None:
    folder = tmp_path / "shop" / "1.0.0"
    folder.mkdir(parents=True)
    (folder / "care.yaml").symlink_to("/dev/zero")
    findings = one(tmp_path, header("shop", "levels: [theme, indicator]\nparts: [care.yaml]\n"))
    assert [finding.code for finding in findings] in (["too-large"], ["missing-part"])


def test_link_to_nothing_is_a_missing_part(tmp_path: Path) -> None:
    folder = tmp_path / "shop" / "1.0.0"
    folder.mkdir(parents=True)
    (folder / "care.yaml").symlink_to("gone.yaml")
    findings = one(tmp_path, header("shop", "levels: [theme, indicator]\nparts: [care.yaml]\n"))
    assert [finding.code for finding in findings] == ["missing-part"]


def test_header_is_no_part_of_itself(tmp_path: Path) -> None:
    findings = one(tmp_path, header("shop", "levels: [theme, indicator]\nparts: [framework.yaml]\n"))
    assert {finding.code for finding in findings} == {"unknown-key", "missing-key"}


def test_part_has_no_parts(tmp_path: Path) -> None:
    part = f'id: care\ncode: "1"\ntitle: Care\nparts: [more.yaml]\nindicators:\n  - {NOTE.replace("1", "1.1")}\n'
    findings = one(tmp_path, header("shop", "levels: [theme, indicator]\nparts: [care.yaml]\n"), care=part, more="a: b")
    assert [(finding.code, finding.line) for finding in findings] == [("unknown-key", 4)]


# Names of folders.


@pytest.mark.parametrize("name", ["a@b", "@", "a b", "ä", ".hidden", "-", "a" * 200])
def test_registry_with_an_odd_folder_is_read(name: str, tmp_path: Path) -> None:
    found = registry(tmp_path, {f"{name}/1.0.0/framework.yaml": header("shop"), "shop/1.0.0/framework.yaml": header("shop")})
    assert found["shop@1.0.0"].id == "shop"
    for reference in found:
        codes = [finding.code for finding in found.read(reference).findings]
        assert codes == ([] if reference == "shop@1.0.0" else ["wrong-folder"])


def test_copied_folder_is_not_taken_for_the_original(tmp_path: Path) -> None:
    found = registry(tmp_path, {"shop/1.0.0/framework.yaml": header("shop"), "shop/1.1.0/framework.yaml": header("shop")})
    assert found["shop@1.0.0"].reference == "shop@1.0.0"
    with pytest.raises(SpregistryError, match=r"the version is 1\.0\.0, but the folder is named 1\.1\.0"):
        found["shop@1.1.0"]


# Bundles: what stands beside the sources, or in the cache, may be anything.

DAMAGED = [
    b"",
    b"{}",
    b"[]",
    b"null",
    b'"x"',
    b"1",
    b"{",
    b"\xff\xfe",
    b"\0",
    b"[" * 100_000,
    b'{"sources": 1}',
    b'{"sources": [], "engine": {}}',
]


@pytest.mark.parametrize("content", DAMAGED, ids=lambda content: repr(content[:20]))
def test_damaged_bundle_is_passed_over(content: bytes, tmp_path: Path) -> None:
    found = registry(tmp_path, {"shop/1.0.0/framework.yaml": header("shop"), "shop/1.0.0/bundle.json": content})
    assert found["shop@1.0.0"].title == "Shop"


@pytest.mark.parametrize("content", DAMAGED, ids=lambda content: repr(content[:20]))
def test_damaged_cache_is_passed_over(content: bytes, tmp_path: Path) -> None:
    first = registry(tmp_path, {"shop/1.0.0/framework.yaml": header("shop")})["shop@1.0.0"]
    kept = [*Path(os.environ["SPREGISTRY_CACHE"]).iterdir()]
    assert len(kept) == 1
    kept[0].write_bytes(content)
    assert Registry.open(tmp_path)["shop@1.0.0"].digest == first.digest


def test_cache_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("SPREGISTRY_CACHE", str(tmp_path / "file"))
    for _ in range(2):
        assert registry(tmp_path / "standards", {"shop/1.0.0/framework.yaml": header("shop")})["shop@1.0.0"].title == "Shop"


def test_forged_bundle_does_not_replace_the_sources(tmp_path: Path) -> None:
    assert registry(tmp_path, {"shop/1.0.0/framework.yaml": header("shop")})["shop@1.0.0"].title == "Shop"
    (genuine,) = Path(os.environ["SPREGISTRY_CACHE"]).iterdir()
    forged = genuine.read_bytes().replace(b'"title":"Shop"', b'"title":"Forged"')
    assert b"Forged" in forged
    genuine.unlink()
    (tmp_path / "shop" / "1.0.0" / "bundle.json").write_bytes(forged)
    assert Registry.open(tmp_path)["shop@1.0.0"].title == "Shop"


def test_changed_source_is_read_anew(tmp_path: Path) -> None:
    assert registry(tmp_path, {"shop/1.0.0/framework.yaml": header("shop")})["shop@1.0.0"].title == "Shop"
    assert registry(tmp_path, {"shop/1.0.0/framework.yaml": header("shop").replace("Shop", "Store")})["shop@1.0.0"].title == "Store"


@pytest.mark.parametrize(
    "based_on",
    ["based_on: base@1.0.0\n", '"based_on": base@1.0.0\n', "based_on : base@1.0.0\n", "? based_on\n: base@1.0.0\n"],
    ids=["plain", "quoted", "spaced", "asked"],
)
def test_profile_follows_its_base_however_it_is_written(based_on: str, tmp_path: Path) -> None:
    profile = header("entry", f"{based_on}use: {{ids: [note]}}\n")
    files = {"base/1.0.0/framework.yaml": header("base"), "entry/1.0.0/framework.yaml": profile}
    assert registry(tmp_path, {**files})["entry@1.0.0"].indicators["note"].title == "Note"
    changed = header("base").replace("title: Note", "title: Changed")
    assert registry(tmp_path, {"base/1.0.0/framework.yaml": changed})["entry@1.0.0"].indicators["note"].title == "Changed"


# Circles and chains.

CIRCLES = {
    "profile-of-itself": {"a/1.0.0": header("a", "based_on: a@1.0.0\nuse: {ids: [note]}\n")},
    "profiles-of-each-other": {
        "a/1.0.0": header("a", "based_on: b@1.0.0\nuse: {ids: [note]}\n"),
        "b/1.0.0": header("b", "based_on: a@1.0.0\nuse: {ids: [note]}\n"),
    },
    "three-profiles": {
        "a/1.0.0": header("a", "based_on: b@1.0.0\nuse: {ids: [note]}\n"),
        "b/1.0.0": header("b", "based_on: c@1.0.0\nuse: {ids: [note]}\n"),
        "c/1.0.0": header("c", "based_on: a@1.0.0\nuse: {ids: [note]}\n"),
    },
    "previous-is-itself": {"a/1.0.0": header("a").replace("levels:", "previous: a@1.0.0\nlevels:")},
    "previous-of-each-other": {
        "a/1.0.0": header("a").replace("levels:", "previous: a@2.0.0\nlevels:"),
        "a/2.0.0": header("a", version="2.0.0").replace("levels:", "previous: a@1.0.0\nlevels:"),
    },
    "previous-is-a-profile-of-it": {
        "a/1.0.0": header("a").replace("levels:", "previous: b@1.0.0\nlevels:"),
        "b/1.0.0": header("b", "based_on: a@1.0.0\nuse: {ids: [note]}\n"),
    },
}


@pytest.mark.parametrize("name", CIRCLES)
def test_circle_is_told_by_the_command_and_has_an_end(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = registry(tmp_path, {f"{folder}/framework.yaml": text for folder, text in CIRCLES[name].items()})
    with pytest.raises(SystemExit) as end:
        main(["--registry", str(tmp_path), "check", "--format", "json"])
    assert end.value.code == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert {finding["code"] for finding in findings} <= {"unknown-reference", "profile-broken", "broken-lineage"}
    assert all(finding["line"] for finding in findings), "each finding stands where the circle is closed"
    with pytest.raises(SpregistryError):
        found["a@1.0.0"]


def test_profile_of_a_profile_is_refused_or_can_be_answered(tmp_path: Path) -> None:
    profile = "based_on: {}@1.0.0\nuse: {{ids: [note]}}\n"
    found = registry(
        tmp_path,
        {
            "base/1.0.0/framework.yaml": header("base"),
            "entry/1.0.0/framework.yaml": header("entry", profile.format("base")),
            "start/1.0.0/framework.yaml": header("start", profile.format("entry")),
        },
    )
    if found.read("start@1.0.0").findings:
        return
    start = found["start@1.0.0"]
    template = parse(template_yaml(start).encode(), "template.yaml")
    assert validate(found[template.data["framework"]], template, start) == []


# Large ones.


def test_message_about_five_megabytes_is_short(tmp_path: Path) -> None:
    word, text = "w" * 5_000_000, "long " * 1_000_000
    cases = {
        "title": header("shop").replace("title: Note", f"title: {text}"),
        "question": header("shop").replace("What?", text),
        "id": header("shop").replace("id: note", f"id: {word}"),
        "code": header("shop").replace('"1"', word),
        "reference": header("shop").replace("levels:", f"previous: {word}@1.0.0\nlevels:"),
        "part": header("shop", f"levels: [theme, indicator]\nparts: [{word}.yaml]\n"),
        "option": header("shop").replace("levels:", f"scoring: {{aggregate: {word}}}\nlevels:"),
        "scale": header("shop").replace("levels:", f"scales:\n  ? {word}\n  : [{{value: a, label: A}}, {{value: b, label: B}}]\nlevels:"),
        "key": header("shop").replace("levels:", f"? {word}\n: 1\nlevels:"),
    }
    long = {name: max(len(finding.message) for finding in one(tmp_path / name, text)) for name, text in cases.items()}
    assert {name: length for name, length in long.items() if length > 300} == {}


MANY = {
    "tags-of-an-indicator": lambda count: header("shop").replace(
        "scored:", "tags: [" + ", ".join(f"a{n}" for n in range(count)) + ", a1], scored:"
    ),
    "the-last-tag-twice": lambda count: header("shop").replace(
        "scored:", "tags: [" + ", ".join(f"a{n}" for n in range(count)) + f", a{count - 1}], scored:"
    ),
    "tags": lambda count: header("shop").replace(
        "levels:", "tags:\n" + "".join(f"  - {{id: a{n}, title: A}}\n" for n in range(count)) + "levels:"
    ),
    "unknown-keys": lambda count: header("shop").replace("levels:", "".join(f"k{n}: 1\n" for n in range(count)) + "levels:"),
    "scales-with-wrong-names": lambda count: header("shop").replace(
        "levels:", "scales:\n" + "".join(f"  K{n}: []\n" for n in range(count)) + "levels:"
    ),
    "indicators": lambda count: (
        header("shop", "levels: [theme, indicator]\nindicators:\n")
        + "".join(f"  - {NOTE.replace('note', f'n{n}').replace('1', str(n))}\n" for n in range(min(count, 10_000)))
    ),
}
READ = """
import resource, sys
from spregistry.api import Registry
resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, 4 * 2**30))
print(len(Registry.open(sys.argv[1]).read("shop@1.0.0").findings))
"""


@pytest.mark.parametrize("name", MANY)
def test_half_a_megabyte_of_one_kind_takes_neither_minutes_nor_gigabytes(name: str, tmp_path: Path) -> None:
    path = tmp_path / "shop" / "1.0.0" / "framework.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(MANY[name](60_000), encoding="utf-8")
    assert path.stat().st_size > 400_000
    run = subprocess.run([sys.executable, "-c", READ, str(tmp_path)], capture_output=True, text=True, timeout=110, check=False)
    assert run.stderr == ""
    assert run.stdout.strip().isdigit()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
@pytest.mark.parametrize(
    "name",
    [
        "shop/1.0.0/framework.yaml",
        "shop/1.0.0/part.yaml",
        "shop/1.0.0/notes.yaml",
        "shop/1.0.0/consultation.yaml",
        "releases.json",
        "crosswalks/shop-codes.yaml",
        "catalogues/codes.yaml",
    ],
)
def test_a_pipe_in_the_folder_is_waited_for_by_nobody(name: str, tmp_path: Path) -> None:
    registry(tmp_path, {"shop/1.0.0/framework.yaml": header("shop", "levels: [theme, indicator]\nparts: [part.yaml]\n")})
    registry(tmp_path, {"shop/1.0.0/part.yaml": f"indicators:\n  - {NOTE}\n"})
    pipe = tmp_path / name
    pipe.unlink(missing_ok=True)
    pipe.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "spregistry", "--registry", str(tmp_path), "check", "--format", "json"]
    run = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert run.returncode in (1, 3)
    assert b"it is no plain file" in run.stdout + run.stderr
