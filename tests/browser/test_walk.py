"""The main job from end to end, in Dutch, as each person: wide and on a phone."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Server

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SignIn = Callable[..., "Page"]
FLAGGED = (
    "Wat een nieuws op onze campus: waar nu nog de oude wasserij staat, komen vier nieuwe operatiezalen en 24 plaatsen "
    "voor mensen die dezelfde dag naar huis gaan. In het najaar van 2027 starten de graafwerken."
)
MESSAGES = "#chat [data-testid=bot], #chat [data-testid=user]"
SUGGESTED = "Op onze campus beweegt er van alles. Ik kijk ernaar uit om er later meer over te vertellen."


def write(page: Page) -> None:
    """A fresh chat on the Write page."""
    from playwright.sync_api import expect

    expect(page.locator(MESSAGES).first).to_be_visible()
    page.wait_for_timeout(1000)
    page.click("#new-chat")
    page.wait_for_timeout(1500)
    expect(page.locator(MESSAGES)).to_have_count(1)
    expect(page.locator("#draft textarea")).to_have_value("")


def say(page: Page, words: str, answers: int = 1) -> None:
    """Send a message and wait until it is answered."""
    from playwright.sync_api import expect

    before = page.locator(MESSAGES).count()
    page.fill("#message textarea", words)
    page.click("#send")
    expect(page.locator(MESSAGES)).to_have_count(before + 1 + answers)


def fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_from_a_note_to_a_text_to_post(sign_in: SignIn, size: str) -> None:
    from playwright.sync_api import expect

    page = sign_in("lotte", size)
    write(page)
    say(page, "was gisteren op de jobbeurs in Gent, veel studenten, vooral vragen over nachtwerk")
    expect(page.locator("#draft textarea")).to_have_value("")
    say(page, "een student vroeg of ik nooit bang ben, en toen moest ik lachen")
    page.click("#reply-0")
    expect(page.locator("#draft textarea")).to_have_value(holding("jobbeurs"))
    expect(page.locator("#verdict")).to_contain_text("mag naar buiten")
    expect(page.locator("#measures")).to_contain_text("3000 tekens")
    fits(page)
    page.fill("#draft textarea", page.input_value("#draft textarea") + " Zeker doen!")
    expect(page.locator("#verdict")).to_contain_text("Nog niet nagekeken")
    page.click("#release")
    expect(page.locator("#released-text textarea")).to_have_value(holding("Zeker doen!"))
    assert (page.get_attribute("#composer", "href") or "").startswith("https://www.linkedin.com/feed/?shareActive=true")
    page.fill("#address input, #address textarea", "https://www.linkedin.com/posts/lotte-1")
    page.click("#posted")
    expect(page.locator("#decision")).to_contain_text("Geplaatst")
    fits(page)


def test_a_question_gets_the_policy_or_an_honest_no(sign_in: SignIn) -> None:
    from playwright.sync_api import expect

    page = sign_in("bram")
    write(page)
    say(page, "mag ik zelf met een journalist praten?")
    source = page.locator("#chat .sources a").first
    expect(source).to_be_visible()
    opened = page.context.new_page()
    opened.goto(page.url.split("/write")[0] + (source.get_attribute("href") or ""))
    expect(opened.locator("blockquote.passage")).to_be_visible()


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_flagged_handed_in_decided_and_out(sign_in: SignIn, size: str) -> None:
    from playwright.sync_api import expect

    author = sign_in("sophie" if size == "wide" else "lotte", size)
    author.click("form.languages button[value=nl]")
    author.wait_for_selector("#draft textarea")
    write(author)
    text = f"{FLAGGED} ({size})"
    author.fill("#draft textarea", text)
    author.click("#check")
    expect(author.locator("#verdict")).to_contain_text("kan nu niet naar buiten")
    expect(author.locator("#marked mark").first).to_be_visible()
    assert "dagkliniek" not in author.locator("body").inner_text().lower()
    author.click("#release")
    expect(author.locator("#released-text")).to_have_count(0)
    author.fill("#note textarea", "Mag dit al?")
    author.click("#hand-in")
    expect(author.locator("#decision")).to_contain_text("bij je leidinggevende")

    manager = sign_in("ilse", size)
    expect(manager.locator("#body")).to_contain_text(f"({size})")
    expect(manager.locator("#head")).to_contain_text("Mag dit al?")
    fits(manager)
    manager.fill("#comment textarea", "Nog niet publiek. Zo kan het wel.")
    manager.fill("#suggestion textarea", SUGGESTED)
    manager.click("#ask-for-changes")
    expect(manager.locator("#head")).to_contain_text("Er wacht niets")

    author.reload()
    expect(author.locator("#decision")).to_contain_text("vraagt een aanpassing")
    author.click("#accept")
    expect(author.locator("#draft textarea")).to_have_value(SUGGESTED)
    author.click("#release")
    expect(author.locator("#released-text textarea")).to_have_value(SUGGESTED)


def test_an_approval_is_for_this_text_only(sign_in: SignIn) -> None:
    from playwright.sync_api import expect

    author = sign_in("lotte")
    write(author)
    author.fill("#draft textarea", FLAGGED)
    author.click("#check")
    author.fill("#note textarea", "Afgesproken met communicatie.")
    author.click("#hand-in")
    expect(author.locator("#decision")).to_contain_text("bij je leidinggevende")
    manager = sign_in("ilse")
    expect(manager.locator("#body")).to_contain_text("wasserij")
    manager.click("#approve")
    manager.click("#yes-approve")
    expect(manager.locator("#head")).to_contain_text("Er wacht niets")
    author.reload()
    expect(author.locator("#decision")).to_contain_text("keurde deze tekst goed")
    author.fill("#draft textarea", FLAGGED + "!")
    expect(author.locator("#decision")).to_contain_text("vorige versie")
    author.click("#release")
    expect(author.locator(".toast-body").first).to_contain_text("kan zo nog niet naar buiten")
    author.fill("#draft textarea", FLAGGED)
    expect(author.locator("#decision")).not_to_contain_text("vorige versie")
    author.click("#release")
    expect(author.locator("#released-text textarea")).to_have_value(FLAGGED)


def test_communications_loads_approves_and_protects(sign_in: SignIn) -> None:
    from docx import Document
    from playwright.sync_api import expect
    from reportlab.pdfgen.canvas import Canvas

    word, pdf = io.BytesIO(), io.BytesIO()
    document = Document()
    document.add_heading("Fietsen naar het werk", 1)
    document.add_paragraph(
        "Wie met de fiets komt, krijgt 27 cent per kilometer. Vraag het aan bij de personeelsdienst."
    )
    document.save(word)
    canvas = Canvas(pdf)
    canvas.drawString(72, 760, "Parkeren op de campus: de bezoekersparking is gratis tijdens het eerste halfuur.")
    canvas.save()

    page = sign_in("katrien")
    expect(page.locator("#facts h2")).to_be_visible()
    page.get_by_role("tab", name="Toevoegen").click()
    media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    page.locator("#files input[type=file]").set_input_files(
        [
            {"name": "fietsvergoeding.docx", "mimeType": media, "buffer": word.getvalue()},
            {"name": "parkeren.pdf", "mimeType": "application/pdf", "buffer": pdf.getvalue()},
        ]
    )
    expect(page.locator("#files")).to_contain_text("parkeren")
    page.click("#load")
    expect(page.locator("#progress li")).to_have_count(2)
    expect(page.locator("#progress .tag.good")).to_have_count(2)
    page.get_by_role("tab", name="Documenten").click()
    page.fill("#search input, #search textarea", "fietsvergoeding")
    expect(page.locator("#facts")).to_contain_text("nog goed te keuren")
    expect(page.locator("#passages")).to_contain_text("27 cent")
    page.fill("#embargo-until input, #embargo-until textarea", "01/02/2020 12:00")
    page.click("#approve")
    expect(page.locator("#part")).to_be_visible()
    page.fill("#embargo-until input, #embargo-until textarea", "")
    page.click("#approve")
    expect(page.locator("#facts")).to_contain_text("goedgekeurd")
    page.get_by_role("tab", name="Vragen als medewerker").click()
    page.fill("#question input, #question textarea", "hoeveel krijg ik per kilometer met de fiets?")
    page.click("#ask")
    expect(page.locator("#answer")).to_contain_text("27 cent")


def test_a_rule_and_an_embargo_of_ones_own(sign_in: SignIn) -> None:
    from playwright.sync_api import expect

    page = sign_in("katrien")
    page.get_by_role("link", name="Regels").click()
    expect(page.locator("#outcomes")).to_contain_text("klopt")
    page.click("#new-rule")
    expect(page.locator("#rule-title input, #rule-title textarea")).to_have_value("")
    page.fill("#rule-id input, #rule-id textarea", "geen-bijnamen")
    page.fill("#rule-title input, #rule-title textarea", "Geen bijnamen voor de kantine")
    page.fill("#rule-description textarea", "Noem de kantine bij haar naam.")
    page.fill("#rule-phrases textarea", "frietkot")
    page.fill("#rule-must-flag textarea", "Lekker gegeten in ons frietkot.")
    page.fill("#rule-must-pass textarea", "Lekker gegeten in de kantine.")
    page.click("#rule-save")
    expect(page.locator("#rule")).to_contain_text("Geen bijnamen voor de kantine")
    page.get_by_role("tab", name="Embargo's").click()
    expect(page.locator("#embargo-title input, #embargo-title textarea")).not_to_have_value("")
    page.click("#new-embargo")
    expect(page.locator("#embargo-title input, #embargo-title textarea")).to_have_value("")
    page.fill("#embargo-title input, #embargo-title textarea", "Nieuwe tuin in Waregem")
    page.fill("#statement textarea", "In Waregem komt een daktuin van 600 vierkante meter op blok B, open in mei 2027.")
    page.fill("#until input, #until textarea", "01/05/2027 12:00")
    page.click("#embargo-save")
    expect(page.locator("#which-until")).to_be_visible()
    page.get_by_label("12 uur 's middags").last.check()
    page.click("#embargo-save")
    expect(page.locator("#embargo")).to_contain_text("Nieuwe tuin in Waregem")
    page.get_by_role("tab", name="Testbank").click()
    page.fill("#bench textarea", "Lekker gegeten in ons frietkot.")
    expect(page.locator("#bench-cards")).to_contain_text("Geen bijnamen voor de kantine")


def test_what_was_typed_survives_a_reload_and_a_restart(sign_in: SignIn, server: Server) -> None:
    from playwright.sync_api import expect

    page = sign_in("geert")
    write(page)
    page.fill("#draft textarea", "De ketel in blok C draait weer.")
    expect(page.locator("#verdict")).to_contain_text("Nog niet nagekeken")
    page.fill("#message textarea", "en morgen begin ik aan")
    page.wait_for_timeout(800)
    page.reload()
    expect(page.locator("#draft textarea")).to_have_value("De ketel in blok C draait weer.")
    expect(page.locator("#message textarea")).to_have_value("en morgen begin ik aan")
    server.stop()
    server.start()
    page.goto(f"{server.address}/write/")
    expect(page.locator("#draft textarea")).to_have_value("De ketel in blok C draait weer.")
    expect(page.locator("#message textarea")).to_have_value("en morgen begin ik aan")


def test_an_ended_session_leads_to_the_sign_in_page(sign_in: SignIn) -> None:
    page = sign_in("noor")
    page.wait_for_selector("#draft textarea")
    page.context.clear_cookies()
    page.click("#new-chat")
    page.wait_for_url("**/login?next=%2Fwrite%2F")


def test_two_windows_lose_nothing(sign_in: SignIn) -> None:
    from playwright.sync_api import expect

    first = sign_in("stefaan")
    write(first)
    first.fill("#draft textarea", "Eerste venster.")
    expect(first.locator("#verdict")).to_contain_text("Nog niet nagekeken")
    second = first.context.new_page()
    second.goto(first.url)
    expect(second.locator("#draft textarea")).to_have_value("Eerste venster.")
    second.fill("#draft textarea", "Tweede venster.")
    second.wait_for_timeout(800)
    first.fill("#draft textarea", "Eerste venster, verder.")
    expect(first.locator("#conflict")).to_be_visible()
    expect(first.locator("#draft textarea")).to_have_value("Eerste venster, verder.")
    first.click("#keep-mine")
    expect(first.locator("#conflict")).to_have_count(0)
    expect(first.locator("#draft textarea")).to_have_value("Eerste venster, verder.")


def holding(part: str) -> re.Pattern[str]:
    """A value that holds `part`."""
    return re.compile(re.escape(part))
