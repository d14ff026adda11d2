"""The terminal interface. Nothing here is imported before the desk is asked for."""
