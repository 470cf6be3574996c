"""A site has zones to live in, unless it is nothing but adopted objects."""

from collections.abc import Iterator

from gcloud.model.draft import Draft
from gcloud.model.problem import Problem
from gcloud.model.words import missing_section

_SECTIONS = ("ranges", "zones")


def check(draft: Draft) -> Iterator[Problem]:
    """Finds what a site with an own data centre needs and lacks."""
    sections = draft.positions.top.value
    if not isinstance(sections, dict) or _entries(draft, "adopted"):
        return
    for name in _SECTIONS:
        if name not in sections:
            if draft.complete:
                yield missing_section(name, draft.positions)
        elif sections[name].value == []:
            yield draft.problem((name,), "value.empty", f"{name} has no entry", "write at least one")


def _entries(draft: Draft, name: str) -> bool:
    node, rest = draft.positions.top.find((name,))
    return not rest and isinstance(node.value, list) and bool(node.value)
