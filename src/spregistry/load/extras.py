"""Tells what is installed of the libraries that come with extras, without importing them."""

from importlib.util import find_spec


def is_installed(library: str) -> bool:
    """Tell whether a library can be imported."""
    try:
        return find_spec(library) is not None
    except ValueError:  # blocked
        return False
