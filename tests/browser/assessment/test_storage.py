"""What is kept on the computer: through crashes and reloads, in two windows, in a small store, and nowhere."""

import contextlib
import functools
import os
import re
import signal
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browser.assessment.form import Form

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

Open = Callable[..., Form]
ONE = "mission-names-clients-and-change"
TWO = "target-clients-recognisable"


def test_a_reload_loses_nothing(open_form: Open) -> None:
    form = open_form().begin()
    card = form.choose(ONE, "Yes, fully")
    card.get_by_role("button", name="Comment").click()
    card.get_by_label("Comment", exact=True).fill("As of today")
    form.kept()
    form.page.reload()
    form.page.wait_for_selector(f"#q-{ONE}")
    answer = form.saved()["answers"][ONE]
    assert (answer["value"], answer["comment"]) == ("met", "As of today")


def test_what_was_just_typed_survives_closing_at_once(open_form: Open) -> None:
    form = open_form().begin()
    form.choose(ONE, "Yes, fully")
    path = form.page.url.split("#")[0]
    context = form.page.context
    form.page.close(run_before_unload=False)
    page = context.new_page()
    page.goto(path)
    page.get_by_role("button", name=re.compile("^Open Assessment")).click()
    assert list(Form(page).saved()["answers"]) == [ONE]


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="the browser's process is found through /proc")
def test_a_killed_browser_loses_nothing_that_was_kept(chromium: "Browser", make_file: Callable[..., Path], tmp_path: Path) -> None:
    def start() -> "BrowserContext":
        return chromium.browser_type.launch_persistent_context(
            tmp_path,
            executable_path=os.environ.get("SPREGISTRY_CHROMIUM") or _program(),
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
        )

    context = start()
    form = Form(context.pages[0])
    form.page.goto(make_file().as_uri())
    form.begin()
    form.choose(ONE, "Partially")
    form.kept()
    os.kill(_browser_process(tmp_path), signal.SIGKILL)
    with contextlib.suppress(Exception):
        context.close()
    (tmp_path / "SingletonLock").unlink(missing_ok=True)
    context = start()
    try:
        form = Form(context.new_page())
        form.page.goto(make_file().as_uri())
        form.page.get_by_role("button", name=re.compile("^Open Assessment")).click()
        assert form.saved()["answers"][ONE]["value"] == "partly"
    finally:
        context.close()


def _program() -> str | None:
    import shutil

    return shutil.which("chromium") or shutil.which("chromium-browser")


def _browser_process(profile: Path) -> int:
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            arguments = (folder / "cmdline").read_bytes().split(b"\0")
            if f"--user-data-dir={profile}".encode() in arguments and not any(one.startswith(b"--type=") for one in arguments):
                return int(folder.name)
    pytest.fail("the browser's process was not found")


def test_what_was_typed_while_a_write_was_under_way_is_taken_over(open_form: Open) -> None:
    form = open_form().begin()
    form.choose(ONE, "Yes, fully")
    form.kept()
    # The store is written, but this window does not hear of it before it closes; what is typed then cannot be written any more.
    form.page.evaluate(
        "Object.defineProperty(IDBTransaction.prototype, 'oncomplete', { set() {} });"
        "const put = IDBObjectStore.prototype.put; let left = 1;"
        "IDBObjectStore.prototype.put = function (one) { if (left-- > 0) put.call(this, one); }; void 0"
    )
    form.page.evaluate(f"document.querySelectorAll('#q-{ONE} input[type=radio]')[1].click()")
    form.page.wait_for_timeout(500)
    form.page.evaluate(f"document.querySelectorAll('#q-{ONE} input[type=radio]')[2].click()")
    form.page.reload()
    form.page.wait_for_selector("h1")
    assert form.saved()["answers"][ONE]["value"] == "unmet"
    form.go("start")
    form.until("document.querySelectorAll('.sp-kept-list > li').length === 1")


@pytest.mark.parametrize(("other", "same"), [("sepm@3.0.9", True), ("sepm@3.1.0", False), ("sepm@2.0.0", False), ("other@3.0.0", False)])
def test_a_window_resumes_only_what_asks_the_same(other: str, *, same: bool, open_form: Open, make_file: Callable[..., Path]) -> None:
    def change(data: dict[str, Any]) -> None:
        structure = data["framework"]
        structure["reference"] = other
        structure["data"]["id"], structure["data"]["version"] = other.split("@")

    form = open_form().begin()
    form.choose(ONE, "Yes, fully")
    form.kept()
    form.page.goto(make_file(f"{other}.html", change).as_uri())
    form.page.wait_for_selector("h1")
    assert (form.page.locator(".sp-overall").count() == 1) is same
    assert form.page.get_by_role("button", name="Start a new assessment").is_visible() is not same
    # Where it was not opened, nothing happened to it: its own form goes on with it.
    form.page.goto(make_file().as_uri())
    form.page.wait_for_selector("h1")
    assert list(form.saved()["answers"]) == [ONE]
    assert form.saved()["framework"] == "sepm@3.0.0"


def test_several_assessments_stand_side_by_side_and_are_deleted_on_request(open_form: Open) -> None:
    form = open_form()
    for name in ("North", "South"):
        form.begin()
        form.page.get_by_label("Name", exact=True).fill(name)
        form.kept()
        form.go("start").page.get_by_role("button", name="Close this assessment").click()
        form.page.get_by_role("button", name="Start a new assessment").wait_for()
    page = form.page
    form.until("[...document.querySelectorAll('.sp-kept-list strong')].map((one) => one.innerText).join() === 'South,North'")
    page.get_by_role("button", name="Delete North").click()
    assert "cannot be undone" in form.dialog().inner_text()
    form.dialog().get_by_role("button", name="Delete").click()
    form.until("document.querySelectorAll('.sp-kept-list strong').length === 1")
    page.reload()
    page.wait_for_selector(".sp-kept-list")
    assert page.locator(".sp-kept-list strong").all_inner_texts() == ["South"]


def two_windows(form: Form) -> Form:
    other = form.page.context.new_page()
    other.goto(form.page.url.split("#")[0])
    other.get_by_role("button", name=re.compile("^Open Assessment")).click()
    other.wait_for_selector(".sp-overall")
    return Form(other)


def test_another_windows_changes_arrive(open_form: Open) -> None:
    form = open_form().begin()
    form.choose(ONE, "Yes, fully")
    form.kept()
    other = two_windows(form)
    other.choose(TWO, "Partially")
    other.kept()
    form.question(TWO)
    form.until(f"document.querySelectorAll('#q-{TWO} input[type=radio]')[1]?.checked")
    assert list(form.saved()["answers"]) == [ONE, TWO]


def test_two_windows_never_overwrite_each_other_in_silence(open_form: Open) -> None:
    form = open_form().begin()
    form.choose(ONE, "Yes, fully")
    form.kept()
    other = two_windows(form)
    # As where both change within the same moment: the second has not heard of the first when it writes.
    form.page.evaluate("BroadcastChannel.prototype.postMessage = () => undefined")
    form.question(ONE)
    other.question(TWO)
    form.page.evaluate(f"document.querySelectorAll('#q-{ONE} input[type=radio]')[2].click()")
    form.kept()
    other.page.evaluate(f"document.querySelectorAll('#q-{TWO} input[type=radio]')[1].click()")
    window = other
    window.page.get_by_role("alert").wait_for()
    assert form.page.get_by_role("alert").count() == 0
    assert "Nothing was overwritten" in window.page.get_by_role("alert").inner_text()
    window.page.get_by_role("button", name="Keep mine as an assessment of its own").click()
    window.page.get_by_role("alert").wait_for(state="detached")
    window.kept()
    contents = []
    for one in (form, other):
        answers = one.saved()["answers"]
        contents.append({id_: answer["value"] for id_, answer in answers.items()})
    assert sorted(contents, key=len) == [{ONE: "unmet"}, {ONE: "met", TWO: "partly"}]
    window.go("start")
    window.until("document.querySelectorAll('.sp-kept-list > li').length === 2")


def test_what_another_window_deletes_is_not_kept_unless_wanted(open_form: Open) -> None:
    form = open_form().begin()
    form.choose(ONE, "Yes, fully")
    form.kept()
    other = two_windows(form)
    form.go("start").page.get_by_role("button", name=re.compile("^Delete ")).click()
    form.dialog().get_by_role("button", name="Delete").click()
    alert = other.page.get_by_role("alert")
    alert.wait_for()
    other.choose(TWO, "Partially")
    other.page.wait_for_timeout(700)
    form.page.reload()
    form.page.wait_for_selector(".sp-start-main")
    assert form.page.locator(".sp-kept-list > li").count() == 0
    alert.get_by_role("button", name="Keep it again").click()
    other.kept()
    form.until("document.querySelectorAll('.sp-kept-list > li').length === 1")
    assert list(other.saved()["answers"]) == [ONE, TWO]


def without(names: list[str]) -> str:
    """Return a script after which a page has no such stores, as in private windows of some browsers."""
    return "".join(
        f"Object.defineProperty(window, '{name}', {{ get() {{ throw new DOMException('no', 'SecurityError'); }} }});" for name in names
    )


def opened_without(chromium: "Browser", path: Path, script: str) -> Form:
    page = chromium.new_context(locale="en-US").new_page()
    page.add_init_script(script)
    page.goto(path.as_uri())
    page.wait_for_selector("h1")
    return Form(page)


def test_a_small_store_serves_where_there_is_no_other(chromium: "Browser", make_file: Callable[..., Path]) -> None:
    form = opened_without(chromium, make_file(), "Object.defineProperty(window, 'indexedDB', { value: undefined });")
    form.begin().choose(ONE, "Yes, fully")
    form.kept()
    form.page.reload()
    assert list(form.saved()["answers"]) == [ONE]
    form.go("start")
    assert "only a small store" in form.page.locator(".sp-main").inner_text()
    form.page.context.close()


#: As where another program holds the store's files: it opens once `window.free` is set, and errs or keeps silent before.
HELD = """
const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...given) {
  const asked = { error: new DOMException('held', 'UnknownError') };
  if (HOW === 'errs' && !window.free && !sessionStorage.free) {
    setTimeout(() => asked.onerror?.());
    return asked;
  }
  const wait = setInterval(() => {
    if (!window.free && !sessionStorage.free) return;
    clearInterval(wait);
    const request = open.apply(this, given);
    for (const name of ['onupgradeneeded', 'onerror', 'onsuccess']) request[name] = () => { asked.result = request.result; asked[name]?.(); };
  }, 20);
  return asked;
};
"""


@pytest.mark.parametrize("how", ["errs", "keeps silent"])
def test_what_cannot_be_read_yet_is_not_gone(how: str, chromium: "Browser", make_file: Callable[..., Path]) -> None:
    page = chromium.new_context(locale="en-US").new_page()
    page.add_init_script(f"window.HOW = '{how}';{HELD}")
    page.goto(make_file().as_uri())
    page.evaluate("sessionStorage.free = 'yes'")
    page.reload()
    form = Form(page).begin()
    form.choose(ONE, "Yes, fully")
    form.kept()
    form.go("start").page.get_by_role("button", name="Close this assessment").click()
    page.get_by_role("button", name="Start a new assessment").wait_for()
    page.evaluate("delete sessionStorage.free")
    page.reload()
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "cannot be read or changed at the moment" in alert.inner_text()
    # Work goes on meanwhile, and nothing of it is lost either.
    form.begin().choose(TWO, "Partially")
    form.kept()
    form.go("start").page.get_by_role("button", name="Try again").wait_for()
    page.evaluate("window.free = true; if (HOW === 'errs') document.querySelector('[role=alert] button').click()")
    alert.wait_for(state="detached")
    form.until("document.querySelectorAll('.sp-kept-list > li').length === 2")
    form.choose(TWO, "Yes, fully")
    form.kept()
    page.evaluate("sessionStorage.free = 'yes'")
    page.reload()
    page.wait_for_selector("h1")
    assert {id_: answer["value"] for id_, answer in form.saved()["answers"].items()} == {TWO: "met"}
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('spregistry:assessment:'))") == []
    page.context.close()


def test_a_store_that_fails_later_hides_nothing(chromium: "Browser", make_file: Callable[..., Path]) -> None:
    script = (
        "const all = IDBObjectStore.prototype.getAll;"
        "IDBObjectStore.prototype.getAll = function (...given) { if (window.broken) throw new DOMException('gone', 'InvalidStateError'); return all.apply(this, given); };"
    )
    form = opened_without(chromium, make_file(), script)
    form.begin().choose(ONE, "Yes, fully")
    form.kept()
    form.go("start").page.locator(".sp-kept-list > li").wait_for()
    form.page.evaluate("window.broken = true")
    form.page.get_by_role("button", name="Close this assessment").click()
    alert = form.page.get_by_role("alert")
    alert.wait_for()
    assert "(InvalidStateError)" in alert.inner_text()
    assert form.page.locator(".sp-kept-list > li").count() == 1
    form.page.evaluate("window.broken = false")
    alert.get_by_role("button", name="Try again").click()
    alert.wait_for(state="detached")
    assert form.page.locator(".sp-kept-list > li").count() == 1
    form.page.context.close()


def test_where_nothing_can_be_kept_it_is_said(chromium: "Browser", make_file: Callable[..., Path]) -> None:
    script = "Object.defineProperty(window, 'indexedDB', { value: undefined });" + without(["localStorage", "sessionStorage"])
    form = opened_without(chromium, make_file(), script)
    assert "does not let the page keep anything" in form.page.locator("main").inner_text()
    form.begin().choose(ONE, "Yes, fully")
    form.page.wait_for_timeout(500)
    assert form.page.locator(".sp-kept").inner_text().startswith("Not kept in this browser")
    assert list(form.saved()["answers"]) == [ONE]
    form.page.context.close()


def test_a_full_store_is_told_and_what_is_typed_stays(chromium: "Browser", make_file: Callable[..., Path]) -> None:
    script = "IDBObjectStore.prototype.put = function () { throw new DOMException('full', 'QuotaExceededError'); };"
    form = opened_without(chromium, make_file(), script)
    form.begin().choose(ONE, "Yes, fully")
    alert = form.page.get_by_role("alert")
    alert.wait_for()
    assert "Save to a file before you close" in alert.inner_text()
    assert list(form.saved()["answers"]) == [ONE]
    form.page.context.close()


def test_what_a_closed_window_left_waits_until_it_can_be_kept(chromium: "Browser", make_file: Callable[..., Path]) -> None:
    script = "const put = IDBObjectStore.prototype.put; IDBObjectStore.prototype.put = function (...given) { if (localStorage.full) throw new DOMException('full', 'QuotaExceededError'); return put.apply(this, given); };"
    form = opened_without(chromium, make_file(), script)
    form.begin()
    form.kept()
    form.page.evaluate("localStorage.full = 'yes'")
    form.choose(ONE, "Yes, fully")
    form.page.get_by_role("alert").wait_for()
    form.page.reload()
    form.page.wait_for_selector("h1")
    assert ONE not in form.saved()["answers"]
    form.page.evaluate("delete localStorage.full")
    form.page.reload()
    form.page.wait_for_selector("h1")
    assert list(form.saved()["answers"]) == [ONE]
    form.page.context.close()


@pytest.mark.parametrize("store", ["large", "small"])
def test_earlier_files_are_written_once_and_not_with_every_answer(
    store: str, chromium: "Browser", make_file: Callable[..., Path], examples: dict[str, Path]
) -> None:
    watched = (
        "window.sizes = []; const put = IDBObjectStore.prototype.put; const set = Storage.prototype.setItem;"
        "IDBObjectStore.prototype.put = function (one) { sizes.push(JSON.stringify(one).length); return put.call(this, one); };"
        "Storage.prototype.setItem = function (key, text) { sizes.push(text.length); return set.call(this, key, text); };"
    )
    less = "Object.defineProperty(window, 'indexedDB', { value: undefined });" if store == "small" else ""
    form = opened_without(chromium, make_file(), watched + less)
    form.begin().go("compare").open(examples["rural-cooperative"], "Open earlier files")
    form.page.get_by_text("rural-cooperative.json: 2025").wait_for()
    form.kept()
    large = len(examples["rural-cooperative"].read_text(encoding="utf-8")) / 2
    assert max(form.page.evaluate("sizes")) > large
    form.page.evaluate("void (sizes.length = 0)")
    form.choose(ONE, "Yes, fully")
    form.kept()
    form.page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    assert 0 < max(form.page.evaluate("sizes")) < large
    form.page.reload()
    form.go("compare").page.get_by_text("rural-cooperative.json: 2025").wait_for()
    assert list(form.saved()["answers"]) == [ONE]
    # A window that opens it again has both; one that takes the earlier file out leaves it out for good.
    form.page.get_by_role("button", name="Take out: rural-cooperative.json").click()
    form.kept()
    form.page.reload()
    form.page.wait_for_selector(".res h1")
    assert form.page.get_by_text("rural-cooperative.json: 2025").count() == 0
    form.page.context.close()


def test_what_an_older_form_kept_in_one_piece_stays_whole(chromium: "Browser", make_file: Callable[..., Path]) -> None:
    form = opened_without(chromium, make_file(), "Object.defineProperty(window, 'indexedDB', { value: undefined });")
    earlier = {"format": 1, "framework": "sepm@3.0.0", "period": {"end": "2024-12-31"}}
    record = {"id": "a-1", "framework": "sepm@3.0.0", "created": 1, "updated": 1, "revision": 4, "changes": 0, "saved": None, "drafts": {}}
    whole = {**record, "previous": [{"name": "then.json", "submission": earlier}], "submission": {"format": 1, "framework": "sepm@3.0.0"}}
    form.page.evaluate("whole => localStorage.setItem('spregistry:assessment:a-1', JSON.stringify(whole))", whole)
    form.page.reload()
    form.page.get_by_role("button", name=re.compile("^Open Assessment")).click()
    form.choose(ONE, "Yes, fully")
    form.kept()
    form.page.reload()
    form.go("compare").page.get_by_text("then.json").first.wait_for()
    assert list(form.saved()["answers"]) == [ONE]
    form.page.context.close()


def test_saving_is_reminded_of_and_told(open_form: Open) -> None:
    form = open_form().begin()
    form.page.get_by_label("Name", exact=True).fill("North")
    assert "not saved to a file yet" in form.page.locator(".sp-kept").inner_text()
    form.saved()
    form.until("document.querySelector('.sp-kept').textContent.endsWith(', saved to a file')")
    form.choose(ONE, "Yes, fully")
    form.kept()
    assert "changed since saved to a file" in form.page.locator(".sp-kept").inner_text()
    for turn in range(41):
        form.page.evaluate(f"document.querySelectorAll('#q-{ONE} input[type=radio]')[{turn % 2}].click()")
        form.page.evaluate("window.dispatchEvent(new Event('pagehide'))")
        form.page.wait_for_timeout(25)
    reminder = form.page.locator(".sp-banner", has_text="Much was changed")
    reminder.wait_for()
    reminder.get_by_role("button", name="Later").click()
    assert reminder.count() == 0


def test_when_it_was_last_saved_is_told_on_every_page(open_form: Open) -> None:
    form = open_form(timezone_id="Africa/Lusaka")
    form.page.clock.set_fixed_time("2026-03-05T12:30:00Z")
    form.begin().page.get_by_label("Name", exact=True).fill("North")
    form.saved()
    form.page.clock.set_fixed_time("2026-03-06T05:00:00Z")
    form.go("start")
    told = form.page.locator(".sp-main").inner_text().replace("\u202f", " ")
    assert "Everything is saved in North_sepm@3.0.0.json, since Mar 5, 2026, 2:30 PM." in told
    form.choose(ONE, "Yes, fully")
    form.kept()
    assert "changed since saved to a file on Mar 5, 2026, 2:30 PM" in form.page.locator(".sp-kept").inner_text().replace("\u202f", " ")
    form.page.reload()
    form.go("start")
    told = form.page.locator(".sp-main").inner_text().replace("\u202f", " ")
    assert "Last saved to North_sepm@3.0.0.json on Mar 5, 2026, 2:30 PM; changed since." in told


@pytest.fixture
def served(make_file: Callable[..., Path]) -> Iterator[str]:
    """The same file from a web server on this computer."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    folder = make_file().parent
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{make_file().name}"
    server.shutdown()
    server.server_close()


def test_it_works_from_a_server_too(chromium: "Browser", served: str) -> None:
    context = chromium.new_context(locale="en-US")
    page = context.new_page()
    page.goto(served)
    form = Form(page).begin()
    form.choose(ONE, "Partially")
    form.kept()
    page.reload()
    assert form.saved()["answers"][ONE]["value"] == "partly"
    context.close()
