"""`python -m spregistry`."""

from spregistry.cli import main

main(prog_name="spregistry")
