"""Numbers of things, as every room of the program writes them."""


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: “1 answer”, “1,200 answers”; `many` for nouns that take more than an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
