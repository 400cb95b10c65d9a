"""Translations of standards and of the interface."""
