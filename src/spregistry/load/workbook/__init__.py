"""Reads filled workbooks, without trusting a byte of them."""
