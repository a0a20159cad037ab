from __future__ import annotations

import io
import zipfile

import pytest

from assistant.errors import InputError
from knowledge.convert import checked, decoded
from knowledge.manifest import unpacked
from knowledge.markdown import markdown_blocks
from knowledge.records import LoadItem
from knowledge.sentences import windows
from knowledge.split import headings_within, lay_out, split


def archive(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as handle:
        for name, data in files.items():
            handle.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("file", "data", "key"),
    [
        ("a.docx", b"", "empty_file"),
        ("a.exe", b"MZ", "unsupported"),
        ("a.pdf", archive(x=b"1"), "wrong_extension"),
        ("a.docx", b"%PDF-1.7", "wrong_extension"),
        ("a.docx", b"PK\x03\x04 cut off", "damaged"),
        ("a.docx", archive(other=b"1"), "wrong_extension"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "encrypted"),
        ("a.zip", archive(bomb=b"0" * 100_000_001), "unpacks_too_large"),
        ("a.md", b"x" * 26_000_000, "too_large"),
    ],
)
def test_what_cannot_be_read_is_said(file: str, data: bytes, key: str) -> None:
    with pytest.raises(InputError) as refused:
        checked(file, data, 25)
    assert refused.value.key == f"library.{key}"


@pytest.mark.parametrize(
    "data", ["coördinatie".encode(), "coördinatie".encode("cp1252"), "coördinatie".encode("utf-16")]
)
def test_text_is_decoded_without_guessing(data: bytes) -> None:
    assert decoded(data) == "coördinatie"


def test_names_in_a_zip_lead_nowhere() -> None:
    data = archive(**{"../../etc/passwd.md": b"# a", "map/b.md": b"# b"})
    assert [item.file for item in unpacked(LoadItem("all.zip", data))] == ["all.zip/passwd.md", "all.zip/b.md"]


def test_markdown_keeps_headings_lists_and_tables() -> None:
    blocks = markdown_blocks(
        "# Titel\n\nEen **vet** woord.\n\n- een\n- twee\n\n| Campus | Bedden |\n|---|---|\n| Genk | 240 |\n"
    )
    assert [block.text for block in blocks] == [
        "Titel",
        "Een vet woord.",
        "- een",
        "- twee",
        "Campus: Genk; Bedden: 240",
    ]


def test_every_passage_is_a_span_of_the_text() -> None:
    blocks = markdown_blocks("# A\n\n" + "Een zin die telt. " * 200 + "\n\n## B\n\nKort.\n")
    laid = lay_out(blocks)
    pieces = split(blocks, laid)
    assert len(pieces) > 3
    assert all(0 < piece.end - piece.start <= 720 for piece in pieces)
    assert "".join(laid.text[piece.start : piece.end] for piece in pieces).count("telt") == 200


def test_a_heading_is_part_of_no_sentence_that_is_quoted() -> None:
    blocks = markdown_blocks("# Stage\n\nWe leren graag bij.\n\n## Handige woorden\n\nZeg stagiair en niet hulpje.\n")
    laid = lay_out(blocks)
    (piece,) = split(blocks, laid)
    text = laid.text[piece.start : piece.end]
    assert "Handige woorden" in text
    spans = windows(text, headings_within(blocks, laid, piece))
    assert [text[start:end] for start, end in spans] == ["We leren graag bij.", "Zeg stagiair en niet hulpje."]
