"""The command line: the same services without a browser. One file a group of commands."""

from assistant.cli.main import main

__all__ = ["main"]
