"""Turns a file into blocks: checked first, Markdown and text here, the rest in a child process with limits."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from queue import Empty, Queue
from typing import Any

from assistant.errors import InputError
from knowledge.markdown import markdown_blocks, text_blocks
from knowledge.split import Block

MOST_UNZIPPED = 100_000_000
MOST_ENTRIES = 2_000
MOST_CHARACTERS = 4_000_000
OFFICE = {".docx": "word/", ".pptx": "ppt/", ".xlsx": "xl/"}
TEXT = {".md", ".markdown", ".txt"}
PAGES = {".html", ".htm"}
SUPPORTED = frozenset({*OFFICE, *TEXT, *PAGES, ".pdf", ".eml", ".zip"})


@dataclass(frozen=True)
class Converted:
    blocks: tuple[Block, ...]
    media: str

    @property
    def title(self) -> str | None:
        """The first heading, when the document opens with it."""
        first = next(iter(self.blocks), None)
        return first.text if first is not None and first.kind == "heading" else None


class ConversionStopped(Exception):
    """Given up by who asked for it."""


class Converter:
    """Keeps one child at work for file after file; a child that fails, or takes too long, is replaced."""

    def __init__(self, *, seconds: int, memory_mb: int, upload_mb: int) -> None:
        self._seconds, self._memory_mb, self._upload_mb = seconds, memory_mb, upload_mb
        self._lock = threading.Lock()
        self._child: _Child | None = None

    def convert(self, file: str, data: bytes, *, given_up: Callable[[], bool] | None = None) -> Converted:
        """Raises `InputError` with the reason, in words, when the file cannot be read."""
        suffix = checked(file, data, self._upload_mb)
        if suffix in TEXT:
            text = decoded(data)
            blocks = markdown_blocks(text) if suffix != ".txt" else text_blocks(text)
        else:
            blocks = self._in_child(suffix, data, given_up or (lambda: False))
        clean = tuple(block for block in map(_clean, blocks) if block.text)
        if sum(len(block.text) for block in clean if block.kind == "text") == 0:
            raise InputError("library.no_text", file=name_of(file))
        if sum(len(block.text) for block in clean) > MOST_CHARACTERS:
            raise InputError("library.too_long", file=name_of(file))
        return Converted(clean, suffix.lstrip("."))

    def _in_child(self, suffix: str, data: bytes, given_up: Callable[[], bool]) -> list[Block]:
        with self._lock, tempfile.TemporaryDirectory(prefix="boegbeeld-") as folder:
            path = Path(folder) / f"document{suffix}"
            path.write_bytes(data)
            if self._child is None or not self._child.alive:
                self._child = _Child(self._memory_mb)
            answer = self._child.ask({"path": str(path), "suffix": suffix}, self._seconds, given_up)
            if answer is None:
                self._child.stop()
                self._child = None
                if given_up():
                    raise ConversionStopped
                raise InputError("library.took_too_long", file=f"document{suffix}", seconds=self._seconds)
        if "error" in answer:
            raise InputError(f"library.{answer['error']}", file=f"document{suffix}")
        return [Block(**block) for block in answer["blocks"]]

    def close(self) -> None:
        with self._lock:
            if self._child is not None:
                self._child.stop()
                self._child = None


class _Child:
    """A worker process: a JSON line in, a JSON line out."""

    def __init__(self, memory_mb: int) -> None:
        command = [sys.executable, "-m", "knowledge.convert_worker", str(memory_mb)]
        root = str(Path(__file__).resolve().parent.parent)
        self._process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            cwd=root,
        )
        self._answers: Queue[str] = Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: dict[str, Any], seconds: float, given_up: Callable[[], bool]) -> dict[str, Any] | None:
        """The answer; None when it took too long, was given up or the process died."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            line = self._line(time.monotonic() + seconds, given_up)
        except (OSError, Empty):
            return None
        if not line:
            return {"error": "too_much"}
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _line(self, until: float, given_up: Callable[[], bool]) -> str:
        while True:
            try:
                return self._answers.get(timeout=0.25)
            except Empty:
                if given_up() or time.monotonic() > until:
                    raise

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join(timeout=5)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put("")


def checked(file: str, data: bytes, upload_mb: int) -> str:
    """The kind of file, by its name and held against its content. Raises `InputError` for what cannot be read."""
    name = name_of(file)
    suffix = PurePosixPath(name.lower()).suffix
    if not data:
        raise InputError("library.empty_file", file=name)
    if len(data) > upload_mb * 1_000_000:
        raise InputError("library.too_large", file=name, limit=upload_mb)
    if suffix not in SUPPORTED:
        raise InputError("library.unsupported", file=name)
    if suffix == ".pdf" and b"%PDF-" not in data[:1024]:
        raise InputError("library.wrong_extension", file=name)
    if suffix in OFFICE or suffix == ".zip":
        _check_zip(name, suffix, data)
    if suffix in TEXT | PAGES and (data[:4] == b"PK\x03\x04" or data[:5] == b"%PDF-"):
        raise InputError("library.wrong_extension", file=name)
    return suffix


def _check_zip(name: str, suffix: str, data: bytes) -> None:
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise InputError("library.encrypted", file=name)  # an old Office file, or a new one with a password
    if data[:2] != b"PK":
        raise InputError("library.wrong_extension", file=name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise InputError("library.damaged", file=name) from None
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNZIPPED:
        raise InputError("library.unpacks_too_large", file=name)
    if suffix in OFFICE and not any(entry.filename.startswith(OFFICE[suffix]) for entry in entries):
        raise InputError("library.wrong_extension", file=name)


def unzipped(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of a checked zip, by their own names; folders, hidden files and zips within are passed over."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            name = name_of(entry.filename)
            if entry.is_dir() or name.startswith((".", "~", "__")) or "__MACOSX" in entry.filename:
                continue
            if PurePosixPath(name.lower()).suffix != ".zip":
                yield name, _entry(archive, entry)


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.flag_bits & 1:
        raise InputError("library.encrypted", file=name_of(entry.filename))
    try:
        with archive.open(entry) as handle:
            return handle.read(MOST_UNZIPPED)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError):
        raise InputError("library.damaged", file=name_of(entry.filename)) from None


def name_of(file: str) -> str:
    """The last part of a name: a path tells nothing and leads nowhere."""
    return PurePosixPath(file.replace("\\", "/")).name or "document"


def decoded(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, else the Western Windows code page; never guessed."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _clean(block: Block) -> Block:
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]", "", block.text)
    text = text.replace("\xad", "").replace("\xa0", " ").encode("utf-8", "replace").decode("utf-8").strip()
    if text == block.text:
        return block
    return Block(block.kind, text, block.level, block.page, block.tight)
