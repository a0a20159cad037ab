"""What the Rules page does with rules: show, try, save, stop, and the test bench."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.bootstrap import Services
from assistant.checking.rule_book import ExampleOutcome, RuleInfo
from assistant.checking.rules.rule import Rule, rule_from
from assistant.people.person import Person
from assistant.texts import LANGUAGES, Language, text
from assistant.web.html import inert

Updates = dict[str, Any]
RULE_FIELDS = (
    "id", "title", "description", "severity", "phrases", "message", "rewording", "must_flag", "must_pass",
)  # fmt: skip
_WORDS = ("title", "description", "message", "rewording")


class RulesActions:
    def __init__(self, services: Services) -> None:
        self._services = services

    def load(self, person: Person) -> Updates:
        return self.listed(person, None)

    def listed(self, person: Person, chosen: str | None) -> Updates:
        language = person.language
        infos = self._services.rule_book.list()
        choices = [(_line(info, language), info.rule.id) for info in infos]
        ids = [info.rule.id for info in infos]
        chosen = chosen if chosen in ids else (ids[0] if ids else None)
        shown = self.show(person, chosen) if chosen is not None else self.new(person)
        return {**shown, "rule": gr.Radio(choices=choices, value=chosen)}

    def show(self, person: Person, rule_id: str) -> Updates:
        info, language = self._services.rule_book.get(rule_id), person.language
        rule = info.rule
        fields = {name: getattr(rule, name).get(language, "") for name in _WORDS}
        return {
            **fields,
            "id": gr.Textbox(value=rule.id, interactive=False),
            "severity": _severities(language, rule.severity),
            "phrases": "\n".join([*rule.phrases.get(language, ()), *rule.phrases.get("any", ())]),
            "must_flag": "\n".join(example.text.replace("\n", " ") for example in rule.must_flag),
            "must_pass": "\n".join(example.text.replace("\n", " ") for example in rule.must_pass),
            "stop": gr.Button(visible=info.active),
            "outcomes": self._outcomes(rule, language),
        }

    def new(self, person: Person) -> Updates:
        """Empty fields for a rule that isn't there yet."""
        return {
            **dict.fromkeys((*_WORDS, "phrases", "must_flag", "must_pass"), ""),
            "rule": gr.Radio(value=None),
            "id": gr.Textbox(value="", interactive=True),
            "severity": _severities(person.language, "advice"),
            "stop": gr.Button(visible=False),
            "outcomes": "",
        }

    def try_out(self, person: Person, chosen: str | None, *values: Any) -> Updates:
        return {"outcomes": self._outcomes(self._written(person, chosen, values), person.language)}

    def save(self, person: Person, chosen: str | None, *values: Any) -> Updates:
        """Its own examples are run first; one that fails is named, and nothing is saved."""
        info = self._services.rule_book.save(person, self._written(person, chosen, values))
        gr.Info(text("rules_page.saved", person.language), title=text("pages.toast.done", person.language))
        return self.listed(person, info.rule.id)

    def stop(self, person: Person, chosen: str | None) -> Updates:
        self._services.rule_book.cancel(person, chosen or "")
        gr.Info(text("rules_page.stopped", person.language), title=text("pages.toast.done", person.language))
        return self.listed(person, chosen)

    def _written(self, person: Person, chosen: str | None, values: tuple[Any, ...]) -> Rule:
        """The rule as the fields say it; what the fields do not show stays as it was."""
        given = dict(zip(RULE_FIELDS, values, strict=True))
        before = self._services.rule_book.get(chosen).rule if chosen else None
        body = before.as_body() if before is not None else {}
        body["id"] = chosen or given["id"].strip()
        body["severity"] = given["severity"]
        for name in _WORDS:
            words = given[name].strip()
            spoken = dict(body.get(name) or {})
            if words and not spoken:
                spoken = dict.fromkeys(LANGUAGES, words)
            elif words:
                spoken[person.language] = words
            body[name] = spoken
        body["phrases"] = _phrases(before, given["phrases"], person.language)
        for name in ("must_flag", "must_pass"):
            known = {example.text.replace("\n", " "): example for example in getattr(before, name, ())}
            body[name] = [known[line].model_dump(mode="json") if line in known else line for line in lines(given[name])]
        return rule_from({name: value for name, value in body.items() if value or name in ("id", "severity")})

    def _outcomes(self, rule: Rule, language: Language) -> str:
        outcomes = self._services.rule_book.test(rule)
        if not outcomes:
            return f'<p class="calm">{inert(text("rules_page.no_examples", language))}</p>'
        head = "".join(
            f"<th>{inert(text(f'rules_page.{name}', language))}</th>" for name in ("example", "expected", "outcome")
        )
        return f'<table class="outcomes"><tr>{head}</tr>{"".join(_row(one, language) for one in outcomes)}</table>'


def _line(info: RuleInfo, language: Language) -> str:
    title = info.rule.title.get(language) or info.rule.id
    state = text("rules_page.inactive", language) if not info.active else ""
    return " · ".join(filter(None, (title, text(f"pages.severity.{info.rule.severity}", language), state)))


def _row(one: ExampleOutcome, language: Language) -> str:
    right = "good" if one.ok else "bad"
    return (
        f"<tr><td>{inert(one.text)}</td><td>{inert(text(f'rules_page.{one.expected}', language))}</td>"
        f'<td><span class="tag {"good" if one.ok else "failed"}">{inert(text(f"rules_page.{right}", language))}</span>'
        "</td></tr>"
    )


def _severities(language: Language, value: str) -> Any:
    choices = [(text(f"pages.severity.{name}", language), name) for name in ("advice", "review", "block")]
    return gr.Radio(choices=choices, value=value)


def _phrases(before: Rule | None, given: str, language: Language) -> dict[str, list[str]]:
    """The phrases per language; the field shows those of one's own language and of any."""
    known: dict[str, list[str]] = {key: list(words) for key, words in before.phrases.items()} if before else {}
    shared = known.get("any", [])
    words = lines(given)
    if before is None or not known:
        return {"any": words} if words else {}
    known["any"] = [word for word in shared if word in words]
    known[language] = [word for word in words if word not in known["any"]]
    return {key: kept for key, kept in known.items() if kept}


def lines(value: str) -> list[str]:
    return [line.strip() for line in value.splitlines() if line.strip()]
