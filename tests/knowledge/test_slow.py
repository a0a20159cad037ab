from __future__ import annotations

from pathlib import Path

import pytest

from assistant.audit import Audit
from assistant.clock import FixedClock
from assistant.errors import Unavailable
from assistant.people.person import Person
from assistant.settings import Settings
from assistant.store import Store
from knowledge.documents import Library, LoadItem
from knowledge.embed import SentenceEmbedder
from knowledge.index_chroma import ChromaIndex

pytestmark = pytest.mark.slow
SAMPLE = Path(__file__).parents[2] / "knowledge" / "sample" / "documents"


def test_files_of_each_kind_are_found_across_languages_and_after_a_restart(
    store: Store, clock: FixedClock, officer: Person, employee: Person, tmp_path: Path
) -> None:
    embedder, settings = SentenceEmbedder(), Settings(data=tmp_path)
    library = Library(store, clock, Audit(store, clock), embedder, ChromaIndex(tmp_path / "index", embedder), settings)
    for name in ("Nieuws_MRI_GentZuid_okt2026.docx", "Huisstijlgids_kort_feb2026.pdf", "Intranet_Prix_Assiette_durable.html",  # noqa: E501
                 "Resultaten_Welzijnsbevraging_2026.pptx"):  # fmt: skip
        loaded = library.load(officer, LoadItem(name, (SAMPLE / name).read_bytes(), status="approved"))
        assert loaded.state == "ready", loaded.failure
    assert library.search(employee, "combien coûte le nouveau scanner IRM")[0].file.startswith("Nieuws_MRI")
    assert any(hit.page for hit in library.search(employee, "welzijnsbevraging resultaten"))
    second = ChromaIndex(tmp_path / "index", embedder)
    library.close()
    again = Library(store, clock, Audit(store, clock), embedder, second, settings)
    assert again.search(employee, "combien coûte le nouveau scanner IRM")[0].file.startswith("Nieuws_MRI")
    again.close()


def test_a_folder_has_one_owner(tmp_path: Path) -> None:
    embedder = SentenceEmbedder()
    first, second = ChromaIndex(tmp_path, embedder), ChromaIndex(tmp_path, embedder)
    first.count("open")
    with pytest.raises(Unavailable):
        second.count("open")
    first.close()
    assert second.count("open") == 0
    second.close()


def test_a_scanned_pdf_and_a_cut_off_word_file_are_told_apart(
    store: Store, clock: FixedClock, officer: Person, tmp_path: Path
) -> None:
    from io import BytesIO

    from pypdf import PdfWriter

    blank, buffer = PdfWriter(), BytesIO()
    blank.add_blank_page(200, 200)
    blank.write(buffer)
    embedder = SentenceEmbedder()
    library = Library(
        store, clock, Audit(store, clock), embedder, ChromaIndex(tmp_path / "i", embedder), Settings(data=tmp_path)
    )
    word = (SAMPLE / "Nieuws_MRI_GentZuid_okt2026.docx").read_bytes()
    for name, data, key in (
        ("scan.pdf", buffer.getvalue(), "scanned"),
        ("half.docx", word[: len(word) // 2], "damaged"),
    ):
        failed = library.load(officer, LoadItem(name, data))
        assert failed.failure is not None and failed.failure.key == f"library.{key}"
    library.close()
