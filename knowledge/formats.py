"""Reads Word, PDF, PowerPoint, Excel, HTML and e-mail into blocks. Runs in the child process of `convert_worker`."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from knowledge.markdown import table_rows, text_blocks, unwrapped
from knowledge.split import Block

MOST_PAGES = 1500


class Unreadable(Exception):
    """A file that cannot be read; the argument is the key of the reason in `library.toml`."""


def docx_blocks(data: bytes) -> list[Block]:
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table

    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError) as problem:
        raise Unreadable("damaged") from problem
    blocks: list[Block] = []
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            blocks += table_rows([[cell.text for cell in _distinct(row.cells)] for row in item.rows])
        else:
            blocks += _paragraph(item, blocks)
    return blocks


def _paragraph(item: Any, before: list[Block]) -> list[Block]:
    text = "\n".join(re.sub(r"[ \t]+", " ", line).strip() for line in _visible(item).splitlines()).strip()
    if not text:
        return []
    style = (item.style.name if item.style is not None else "") or ""
    if style.startswith("Heading") or style in ("Title", "Titel", "Titre"):
        digits = re.search(r"\d+", style)
        return [Block("heading", re.sub(r"\s+", " ", text), level=int(digits.group()) if digits else 1)]
    listed = style.startswith("List") or item._p.find(".//{*}numPr") is not None
    if listed:
        return [Block("text", f"- {text}", tight=bool(before) and before[-1].kind == "text")]
    bold = [run for run in item.runs if run.text.strip()]
    if bold and all(run.bold for run in bold) and len(text) <= 90 and text[-1] not in ".,;!?":
        return [Block("heading", text.rstrip(":"), level=2)]
    return [Block("text", text)]


def _visible(item: Any) -> str:
    """A paragraph without text that Word hides."""
    if not any(run.font.hidden for run in item.runs):
        return str(item.text)
    return "".join(run.text for run in item.runs if not run.font.hidden)


def _distinct(cells: Any) -> Iterator[Any]:
    last = None
    for cell in cells:
        if last is None or cell._tc is not last._tc:
            yield cell
        last = cell


def pdf_blocks(data: bytes) -> list[Block]:
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("encrypted")
        if len(reader.pages) > MOST_PAGES:
            raise Unreadable("too_many_pages")
        pages = [page.extract_text() or "" for page in reader.pages]
    except FileNotDecryptedError as problem:
        raise Unreadable("encrypted") from problem
    except (PyPdfError, KeyError, ValueError, TypeError, AttributeError, IndexError) as problem:
        raise Unreadable("damaged") from problem
    if not any(page.strip() for page in pages):
        raise Unreadable("scanned")
    repeated = _repeated_lines(pages)
    blocks: list[Block] = []
    for number, page in enumerate(pages, 1):
        blocks += _page_blocks(page, number, repeated)
    return blocks


def _repeated_lines(pages: list[str]) -> frozenset[str]:
    """Running headers and footers: first or last lines that come back on most pages, page numbers aside."""
    if len(pages) < 3:
        return frozenset()
    counts: dict[str, int] = {}
    for page in pages:
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        for line in {_numberless(line) for line in [*lines[:2], *lines[-2:]]}:
            counts[line] = counts.get(line, 0) + 1
    return frozenset(line for line, count in counts.items() if count >= max(3, 0.6 * len(pages)))


def _numberless(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())


def _page_blocks(page: str, number: int, repeated: frozenset[str]) -> list[Block]:
    lines = [re.sub(r"[ \t ]+", " ", line).strip() for line in page.splitlines()]
    kept = [
        line for line in lines if _numberless(line) not in repeated and not re.fullmatch(r"[-–\s]*\d{1,4}[-–\s]*", line)
    ]
    widest = max((len(line) for line in kept), default=0)
    blocks: list[Block] = []
    paragraph: list[str] = []

    def flush() -> None:
        if paragraph:
            text = "\n".join(re.sub(r"(?<=[a-zà-ÿ])- (?=[a-zà-ÿ])", "", line) for line in unwrapped(paragraph))
            blocks.append(Block("text", text, page=number))
            paragraph.clear()

    for position, line in enumerate(kept):
        following = kept[position + 1] if position + 1 < len(kept) else ""
        if not line:
            flush()
        elif _heading_like(line, paragraph, following, widest):
            flush()
            blocks.append(Block("heading", line, level=2 if blocks or number > 1 else 1, page=number))
        else:
            paragraph.append(line)
            if line[-1] in ".!?" and len(line) < 0.75 * widest:
                flush()
    flush()
    return blocks


def _heading_like(line: str, paragraph: list[str], following: str, widest: int) -> bool:
    """A short line with a capital, between ended text and longer text."""
    if (
        len(line) > min(75, max(12, 0.8 * widest))
        or line[-1] in ".,;:!?…"
        or not line[0].isalnum()
        or line[0].islower()
    ):
        return False
    if paragraph and paragraph[-1][-1] not in '.!?…”"':
        return False
    return bool(following) and len(following) > len(line) * 0.8 and (following[0].isupper() or following[0].isdigit())


def pptx_blocks(data: bytes) -> list[Block]:
    from pptx import Presentation
    from pptx.exc import PackageNotFoundError

    try:
        slides = list(Presentation(io.BytesIO(data)).slides)
    except (PackageNotFoundError, KeyError, ValueError) as problem:
        raise Unreadable("damaged") from problem
    blocks: list[Block] = []
    for number, slide in enumerate(slides, 1):
        if slide._element.get("show") == "0":
            continue
        title = slide.shapes.title
        if title is not None and title.text_frame.text.strip():
            name = re.sub(r"\s+", " ", title.text_frame.text).strip()
            blocks.append(Block("heading", name, level=1 if number == 1 else 2, page=number))
        taken = None if title is None else title.shape_id
        for shape in _shapes(slide.shapes):
            if shape.shape_id != taken:
                blocks += _shape_blocks(shape, number)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            notes = slide.notes_slide.notes_text_frame.text.strip()
            if notes:
                blocks += [Block("text", line.strip(), page=number) for line in notes.splitlines() if line.strip()]
    return blocks


def _shapes(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        if shape.shape_type == 6:  # a group
            yield from _shapes(shape.shapes)
        else:
            yield shape


def _shape_blocks(shape: Any, number: int) -> list[Block]:
    if getattr(shape, "has_table", False):
        rows = table_rows([[cell.text for cell in row.cells] for row in shape.table.rows])
        return [Block("text", row.text, page=number, tight=row.tight) for row in rows]
    if not getattr(shape, "has_text_frame", False):
        return []
    lines = [paragraph.text.strip() for paragraph in shape.text_frame.paragraphs]
    lines = [re.sub(r"\s+", " ", line) for line in lines if line and not re.fullmatch(r"[‹<]?#?\d{0,3}[›>]?", line)]
    listed = len(lines) > 1
    return [
        Block("text", f"- {line}" if listed else line, page=number, tight=position > 0)
        for position, line in enumerate(lines)
    ]


def xlsx_blocks(data: bytes) -> list[Block]:
    import warnings
    from zipfile import BadZipFile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            blocks: list[Block] = []
            for sheet in book.worksheets:
                if sheet.sheet_state != "visible":
                    continue
                rows = [
                    ["" if cell is None else _cell(cell) for cell in row] for row in sheet.iter_rows(values_only=True)
                ]
                body = table_rows(rows)
                if body:
                    blocks += [Block("heading", sheet.title, level=2), *body]
    except (InvalidFileException, BadZipFile, KeyError, ValueError) as problem:
        raise Unreadable("damaged") from problem
    return blocks


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "strftime"):
        return str(value).removesuffix(" 00:00:00")
    return str(value)


def html_blocks(text: str) -> list[Block]:
    """The main text of a page, without its navigation; nothing is fetched."""
    import trafilatura
    from lxml import etree, html

    try:
        tree = html.fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as problem:
        raise Unreadable("no_text") from problem
    found = trafilatura.extract(
        tree,
        output_format="markdown",
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        with_metadata=False,
    )
    from knowledge.markdown import markdown_blocks

    blocks = markdown_blocks(found or "")
    heading = next((_content(node) for node in tree.iter("h1")), "") or next(
        (_content(node) for node in tree.iter("title")), ""
    )
    if heading and not any(block.kind == "heading" and block.text == heading for block in blocks):
        blocks.insert(0, Block("heading", heading, level=1))
    return blocks


def _content(node: Any) -> str:
    return re.sub(r"\s+", " ", "".join(node.itertext())).strip()


def email_blocks(data: bytes) -> list[Block]:
    from email import message_from_bytes
    from email.policy import default

    message = message_from_bytes(data, policy=default)
    subject = str(message.get("subject", "")).strip()
    body = message.get_body(preferencelist=("plain", "html"))
    blocks = [Block("heading", subject, level=1)] if subject else []
    if body is not None:
        try:
            content = body.get_content()
        except (LookupError, UnicodeError) as problem:
            raise Unreadable("damaged") from problem
        blocks += html_blocks(content) if body.get_content_subtype() == "html" else text_blocks(str(content))
    return blocks
