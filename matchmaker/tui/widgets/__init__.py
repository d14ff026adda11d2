"""Regions of the screen; each owns its pixels, keys, style and messages."""
