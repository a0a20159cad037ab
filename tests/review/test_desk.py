"""The desk: a manager sees what was handed in, decides once, and sees no secret that is not theirs."""

from datetime import timedelta

import pytest

from assistant.errors import Conflict, InputError, NotAllowed, NotFound
from assistant.people.person import OPERATOR, Person

SECRET = {"existence_secret": True, "knowers": ["els"]}


@pytest.fixture
def handed_in(office, employee):
    office.checker.forbid("fusie")
    return office.hand_ins.hand_in(employee, office.draft(employee, "De fusie komt eraan."), "Mag dit?")


def test_only_managers_have_a_desk(office, handed_in, employee, officer, administrator):
    for person in (employee, officer, administrator):
        with pytest.raises(NotAllowed):
            office.desk.queue(person)
        with pytest.raises(NotAllowed):
            office.desk.open(person, handed_in.id)
        with pytest.raises(NotAllowed):
            office.desk.decide(person, handed_in.id, "approve")


def test_the_operator_may_look_but_not_decide(office, handed_in):
    assert len(office.desk.queue(OPERATOR)) == 1
    with pytest.raises(NotAllowed):
        office.desk.decide(OPERATOR, handed_in.id, "approve")


def test_a_manager_of_named_teams_sees_only_these(office, handed_in, colleague, manager, other_manager):
    other_team = office.hand_ins.hand_in(colleague, office.draft(colleague, "De fusie is fijn."))
    assert [item.hand_in_id for item in office.desk.queue(manager)] == [handed_in.id]
    assert {item.hand_in_id for item in office.desk.queue(other_manager)} == {handed_in.id, other_team.id}
    for act in (office.desk.open, lambda person, id: office.desk.decide(person, id, "approve")):
        with pytest.raises(NotFound):
            act(manager, other_team.id)


def test_nobody_decides_on_their_own_draft(office, other_manager, manager):
    office.checker.forbid("fusie")
    own = office.hand_ins.hand_in(other_manager, office.draft(other_manager, "De fusie komt."))
    assert office.desk.queue(other_manager) == []
    with pytest.raises(NotFound):
        office.desk.open(other_manager, own.id)
    with pytest.raises(NotFound):
        office.desk.decide(other_manager, own.id, "approve")


def test_the_queue_goes_by_risk_then_by_age(office, clock, employee, colleague, other_manager):
    office.checker.forbid("fusie", "block")
    office.checker.forbid("omzet", "review")
    texts = ["omzet één", "fusie laat", "hallo", "omzet twee", "fusie vroeg"]
    for text in ("omzet één", "fusie vroeg", "hallo", "omzet twee", "fusie laat"):
        office.hand_ins.hand_in(employee, office.draft(employee, text))
        clock.move(timedelta(hours=1))
    queue = office.desk.queue(other_manager)
    assert [item.first_words for item in queue] == ["fusie vroeg", "fusie laat", "omzet één", "omzet twee", "hallo"]
    assert sorted(texts) == sorted(item.first_words for item in queue)
    assert queue[0].waits == timedelta(hours=4)
    assert (queue[0].author, queue[0].team, queue[0].verdict, queue[0].findings) == ("Lotte", "care", "blocked", 1)


def test_the_queue_can_be_searched(office, handed_in, employee, other_manager):
    office.hand_ins.hand_in(employee, office.draft(employee, "Iets anders over fusie"))
    assert len(office.desk.queue(other_manager, "ANDERS")) == 1
    assert len(office.desk.queue(other_manager, "lotte")) == 2
    assert office.desk.queue(other_manager, "zebra") == []


def test_an_opened_draft_shows_what_is_needed_to_decide(office, handed_in, employee, manager):
    office.passages["p1"] = {"bart"}
    view = office.desk.open(manager, handed_in.id)
    assert (view.text, view.note, view.author, view.verdict) == ("De fusie komt eraan.", "Mag dit?", "Lotte", "blocked")
    assert [finding.quote for finding in view.findings] == ["fusie"]
    assert view.findings[0].evidence == {"matched": "fusie"}
    assert view.sources == ({"passage_id": "p1"},), "a passage this manager may not see is not shown"
    assert view.history == ()


def test_versions_are_those_handed_in_and_never_a_draft_that_was_kept(office, handed_in, employee, manager):
    office.desk.decide(manager, handed_in.id, "ask_for_changes", comment="Korter graag.")
    for text in ("Geheim probeersel over fusie.", "Toch maar fusie."):
        office.posts.save_draft(employee, handed_in.post_id, text, "rewrite")
    office.posts.save_draft(employee, handed_in.post_id, "Per ongeluk ingediend over fusie.", "rewrite")
    office.hand_ins.withdraw(employee, office.hand_ins.hand_in(employee, handed_in.post_id).id)
    office.posts.save_draft(employee, handed_in.post_id, "Toch maar fusie.", "rewrite")
    second = office.hand_ins.hand_in(employee, handed_in.post_id)
    view = office.desk.open(manager, second.id)
    assert [version.text for version in view.versions] == ["De fusie komt eraan.", "Toch maar fusie."]
    assert [(decision.kind, decision.comment) for decision in view.history] == [("ask_for_changes", "Korter graag.")]


def test_of_a_secret_record_only_those_who_know_it_see_more_than_the_message(office, employee, manager, other_manager):
    office.checker.forbid("zilverreiger", "block", **SECRET)
    handed_in = office.hand_ins.hand_in(employee, office.draft(employee, "Project zilverreiger start."))
    (finding,) = office.desk.open(manager, handed_in.id).findings
    assert finding.message["nl"] == "Dit is nog niet publiek."
    assert (finding.start, finding.end, finding.quote, finding.ref, finding.ref_version) == (
        None,
        None,
        "",
        "embargo",
        0,
    )
    assert (finding.evidence, finding.source, finding.rewording) == ({"withheld": True}, None, {})
    (finding,) = office.desk.open(other_manager, handed_in.id).findings
    assert finding.evidence["record_id"] == "ref-zilverreiger"
    assert finding.quote == "zilverreiger"


def test_of_a_record_with_named_knowers_another_manager_sees_the_draft_and_not_the_record(
    office, employee, manager, other_manager
):
    office.checker.forbid("zilverreiger", "block", knowers=["els"], facts=["start in mei"], score=0.9)
    handed_in = office.hand_ins.hand_in(employee, office.draft(employee, "Project zilverreiger start."))
    (finding,) = office.desk.open(manager, handed_in.id).findings
    assert (finding.quote, finding.start, finding.ref) == ("zilverreiger", 8, "embargo")
    assert (finding.evidence, finding.source) == ({"score": 0.9, "withheld": True}, None)
    (finding,) = office.desk.open(other_manager, handed_in.id).findings
    assert finding.evidence["facts"] == ["start in mei"]
    assert office.desk.decide(manager, handed_in.id, "approve").kind == "approve"


def test_of_a_record_without_named_knowers_every_manager_sees_the_evidence(office, employee, manager):
    office.checker.forbid("zilverreiger", "block", knowers=[], facts=["start in mei"])
    handed_in = office.hand_ins.hand_in(employee, office.draft(employee, "Project zilverreiger start."))
    assert office.desk.open(manager, handed_in.id).findings[0].evidence["facts"] == ["start in mei"]


def test_earlier_versions_do_not_name_sources_that_this_manager_may_not_see(office, handed_in, manager):
    (version,) = office.desk.open(manager, handed_in.id).versions
    assert (version.text, version.sources, version.prompt) == ("De fusie komt eraan.", (), "")


def test_nobody_approves_what_a_secret_record_blocks_without_knowing_it(office, employee, manager, other_manager):
    office.checker.forbid("zilverreiger", "block", **SECRET)
    handed_in = office.hand_ins.hand_in(employee, office.draft(employee, "Project zilverreiger start."))
    with pytest.raises(NotAllowed, match="cannot approve"):
        office.desk.decide(manager, handed_in.id, "approve")
    assert office.desk.decide(other_manager, handed_in.id, "approve").kind == "approve"


def test_a_decision_is_taken_once(office, handed_in, manager, other_manager):
    office.desk.decide(manager, handed_in.id, "approve")
    with pytest.raises(Conflict, match="Bart already decided"):
        office.desk.decide(other_manager, handed_in.id, "deny", reason="tone")
    assert office.actions().count("review.deny") == 0


@pytest.mark.parametrize(
    ("kind", "words"), [("approve", {}), ("deny", {"reason": "tone"}), ("ask_for_changes", {"comment": "x"})]
)
def test_a_text_that_changed_since_cannot_be_decided_on(office, handed_in, employee, manager, kind, words):
    office.edit(employee, handed_in.post_id, "De fusie komt eraan!")
    assert office.desk.queue(manager)[0].outdated
    assert office.desk.open(manager, handed_in.id).outdated
    with pytest.raises(Conflict, match="Lotte changed the text"):
        office.desk.decide(manager, handed_in.id, kind, **words)
    office.edit(employee, handed_in.post_id, "De fusie komt eraan.")
    assert office.desk.decide(manager, handed_in.id, kind, **words).kind == kind


def test_a_decision_says_why(office, handed_in, manager):
    with pytest.raises(InputError, match="why you deny"):
        office.desk.decide(manager, handed_in.id, "deny")
    with pytest.raises(InputError, match="what has to change"):
        office.desk.decide(manager, handed_in.id, "ask_for_changes", reason="tone")
    with pytest.raises(InputError, match="too long"):
        office.desk.decide(manager, handed_in.id, "deny", comment="x" * 5001)
    with pytest.raises(ValueError, match="unknown decision"):
        office.desk.decide(manager, handed_in.id, "release")


def test_a_reason_that_cannot_be_chosen_is_refused(office, handed_in, manager):
    with pytest.raises(InputError) as refused:
        office.desk.decide(manager, handed_in.id, "deny", reason="Lotte zei fusie", comment="De fusie is geheim")
    assert refused.value.key == "review.reason_unknown"
    assert office.desk.open(manager, handed_in.id).state == "waiting"


def test_a_decision_stands_in_the_audit_without_its_words(office, handed_in, manager):
    office.desk.decide(manager, handed_in.id, "deny", reason="not_public", comment="De fusie is geheim")
    entry = list(office.audit.export())[-1]
    assert (entry["action"], entry["actor"], entry["role"]) == ("review.deny", "bart", "manager")
    assert entry["data"]["reason"] == "not_public"
    assert "geheim" not in str(entry)


def test_a_person_made_up_by_a_browser_gets_nowhere(office, handed_in, employee):
    forged = Person(id="f" * 32, name="bart", display_name="Bart", role="employee")
    with pytest.raises(NotAllowed):
        office.desk.open(forged, handed_in.id)
