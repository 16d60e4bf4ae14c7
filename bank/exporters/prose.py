"""A reference answer as running text, for formats that know no points."""

from collections.abc import Iterator
from html import escape

from bank.question import Point, Reference


def answer_text(reference: Reference) -> str:
    """The words around the points: lead, closing words, exhibits."""
    return "\n\n".join(part for part in (reference.lead, reference.closing, *reference.exhibits) if part)


def point_lines(reference: Reference, *, nested: bool) -> Iterator[str]:
    """The points, a line each: with nesting as a Markdown list, or flat with the names of their groups in front."""
    for section in reference.sections:
        if nested:
            if section.heading:
                yield f"{section.heading}:"
            for point in section.points:
                yield from _nested(point, 0)
    if not nested:
        for bullet in reference.bullets():
            details = "; ".join(child.text for child in bullet.point.children)
            text = f"{bullet.point.text} {details}" if details else bullet.point.text
            yield " ".join(text.split())


def _nested(point: Point, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}- {' '.join(point.text.split())}"
    for child in point.children:
        yield from _nested(child, depth + 1)


def answer_html(reference: Reference) -> str:
    """The whole answer as simple HTML."""
    parts = [f"<p>{escape(line)}</p>" for line in reference.lead.split("\n") if line]
    for section in reference.sections:
        if section.heading:
            parts.append(f"<p><b>{escape(section.heading)}</b></p>")
        parts.append(_list(section.points))
    parts += [f"<p>{escape(line)}</p>" for line in reference.closing.split("\n") if line]
    parts += [f"<pre>{escape(exhibit)}</pre>" for exhibit in reference.exhibits]
    return "".join(parts)


def _list(points: tuple[Point, ...]) -> str:
    items = [f"<li>{escape(point.text)}{_list(point.children) if point.children else ''}</li>" for point in points]
    return f"<ul>{''.join(items)}</ul>"
