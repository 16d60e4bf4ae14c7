"""Who is who: ids that candidates are known by, and their names."""

import unicodedata

from interviewer.screening.errors import ScreenError

MAX_CANDIDATE = 80
MAX_PERSON_NAME = 200


def check_candidate(text: str) -> str:
    """A candidate's id without the blanks around it. Raises ScreenError when it cannot be one."""
    return _checked(text, "candidate's id", MAX_CANDIDATE)


def check_person_name(text: str) -> str:
    """A person's name without the blanks around it. Raises ScreenError when it cannot be one."""
    return _checked(text, "name", MAX_PERSON_NAME)


def _checked(text: str, what: str, most: int) -> str:
    found = text.strip()
    if not found:
        raise ScreenError(f"the {what} is empty")
    if len(found) > most:
        raise ScreenError(f"the {what} has {len(found):,} characters; at most {most} are taken")
    if any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in found):
        raise ScreenError(f"the {what} holds characters that cannot be shown")
    return found
