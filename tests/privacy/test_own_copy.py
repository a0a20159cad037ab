"""A person's own copy holds all of theirs, nothing of others, and no secret of the house."""

from __future__ import annotations

import json

import pytest

from assistant.errors import NotAllowed, NotFound
from assistant.people.person import OPERATOR
from tests.privacy.conftest import MARK, SECRET


def test_it_holds_everything_they_wrote(full, lotte):
    copy = full.privacy.own_copy.of(lotte, lotte.id)
    assert len(copy["chats"]["message"]) == 1
    assert copy["chats"]["chat"][0]["unsent"] == f"en nog een {MARK}"
    assert len(copy["drafts"]["post"]) == len(copy["drafts"]["draft"]) == 3
    assert [row["note"] for row in copy["posts"]["hand_in"]] == [f"Mag dit, van het {MARK}?"]
    assert [row["comment"] for row in copy["posts"]["decision"]] == ["Graag zonder dat zeedier."]
    assert copy["posts"]["publication"][0]["address"].endswith(MARK)
    assert len(copy["voice"]["voice_post"]) == 4
    assert copy["account"]["account"][0]["email"] == "lotte@example.org"
    assert copy["sessions"]["session"][0]["device"] == f"{MARK}-browser"
    actions = [entry["action"] for entry in copy["record"]]
    assert {"account.add", "post.check", "review.hand_in", "release.give_out"} <= set(actions)


def test_it_holds_nothing_of_others_and_no_secret(full, lotte, ilse):
    whole = json.dumps(full.privacy.own_copy.of(lotte, lotte.id))
    for foreign in ("Wim", "paard.", SECRET, "token_hash", "password_hash", 'evidence": {"record'):
        assert foreign not in whole
    of_manager = full.privacy.own_copy.of(ilse, ilse.id)
    assert [row["comment"] for row in of_manager["decisions_taken"]] == ["Graag zonder dat zeedier."]
    assert MARK not in json.dumps(of_manager)


def test_it_is_for_its_owner_and_for_whoever_holds_the_data(full, lotte, wim, ilse):
    for stranger in (wim, ilse, full.accounts.add(OPERATOR, "joost", "Joost", "administrator")):
        with pytest.raises(NotAllowed):
            full.privacy.own_copy.of(stranger, lotte.id)
    assert full.privacy.own_copy.named(OPERATOR, "LOTTE")["name"] == "lotte"
    with pytest.raises(NotFound):
        full.privacy.own_copy.named(OPERATOR, "niemand")


def test_it_says_what_is_kept_and_how_long(full, lotte):
    kept = full.privacy.own_copy.of(lotte, lotte.id)["kept"]
    assert {"chats", "voice", "record"} <= {line["name"] for line in kept}
