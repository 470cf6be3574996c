"""What must hold among controls: each name once, each rule once, parameters declared and used."""

from collections.abc import Iterator

from gcloud.model.baseline.control import Control
from gcloud.model.baseline.draft import BaselineDraft, Placed
from gcloud.model.baseline.words import references
from gcloud.model.near import suggest
from gcloud.model.problem import Path, Problem
from gcloud.model.shown import shown


def check_controls(draft: BaselineDraft) -> Iterator[Problem]:
    """All that is wrong among the controls."""
    yield from _ids(draft)
    yield from _rules(draft)
    for placed in draft.controls:
        yield from _parameters(draft, placed)
        yield from _roles(draft, placed)


def _ids(draft: BaselineDraft) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for placed in draft.controls:
        name = placed.value.id
        if name in first:
            what = f"{name} stands also in {draft.positions.at((*first[name], 'id'))}"
            yield draft.problem((*placed.path, "id"), "control.twice", what, "give one of them another id")
        first.setdefault(name, placed.path)


def _rules(draft: BaselineDraft) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for placed in draft.controls:
        for index, rule in enumerate(placed.value.rules):
            if rule in first:
                what = f"the rule {rule} is covered by {first[rule]} already"
                yield draft.problem(
                    (*placed.path, "rules", index), "control.rule", what, "leave it with one of the two"
                )
            first.setdefault(rule, placed.value.id)


def _parameters(draft: BaselineDraft, placed: Placed[Control]) -> Iterator[Problem]:
    control = placed.value
    used: set[str] = set()
    for index, item in enumerate(control.items):
        named = references(item.model_dump(by_alias=True))
        used |= named
        for name in sorted(named - control.parameters.keys()):
            what = f"no parameter of {control.id} is called {shown(name)}"
            instead = suggest(name, control.parameters, "declare it under parameters")
            yield draft.problem((*placed.path, "items", index), "parameter.unknown", what, instead)
    if control.items:
        for name in sorted(control.parameters.keys() - used):
            what = f"no item of {control.id} uses the parameter {name}"
            instead = f'write "${{{name}}}" where its value belongs, or remove it'
            yield draft.problem((*placed.path, "parameters", name), "parameter.unused", what, instead)


def _roles(draft: BaselineDraft, placed: Placed[Control]) -> Iterator[Problem]:
    if not draft.complete:
        return
    known = [role.value.role for role in draft.roles]
    for field in ("roles", "roles_not"):
        for index, role in enumerate(getattr(placed.value.only, field)):
            if role not in known:
                yield draft.problem(
                    (*placed.path, "only", field, index),
                    "role.unknown",
                    f"there is no host role {shown(role)}",
                    suggest(role, known, "write its file in roles first"),
                )
