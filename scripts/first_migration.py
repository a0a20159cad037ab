"""Writes assistant/store/migrations/versions/0001_first.py anew from the tables: only until the first release.

    python scripts/first_migration.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

import assistant.store.tables  # noqa: F401  (registers every table)
from assistant.store import Store

MIGRATIONS = Path(__file__).parent.parent / "assistant" / "store" / "migrations"
FILE = MIGRATIONS / "versions" / "0001_first.py"


def main() -> None:
    FILE.unlink(missing_ok=True)
    FILE.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'empty.db'}")
        with store.engine.connect() as connection:
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.attributes["connection"] = connection
            command.revision(config, "First", autogenerate=True, rev_id="0001")
        store.close()
    subprocess.run([sys.executable, "-m", "ruff", "format", "-q", str(FILE)], check=True)  # noqa: S603


if __name__ == "__main__":
    main()
