"""The record of releases, what it freezes, and how only one writes it at a time."""
