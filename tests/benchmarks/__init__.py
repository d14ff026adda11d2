"""Measured claims: `python -m tests.benchmarks`. Not part of the tests, since times are noise on shared machines."""
