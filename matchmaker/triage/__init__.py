"""Triage: which request next, what was decided about it, and the whole seen from above."""
