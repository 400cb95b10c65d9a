"""A window of Firefox, driven through node: WebDriver BiDi by puppeteer."""

import json
import subprocess
import time
from pathlib import Path
from typing import Any

DRIVER = Path(__file__).with_name("drive.mjs")


class Window:
    """One Firefox with one window; what it says about errors and requests is kept."""

    def __init__(self, node: str, modules: Path, firefox: str, downloads: Path, languages: str) -> None:
        """Start Firefox for a person with these languages, such as "fr-FR, fr"."""
        self.downloads = downloads
        command = [node, str(DRIVER), str(modules), firefox, str(downloads), languages]
        self._driver = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        assert self._driver.stdout is not None
        assert self._driver.stdout.readline() == "ready\n", "Firefox did not start"

    def _do(self, command: str, **given: Any) -> Any:
        assert self._driver.stdin is not None
        assert self._driver.stdout is not None
        self._driver.stdin.write(json.dumps({"command": command, **given}) + "\n")
        self._driver.stdin.flush()
        answer = json.loads(self._driver.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer["value"]

    def open(self, url: str, width: int = 1200, height: int = 900) -> "Window":
        """Open an address in a context of its own."""
        self._do("open", url=url, width=width, height=height)
        self.wait("h1")
        return self

    def reload(self) -> None:
        """Load the page again."""
        self._do("reload")
        self.wait("h1")

    def evaluate(self, script: str) -> Any:
        """Return the value of an expression in the page."""
        return self._do("evaluate", script=script)

    def until(self, expression: str, seconds: float = 8) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + seconds
        while not self.evaluate(expression):
            assert time.monotonic() < end, f"waited in vain for {expression}"
            time.sleep(0.03)

    def wait(self, selector: str) -> None:
        """Wait until something is visible."""
        self._do("wait", selector=selector)

    def click(self, selector: str) -> None:
        """Click something with the mouse."""
        self._do("click", selector=selector)

    def type(self, selector: str, text: str) -> None:
        """Type into a field in place of what stands there."""
        self._do("type", selector=selector, text=text)

    def select(self, selector: str, value: str) -> None:
        """Choose from a drop-down list."""
        self._do("select", selector=selector, value=value)

    def press(self, key: str) -> None:
        """Press a key."""
        self._do("press", key=key)

    def upload(self, selector: str, file: Path) -> None:
        """Give a file to an input."""
        self._do("upload", selector=selector, file=str(file))

    def screenshot(self, path: Path) -> None:
        """Take a picture of the window."""
        self._do("screenshot", path=str(path))

    def pdf(self, path: Path) -> None:
        """Print the page to a file."""
        self._do("pdf", path=str(path))

    def text(self, selector: str) -> str:
        """Return the text of something."""
        found: str = self.evaluate(f"document.querySelector({json.dumps(selector)}).innerText")
        return found

    def go(self, way: str) -> None:
        """Go to a view of the form by its address."""
        self.evaluate(f"void (location.hash = {json.dumps('#/' + way)})")
        self.until(f"decodeURIComponent(location.hash).startsWith({json.dumps('#/' + way)})")
        time.sleep(0.1)

    def saved(self, seconds: float = 8) -> Path:
        """Save to a file, and return it once it is whole."""
        before = set(self.downloads.iterdir())
        self.click(".sp-tools button:nth-of-type(3)")
        end = time.monotonic() + seconds
        while True:
            fresh = [path for path in self.downloads.iterdir() if path not in before and path.suffix == ".json" and path.stat().st_size]
            if fresh:
                return fresh[0]
            assert time.monotonic() < end, "no file was saved"
            time.sleep(0.05)

    @property
    def score(self) -> str:
        """The score or range at the top."""
        return self.text(".sp-overall .sp-score")

    def seen(self) -> tuple[list[str], list[str]]:
        """Return the errors in the page, and the addresses it asked for, since this was last called."""
        found = self._do("seen")
        return found["troubles"], found["requests"]

    def close(self) -> None:
        """End Firefox."""
        with self._driver:  # closes its input, which ends it
            pass
