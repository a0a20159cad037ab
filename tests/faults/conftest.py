"""A migrated data folder, made once and copied."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.store import Store
from assistant.store.schema import prepare


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("migrated")
    store = Store(f"sqlite:///{folder / 'boegbeeld.db'}")
    prepare(store)
    store.close()
    return folder


@pytest.fixture
def folder(migrated: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(migrated, tmp_path / "data"))
