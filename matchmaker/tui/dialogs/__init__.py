"""Dialogs are typed questions: they dismiss with an answer and do nothing themselves."""
