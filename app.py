"""Starts Boegbeeld from a checkout: `uv run app.py --demo`. The same as `boegbeeld serve`."""

from __future__ import annotations

import sys

from assistant.cli import main

if __name__ == "__main__":
    main(["serve", *sys.argv[1:]])
