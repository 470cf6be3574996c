"""References of adopted objects lead somewhere, and never in a circle."""

from collections.abc import Iterator

from gcloud.model.adopted import OF, REFERENCE, in_order, references
from gcloud.model.draft import Draft
from gcloud.model.near import suggest
from gcloud.model.problem import Problem
from gcloud.model.shown import clean


def check(draft: Draft) -> Iterator[Problem]:
    """Finds references to what is not there, circles, and objects on no cloud."""
    names = draft.named["adopted"]
    for placed in draft.adopted:
        for way, name, _ in references(placed.value.properties):
            path = (*placed.path, "properties", *way)
            if name not in names:
                yield _unknown(draft, (*path, REFERENCE), name, names)
            holder = draft.positions.top.find(path)[0].keys
            for key in holder.keys() - {REFERENCE, OF}:
                what = f"{clean(key)} stands beside a reference"
                yield draft.problem(
                    (*path, key), "adopted.reference", what, f"write {REFERENCE} and {OF} only"
                )
        for index, name in enumerate(placed.value.needs):
            if name not in names:
                yield _unknown(draft, (*placed.path, "needs", index), name, names)
        yield from _cloud(draft, placed.path, placed.value.cloud)
    yield from _circles(draft)


def _unknown(draft: Draft, path: tuple[str | int, ...], name: str, names: object) -> Problem:
    known = set(names) if isinstance(names, dict) else set()
    what = f"there is no adopted object {clean(name)}"
    return draft.problem(path, "reference.unknown", what, suggest(name, known, "add it to adopted"))


def _cloud(draft: Draft, path: tuple[str | int, ...], cloud: str | None) -> Iterator[Problem]:
    clouds = draft.named["clouds"]
    if cloud is None and len(clouds) > 1:
        what = "the site has several clouds, and this object names none"
        yield draft.problem(
            path, "adopted.cloud", what, f"write cloud: with one of: {', '.join(sorted(clouds))}"
        )
    elif cloud is not None and clouds and cloud not in clouds:
        what = f"there is no cloud {clean(cloud)}"
        instead = suggest(cloud, set(clouds), "add it to clouds")
        yield draft.problem((*path, "cloud"), "reference.unknown", what, instead)


def _circles(draft: Draft) -> Iterator[Problem]:
    objects = tuple(placed.value for placed in draft.adopted)
    ordered = {one.name for one in in_order(objects)}
    inside = [placed for placed in draft.adopted if placed.value.name not in ordered]
    if inside:
        names = ", ".join(clean(placed.value.name) for placed in inside[:5])
        what = f"these objects refer to each other in a circle, or to one that does: {names}"
        yield draft.problem(
            (*inside[0].path, "name"), "adopted.circle", what, "remove one of the references or needs"
        )
