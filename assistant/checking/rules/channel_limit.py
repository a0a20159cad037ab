"""Rules about what a channel takes: a number of hashtags, a number of characters."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.checking.draft import Draft
from assistant.checking.finding import Finding
from assistant.checking.rules.compiled import CompiledRule, finding

_HASHTAG = re.compile(r"(?<!\w)#\w+")


def detect(draft: Draft, compiled: CompiledRule) -> list[Finding]:
    rule = compiled.rule
    if rule.channel and rule.channel.lower() != draft.channel.lower():
        return []
    found: list[Finding] = []
    if rule.max_hashtags is not None:
        hashtags = list(_HASHTAG.finditer(draft.text))
        if len(hashtags) > rule.max_hashtags:
            first = hashtags[rule.max_hashtags]
            said = finding(compiled, "channel_limit", draft, None, hashtags=len(hashtags))
            found.append(replace(said, start=first.start(), end=first.end(), quote=first.group()))
    if rule.max_characters is not None and len(draft.text) > rule.max_characters:
        found.append(finding(compiled, "channel_limit", draft, None, characters=len(draft.text)))
    return found
