"""The version of the engine; stamped on every scorecard."""

__version__ = "0.1.0"

#: How the engine names itself in what it writes.
ENGINE = f"spregistry {__version__}"
