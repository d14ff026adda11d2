"""Matching: records in, ranked and explained matches out. Pure: no files but the model, no database, no terminal."""
