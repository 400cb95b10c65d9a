"""Puts the standards into the wheel, each framework with its resolved bundle and its submission schema."""

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ShippedStandards(BuildHookInterface[Any]):
    """Copies `standards/` and adds what the engine makes of it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the tree to ship; an editable install reads the checkout itself."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        try:
            self._make(root, build_data)
        finally:
            sys.path.remove(str(root / "src"))

    def _make(self, root: Path, build_data: dict[str, Any]) -> None:
        from spregistry.api import Registry
        from spregistry.check.prepared import prepared
        from spregistry.load import bundles
        from spregistry.version import __version__

        self._tree = Path(tempfile.mkdtemp())
        shutil.copytree(root / "standards", self._tree / "standards", ignore=shutil.ignore_patterns(".*"))
        registry = Registry.open(root / "standards")
        for reference, framework in registry.items():
            folder = self._tree / "standards" / reference.replace("@", "/")
            (folder / bundles.NAME).write_bytes(bundles.content(framework, registry.sources(reference), __version__))
            (folder / "submission.schema.json").write_text(json.dumps(prepared(framework).schema, ensure_ascii=False), encoding="utf-8")
        build_data["force_include"][str(self._tree / "standards")] = "spregistry/shipped/standards"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002  # the hook's signature
        """Remove the tree that was shipped."""
        if version != "editable":
            shutil.rmtree(self._tree)
