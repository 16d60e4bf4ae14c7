"""What the README promises exists."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from interviewer.cli.main import app
from interviewer.config import Settings

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
COMMANDS = re.findall(r"`(interviewer(?: [^`]*)?|bank show[^`]*)`", README)


def _options_of(words: list[str]) -> set[str]:
    """The options of the command that these words name, with those of the program itself."""
    command = get_command(app)
    known = {option for parameter in command.params for option in parameter.opts}
    for word in words:
        commands = getattr(command, "commands", {})
        if word not in commands:
            break
        command = commands[word]
        known |= {option for parameter in command.params for option in parameter.opts}
    return known


@pytest.mark.parametrize("shown", COMMANDS)
def test_every_command_line_in_the_readme_is_one(shown: str) -> None:
    words = shown.replace("\\|", "|").split()
    names = [word for word in (words[1:] if words[0] == "interviewer" else words) if re.fullmatch(r"[a-z]+", word)]
    top = get_command(app)
    assert not names or names[0] in getattr(top, "commands", {}), f"there is no command {names[0]}"
    for option in re.findall(r"(?<![\w-])(--?[a-z][a-z-]*)", shown):
        assert option in _options_of(names), f"{shown}: no option {option}"


def test_the_settings_in_the_readme_are_the_settings_there_are() -> None:
    section = README.partition("## Settings")[2].partition("## ")[0]
    named = set(re.findall(r"`([a-z_]+)`", section.partition("`OPENAI_API_KEY`")[0]))
    secret = {"api_key", "key_is_for_base_url", "served"}
    assert named == set(Settings.model_fields) - secret


def test_every_picture_and_page_in_the_readme_is_there() -> None:
    root = Path(__file__).parents[2]
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (root / link).exists()] == []
