"""Bytes of YAML, JSON and PO files to data with places, and changes back into them that leave all else as it was written."""
