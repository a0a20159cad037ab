"""`draft` and `voice`: from notes to a draft, and whose voice a text is in."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from assistant.people.person import OPERATOR

POSTS = {
    "lotte": [
        "Nacht vier van vier. 🌙 Stil in huis.",
        "Koffie. Veel koffie. ☕ Dan naar huis.",
        "De zon komt op. 🌅 Ik ga slapen.",
    ],
    "marc": [
        "Vandaag hebben wij, met de hele ploeg, de jaarcijfers besproken: een vruchtbare vergadering!",
        "Graag deel ik, namens onze afdeling, dat de audit met succes werd afgerond!",
        "Wij kijken, zoals elk jaar, met vertrouwen naar de volgende fase van dit project!",
    ],
}
NOTES = "was gisteren op de jobbeurs in gent, veel studenten, vooral vragen over nachtwerk. vond ik schoon"


@pytest.fixture
def voices(run, jsonl) -> None:
    for name, posts in POSTS.items():
        assert run("voice", "learn", name, jsonl(*({"text": post} for post in posts), name=f"{name}.jsonl")).status == 0


def test_learning_an_unknown_voice_adds_an_employee(run, parts: SimpleNamespace, jsonl) -> None:
    done = run("voice", "learn", "lotte", jsonl(*({"text": post} for post in POSTS["lotte"])))
    assert "added as an employee" in done.err
    assert parts.accounts.by_name("lotte").role == "employee"
    assert not parts.accounts.list(OPERATOR)[0].has_password


def test_too_few_posts_are_refused(run, jsonl) -> None:
    assert run("voice", "learn", "lotte", jsonl({"text": "Eén bericht."})).status == 1


def test_match_scores_everybody_whose_voice_is_known(run, voices: None) -> None:
    done = run("voice", "match", stdin='{"id": "q", "text": "Thee. Warme thee. 🍵 En slapen."}\n')
    (line,) = done.json
    assert list(line) == ["id", "scores"]
    assert set(line["scores"]) == {"lotte", "marc"}
    assert line["scores"]["lotte"] > line["scores"]["marc"] >= 0.0
    assert all(0.0 <= score <= 1.0 for score in line["scores"].values())


def test_match_names_a_bad_line_and_goes_on(run, voices: None) -> None:
    done = run("voice", "match", stdin='kapot\n{"id": "q", "text": "Hallo"}\n')
    assert (done.status, [line["id"] for line in done.json]) == (1, ["q"])


def test_draft_has_the_promised_fields(run, parts: SimpleNamespace, voices: None, jsonl) -> None:
    file = jsonl({"id": "n1", "notes": NOTES, "answers": ["omdat ik dat zelf ook had", "kom een nacht meedraaien"]})
    done = run("draft", "--person", "lotte", "--notes", file)
    assert done.status == 0
    (line,) = done.json
    assert list(line) == ["id", "text", "questions", "sources", "own_words", "verdict"]
    assert "studenten" in line["text"]
    assert len(line["questions"]) <= 3
    assert line["own_words"] > 0.8
    assert (line["sources"], line["verdict"]) == ([], "clear")
    assert parts.checker.asked[-1]["notes"][0] == NOTES


def test_draft_without_a_detail_is_not_made_up(run, voices: None, jsonl) -> None:
    done = run(
        "draft",
        "--person",
        "lotte",
        "--notes",
        jsonl({"id": "n", "notes": "schrijf iets aub, morgen moet er iets staan"}),
    )
    (line,) = done.json
    assert line["text"] == ""
    assert line["questions"]


def test_draft_is_checked(run, voices: None, jsonl) -> None:
    file = jsonl(
        {"id": "n", "notes": ["gisteren was er een geheim feest op onze dienst", "veel taart gegeten met 12 collega's"]}
    )
    assert run("draft", "--person", "lotte", "--notes", file).json[0]["verdict"] == "blocked"


def test_draft_of_nobody_is_used_wrongly(run, jsonl) -> None:
    assert run("draft", "--person", "nobody", "--notes", jsonl({"id": "n", "notes": NOTES})).status == 2
    assert run("draft", "--notes", "x").status == 2


def test_draft_names_a_line_without_notes(run, voices: None, jsonl) -> None:
    done = run("draft", "--person", "lotte", "--notes", jsonl({"id": "n"}, {"id": "m", "notes": NOTES}))
    assert (done.status, [line["id"] for line in done.json]) == (1, ["m"])
    assert "Line 1: The field notes is missing." in done.err
