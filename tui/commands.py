"""What can be done here: the keys and commands of the screen in front, for the help and the command palette."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from textual.app import SystemCommand
from textual.binding import Binding
from textual.widgets import TextArea

from tui.screens.help import HelpScreen, KeyHelp

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.app import InterviewerApp

_KEY_NAMES = {
    "question_mark": "?",
    "escape": "Esc",
    "enter": "Enter",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "slash": "/",
    "space": "Space",
    "comma": ",",
}
_EDITING = [
    KeyHelp("Ctrl+Z, Ctrl+Y", "undo, redo"),
    KeyHelp("Ctrl+Left/Right", "by words; with Shift, select"),
    KeyHelp("Ctrl+W, Ctrl+K", "delete the word before, the rest of the line"),
    KeyHelp("Ctrl+X, Ctrl+C, Ctrl+V", "cut, copy, paste"),
    KeyHelp("Tab", "on to the buttons"),
]


def help_for(screen: Screen[object]) -> HelpScreen:
    """The help of a screen: its purpose, and the keys that do something now."""
    title = type(screen).__name__.removesuffix("Screen")
    about = str(getattr(screen, "ABOUT", ""))
    keys = [KeyHelp(_keys(binding), binding.tooltip or binding.description) for binding in _own_bindings(screen)]
    palette = [KeyHelp("Ctrl+P", "Every command by name")] if screen.app.use_command_palette else []
    editing = _EDITING if isinstance(screen.focused, TextArea) else []
    keys += palette
    if not editing and not any(key.keys == "Tab" for key in keys):
        keys.append(KeyHelp("Tab", "To the next field"))
    return HelpScreen(title, about, keys, editing)


def commands_for(app: InterviewerApp, screen: Screen[object]) -> Iterator[SystemCommand]:
    """The screen's own actions by name, then what works everywhere."""
    for binding in _own_bindings(screen):
        if binding.action in ("keys", "app.quit", "quit"):
            continue
        yield SystemCommand(binding.description, binding.tooltip, _runner(app, screen, binding.action))
    yield SystemCommand("Help", "What you can do on this screen", app.action_keys)
    yield SystemCommand("Theme", "Change colours", app.action_change_theme)
    yield SystemCommand("Quit", "Leave; all is kept", app.action_quit)


def _runner(app: InterviewerApp, screen: Screen[object], action: str) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        await app.run_action(action, screen)

    return run


def _own_bindings(screen: Screen[object]) -> Iterable[Binding]:
    """Bindings of the screen and the app that are enabled, each action once, with the keys joined."""
    found: dict[str, Binding] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        is_ours = bool(binding.id) and active.node in (screen, screen.app) and active.enabled
        if not is_ours or binding.action in ("command_palette",):
            continue
        known = found.get(binding.action)
        if known is None:
            found[binding.action] = binding
        elif binding.key not in known.key.split(","):
            found[binding.action] = Binding(
                f"{known.key},{binding.key}", known.action, known.description, tooltip=known.tooltip, id=known.id
            )
    return found.values()


def _keys(binding: Binding) -> str:
    return ", ".join(_key_name(key) for key in binding.key.split(","))


def _key_name(key: str) -> str:
    """The key as one presses it: a lone letter stays small, as Shift would make it another key."""
    if len(key) == 1:
        return key
    return _KEY_NAMES.get(key) or "+".join(part.capitalize() for part in key.split("+"))
