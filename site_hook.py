"""Lets `mkdocs build` and `mkdocs serve` work in a checkout: the pages of the standards are written first, into `build/site`."""

from pathlib import Path
from typing import Any

from spregistry.cli import CouldNotRun
from spregistry.cli.site import make_tree, navigation_of, write_tree
from spregistry.errors import SpregistryError

ROOT = Path(__file__).parent


def on_config(config: Any) -> Any:
    """Write the tree, of which only what changed is touched, and build from it.

    Raises:
        CouldNotRun: as `spregistry site` ends, where there is no site to be made; nothing is written then.
    """
    try:
        tree = make_tree(str(ROOT / "standards"), example=str(ROOT / "examples" / "consultation" / "standards"))
    except SpregistryError as error:
        raise CouldNotRun(str(error)) from error
    target = ROOT / "build" / "site"
    write_tree(target, {f"docs/{path}": content for path, content in tree.docs.items()})
    config.docs_dir = str(target / "docs")
    config.nav = navigation_of(tree, config.nav)
    return config


def on_serve(server: Any, config: Any, **_: Any) -> Any:
    """Watch what pages are written from, and not the pages themselves."""
    server.unwatch(config.docs_dir)
    return server
