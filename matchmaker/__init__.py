"""Matchmaker pairs requests for technical assistance with programmes on offer and past experience."""

__version__ = "0.1.0"
