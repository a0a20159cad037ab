"""A text is read as a person sees it, and every span leads back to what was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checking.text import fold, read, sentences, words

AS_SEEN = [
    ("V3rhulst", "Verhulst"),
    ("0vername", "overname"),
    ("n13uwe", "nieuwe"),
    ("f1nanci33l", "financieel"),
    ("m@ximaal $taking fus!e pr€mie", "maximaal staking fusie premie"),
    ("V3RHULST", "VERHULST"),
    ("V e r h u l s t", "Verhulst"),
    ("k o o p t   V.e.r.h.u.l.s.t", "koopt   Verhulst"),
    ("ov.er.na.me", "overname"),
    ("over*name o_ver_name", "overname overname"),
    ("V*rh*lst", "V*rh*lst"),
    ("Vеrhulst ѕtор", "Verhulst stop"),
    ("𝗡𝗶𝗲𝘂𝘄𝗲 𝑠𝑖𝑡𝑒", "Nieuwe site"),
    ("ᴠᴇʀʜᴜʟꜱᴛ", "verhulst"),
    ("1️⃣2️⃣ ①② 🔟", "12 12 10"),
    ("🇻 🇪 🇷 🇧🇪", "V E R 🇧🇪"),
    ("Ver\u200bhulst\u202e, e\u0301t\u00e9, fu\u00adsie", "Verhulst, été, fusie"),
    ("v̶e̶r̶", "ver"),
    ("#NieuweSiteGenk #Genk2027 #team_genk", "#Nieuwe Site Genk #Genk 2027 #team genk"),
    ("NieuweSiteGenk", "Nieuwe Site Genk"),
    ("l’œuvre", "l'oeuvre"),
    ("ＦＵＳＩＥ", "FUSIE"),
]

LEFT_ALONE = [
    "3D MP3 A12 4x 2e 19u30 10km CO2 B2B A4tje 5G 3daagse MP3speler PS5 1ste 2de 100k 30min k8s W3C covid19 Q3 24u",
    "top10lijst top100 LinkedIn YouTube 50plussers 4jarig 2024 1.200 € 3,5 miljoen 1.2M €3,5",
    "a.d.h.v. i.v.m. B.V.B.A. o.a. e.g. vis-à-vis, tête-à-tête",
    "jan.peeters@kaaivest.be www.a_b.be https://x.be/o*v",
    "Москва и Κόσμος, ½ liter en 25 m², Boegbeeld™",
    "**vet** en *schuin* en _onderlijnd_",
    "4 0 0 0 0 mensen",
    "Gewone zin, met komma's: en (haakjes)!",
]


@pytest.mark.parametrize(("written", "seen"), AS_SEEN)
def test_reads_what_a_person_sees(written: str, seen: str) -> None:
    assert read(written).text == seen


@pytest.mark.parametrize("written", LEFT_ALONE)
def test_leaves_plain_writing_alone(written: str) -> None:
    assert read(written).text == written


@pytest.mark.parametrize("written", ["V3rhulst", "V*rh*lst", "Vеrhulst", "V e r h u l s t", "Ver\u200bhulst"])
def test_a_disguised_word_is_marked_and_leads_back_to_the_whole_of_it(written: str) -> None:
    reading = read(f"Wij kopen {written} morgen.")
    assert [reading.original[slice(*reading.original_span(*span))] for span in reading.disguised] == [written]


def test_a_soft_hyphen_or_style_is_no_disguise() -> None:
    assert read("fu\u00adsie van 𝗡𝗶𝗲𝘂𝘄𝗲 sites #NieuweSite").disguised == ()


MATERIAL = st.text(
    st.one_of(
        st.sampled_from("abe iou XYZ 0134@$!*_.-#\n\u200b\u0301\u202e\ufe0f\u20e3аеорѕАВ𝗡𝗶①🔟🇧🇪½²œ\ud800"),
        st.characters(),
    ),
    max_size=60,
)


@given(MATERIAL)
def test_every_span_leads_back_inside_the_text_and_in_order(written: str) -> None:
    reading = read(written)
    assert len(reading.starts) == len(reading.ends) == len(reading.text) == len(reading.folded)
    assert all(0 <= start <= end <= len(written) for start, end in zip(reading.starts, reading.ends, strict=True))
    assert list(reading.starts) == sorted(reading.starts)
    assert list(reading.ends) == sorted(reading.ends)
    for span in [*sentences(reading), *words(reading), *reading.disguised]:
        start, end = reading.original_span(*span)
        assert 0 <= start <= end <= len(written)


@given(st.text(st.sampled_from("abcdefgh ABC,;?\n"), max_size=80))
def test_a_plain_text_is_itself(written: str) -> None:
    reading = read(f"Zin {written}" if not any(len(word) == 1 for word in written.split()) else "Zin")
    if not any(word[1:] != word[1:].lower() for word in reading.original.split()):
        assert reading.text == reading.original
        assert list(reading.starts) == list(range(len(reading.original)))


def test_sentences_end_where_a_reader_stops() -> None:
    text = "Dit is bijv. zo. En dr. Peeters ook! Top 🎉 Morgen meer\nNieuw… ja, 3.5 keer. 🎉"
    assert [text[start:end] for start, end in sentences(text)] == [
        "Dit is bijv. zo.",
        "En dr. Peeters ook!",
        "Top 🎉",
        "Morgen meer",
        "Nieuw… ja, 3.5 keer. 🎉",
    ]


@given(MATERIAL)
def test_folding_keeps_the_length(written: str) -> None:
    assert len(fold(written)) == len(written)


def test_folding_drops_case_and_accents() -> None:
    assert fold("Été à GENK") == "ete a genk"
