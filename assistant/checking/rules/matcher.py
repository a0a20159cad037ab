"""All live rules together against one draft: words in one pass, meaning in one multiplication."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.checking import disclosure, personal_data
from assistant.checking.draft import Draft
from assistant.checking.finding import Finding
from assistant.checking.phrases import Hit, PhraseIndex
from assistant.checking.rules import channel_limit, pattern, phrase, required
from assistant.checking.rules.compiled import MOST_FINDINGS, CompiledRule, Key, compile_phrases, finding, index_of
from assistant.checking.rules.learned import learned_topic
from assistant.checking.rules.pattern import compile_pattern
from assistant.checking.rules.rule import Rule
from assistant.checking.rules.topic import SUPPORTS, compile_topic, windows
from assistant.checking.rules.words import word_lists
from assistant.checking.text import Span

if TYPE_CHECKING:
    from knowledge.embed import Embedder, Vectors


@dataclass(frozen=True)
class Matcher:
    """Rules that are live at one moment."""

    rules: tuple[CompiledRule, ...]
    index: PhraseIndex[Key]

    def detect(self, draft: Draft) -> list[Finding]:
        """What the deterministic kinds find: phrase, pattern, required, channel limit."""
        hits = self._hits(draft)
        found: list[Finding] = []
        for number, compiled in enumerate(self.rules):
            of_rule = hits.get(number, {})
            if compiled.topic is None or not compiled.rule.phrases_need_topic:
                found += phrase.detect(draft, compiled, of_rule)
            found += pattern.detect(draft, compiled)
            found += required.detect(draft, compiled, of_rule)
            found += channel_limit.detect(draft, compiled)
            found += _of_detector(draft, compiled)
        return found

    def detect_topics(self, draft: Draft, embedder: Embedder) -> list[Finding]:
        """What is meant rather than said: needs the embedder."""
        topical = [(number, compiled) for number, compiled in enumerate(self.rules) if compiled.topic is not None]
        if not topical or not draft.sentences:
            return []
        spans = windows(draft.sentences)
        vectors = embedder.encode([draft.readable.text[start:end] for start, end in spans])
        hits = self._hits(draft)
        found: list[Finding] = []
        for number, compiled in topical:
            assert compiled.topic is not None
            scores = compiled.topic.scores(vectors)
            of_rule = hits.get(number, {})
            by_meaning = _by_meaning(draft, compiled, spans, scores, of_rule)
            if not by_meaning and compiled.rule.phrases_need_topic and compiled.topic.of_draft(scores) >= SUPPORTS:
                by_meaning = phrase.detect(draft, compiled, of_rule)
            found += by_meaning
        return found

    def _hits(self, draft: Draft) -> dict[int, dict[tuple[int, str], list[Hit]]]:
        by_rule: dict[int, dict[tuple[int, str], list[Hit]]] = defaultdict(lambda: defaultdict(list))
        for (number, part, role, language), hits in self.index.find(draft.tokens).items():
            if language in ("any", draft.language):
                by_rule[number][part, role] += hits
        return by_rule


def _by_meaning(
    draft: Draft, compiled: CompiledRule, spans: list[Span], scores: Vectors, hits: phrase.Hits
) -> list[Finding]:
    """The windows that break a rule, the clearest first, apart from what excuses them."""
    assert compiled.topic is not None
    if hits.get((-1, "unless")) or compiled.topic.of_draft(scores) < compiled.topic.limit:
        return []
    taken = [draft.sentences[hit.sentence] for hit in hits.get((-1, "exceptions"), ())]
    found: list[Finding] = []
    for place in scores.argsort()[::-1]:
        if scores[place] < compiled.topic.limit or len(found) == MOST_FINDINGS:
            break
        start, end = spans[int(place)]
        if all(end <= other_start or other_end <= start for other_start, other_end in taken):
            taken.append((start, end))
            found.append(finding(compiled, "topic", draft, (start, end), score=round(float(scores[place]), 3)))
    return found


def _of_detector(draft: Draft, compiled: CompiledRule) -> list[Finding]:
    """What a detector of the program finds, as findings of the rule that points to it."""
    if compiled.rule.detector == "personal_data":
        spans = [(datum.start, datum.end) for datum in personal_data.find(draft)]
    elif compiled.rule.detector == "disclosure_hidden":
        spans = disclosure.hidden(draft)
    else:
        return []
    return [finding(compiled, compiled.rule.detector, draft, span) for span in spans[:MOST_FINDINGS]]


def compile_rule(rule: Rule, version: int, embedder: Embedder | None) -> CompiledRule:
    """The rule, ready to look with. Raises `InputError` when a phrase or the pattern cannot be looked for."""
    topic = None
    if embedder is not None and rule.seeds:
        seeds = [seed for sentences in rule.seeds.values() for seed in sentences]
        counter = [seed for sentences in rule.counter.values() for seed in sentences]
        seeds += [example.text for example in rule.must_flag]
        counter += [example.text for example in rule.must_pass]
        topic = learned_topic(rule, embedder) or compile_topic(seeds, counter, embedder)
    return CompiledRule(rule, version, compile_pattern(rule.pattern), topic, compile_phrases(rule, word_lists()))


def matcher_of(rules: tuple[CompiledRule, ...]) -> Matcher:
    return Matcher(rules, index_of(rules))
