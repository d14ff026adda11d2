"""Screens arrange regions and pass state down to them."""
