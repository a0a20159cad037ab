"""The child process that reads documents: `python -m knowledge.convert_worker MEMORY_MB`, a JSON line in, one out."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any


def main() -> None:
    _limit_memory(int(sys.argv[1]))
    answers = sys.stdout
    sys.stdout = sys.stderr  # a library that prints must not write among our answers
    for line in sys.stdin:
        _answer(answers, json.loads(line))


def _answer(answers: IO[str], request: dict[str, Any]) -> None:
    from knowledge.formats import Unreadable

    try:
        blocks = _blocks(request["suffix"], Path(request["path"]).read_bytes())
        answer: dict[str, Any] = {"blocks": [asdict(block) for block in blocks]}
    except Unreadable as reason:
        answer = {"error": str(reason)}
    except MemoryError:
        answer = {"error": "too_much"}
    except Exception as problem:  # noqa: BLE001  (any fault of a parser on a hostile file: the file fails, not we)
        print(f"{type(problem).__name__}: {problem}", file=sys.stderr)  # noqa: T201
        answer = {"error": "damaged"}
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


def _blocks(suffix: str, data: bytes) -> list[Any]:
    from knowledge import formats
    from knowledge.convert import decoded

    if suffix in (".html", ".htm"):
        return formats.html_blocks(decoded(data))
    readers = {
        ".docx": formats.docx_blocks,
        ".pdf": formats.pdf_blocks,
        ".pptx": formats.pptx_blocks,
        ".xlsx": formats.xlsx_blocks,
        ".eml": formats.email_blocks,
    }
    return readers[suffix](data)


def _limit_memory(megabytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    limit = megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
