"""The entry point: runs a command and turns every failure into a line for the person at the keyboard."""

import sys


def main() -> None:
    """Run the command line and exit with the contract's code."""
    from matchmaker.cli.run import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
