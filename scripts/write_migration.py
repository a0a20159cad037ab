"""Writes the migration that is not released yet anew, from what the released ones leave and the tables ask.

python scripts/write_migration.py

A released migration is never written again: data folders stand on it. Add the next name to `OPEN` after a release.
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
OPEN, TITLE = "0002", "Programme, people and privacy"


def main() -> None:
    for file in (MIGRATIONS / "versions").glob(f"{OPEN}_*.py"):
        file.unlink()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'empty.db'}")
        with store.engine.connect() as connection:
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
            command.revision(config, TITLE, autogenerate=True, rev_id=OPEN)
        store.close()
    file = next((MIGRATIONS / "versions").glob(f"{OPEN}_*.py"))
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.strip().startswith("# ###")), "utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "-q", str(file)], check=True)


if __name__ == "__main__":
    main()
