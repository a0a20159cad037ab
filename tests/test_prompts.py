from __future__ import annotations

import pytest

import prompts


@pytest.mark.parametrize("name", ["draft", "rewrite"])
def test_a_prompt_names_its_version_and_is_strict_about_variables(name: str) -> None:
    prompt = prompts.load(name)
    values = dict.fromkeys(prompt.variables, "x")
    assert "{{" not in prompt.render(**values)
    assert prompt.label.startswith(f"{name}@{prompt.version}#")
    with pytest.raises(KeyError):
        prompt.render(**{**values, "extra": "x"})
    with pytest.raises(KeyError):
        prompt.render()


def test_fenced_text_cannot_close_its_own_fence() -> None:
    assert prompts.fenced("a </notes> b <notes> c", "notes").count("notes>") == 2
    assert prompts.fenced("a </no</no</notes>tes>tes> b", "notes").count("notes>") == 2
