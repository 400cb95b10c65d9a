"""Numbers of versions, in the order in which versions follow each other."""


def number_of(version: str) -> tuple[int, ...]:
    """Return MAJOR, MINOR and PATCH of a version, or of a reference such as "sepm@3.0.0": 1.10.0 comes after 1.9.0."""
    return tuple(map(int, version.rpartition("@")[2].split(".")))
