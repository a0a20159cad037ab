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
    FILE.write_text(_with_protection(FILE.read_text("utf-8")), "utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "-q", str(FILE)], check=True)


def _with_protection(migration: str) -> str:
    """What Alembic does not see in the tables: that the audit can only grow."""
    migration = migration.replace(
        "import assistant.store.tables.base\n",
        "import assistant.store.tables.base\nfrom assistant.store.append_only import protect_audit\n",
    )
    upgrade, mark, rest = migration.partition("    # ### end Alembic commands ###")
    whole = f"{upgrade}    protect_audit(op.get_bind())\n{mark}{rest}"
    return "".join(line for line in whole.splitlines(keepends=True) if not line.strip().startswith("# ###"))


if __name__ == "__main__":
    main()
