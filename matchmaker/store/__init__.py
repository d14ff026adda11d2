"""The store: the only home of SQL. One SQLite file per workspace, opened and written in one way."""
