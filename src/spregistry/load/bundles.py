"""Bundles: a framework as resolved and checked, in one JSON file that loads at once.

A bundle says which source files it was made from; where these differ by a byte it is not used. The wheel ships one beside each
framework; for other folders they are kept in the user's cache, which may be deleted at any time.
"""

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from pathlib import Path

from spregistry.errors import DocumentError
from spregistry.load import cache as user_cache
from spregistry.load.contracts import shipped
from spregistry.load.documents import read_bytes
from spregistry.load.trusted import build_definition
from spregistry.model.framework import DroppedCap, Framework
from spregistry.version import __version__

NAME = "bundle.json"


def find(folder: str, sources: str) -> Framework | None:
    """Return the framework of a folder from a bundle made of exactly these sources by this engine, or None."""
    # A bundle beside a framework is believed only in the wheel: anyone could put one into another folder.
    readers: list[Callable[[], bytes | None]] = [partial(user_cache.find, _name(sources))]
    if Path(folder).is_relative_to(str(shipped("standards"))):
        readers.insert(0, partial(read_bytes, f"{folder}/{NAME}"))
    for read in readers:
        with suppress(DocumentError, ValueError, RecursionError, KeyError, TypeError, AttributeError):
            bundle = json.loads(read() or b"")
            if isinstance(bundle, dict) and bundle.get("sources") == sources and bundle.get("engine") == engine():
                return Framework(
                    definition=build_definition(bundle["framework"]),
                    data=bundle["framework"],
                    digest=bundle["digest"],
                    dropped_caps=tuple(DroppedCap(**cap) for cap in bundle["dropped_caps"]),
                )
    return None


def keep(framework: Framework, sources: str) -> None:
    """Put a checked framework into the user's cache; where that cannot be written, the next run reads the sources again."""
    user_cache.keep(_name(sources), content(framework, sources, engine()))


def content(framework: Framework, sources: str, engine: str) -> bytes:
    """Return the bytes of a bundle."""
    bundle = {
        "engine": engine,
        "sources": sources,
        "digest": framework.digest,
        "dropped_caps": [{"group": cap.group, "indicator": cap.indicator} for cap in framework.dropped_caps],
        "framework": framework.data,
    }
    return json.dumps(bundle, ensure_ascii=False, separators=(",", ":")).encode()


def _name(sources: str) -> str:
    return f"{hashlib.sha256(f'{engine()} {sources}'.encode()).hexdigest()}.json"


@cache
def engine() -> str:
    """Return what made a bundle, or anything else that is kept; in a checkout every edit of the program counts, because its rules accepted the framework."""
    package = Path(__file__).parents[1]
    if (package / "shipped").is_dir():
        return __version__
    # What is kept may be in any language of the interface.
    parts = (*package.rglob("*.py"), *(package / "locale").glob("*.po"))
    stamps = sorted(f"{path}{(status := path.stat()).st_mtime_ns}{status.st_size}" for path in parts)
    return f"{__version__}+{hashlib.sha256(''.join(stamps).encode()).hexdigest()[:16]}"
