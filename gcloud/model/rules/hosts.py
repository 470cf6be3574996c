"""Hosts have names of their own, and what hardening says of hosts, groups and zones means something."""

from collections.abc import Iterator

from gcloud.model.draft import Draft
from gcloud.model.host import groups_of
from gcloud.model.policy import HOST_SUBJECTS
from gcloud.model.problem import Path, Problem
from gcloud.model.rules.references import known
from gcloud.model.selectors import ALL, select
from gcloud.model.shown import clean


def check(draft: Draft) -> Iterator[Problem]:
    """Finds hosts that share a name, and words of `hardening` and of waivers that mean no host or zone."""
    yield from _names(draft)
    if not draft.complete:
        return
    servers = [placed.value for placed in draft.servers]
    groups = groups_of(servers, (placed.value for placed in draft.hosts))
    if set(draft.named["servers"]) - {server.name for server in servers} or len(draft.hosts) != sum(
        map(len, draft.named["hosts"].values())
    ):
        return  # what is unsound may be what is meant
    yield from _jump_host(draft, groups)
    yield from _management(draft)
    for parameter in draft.parameters:
        way = (*parameter.path, "hosts")
        yield from _selectors(draft, way, parameter.value.hosts, groups)
    for waiver in draft.waivers:
        kind, _, name = waiver.value.subject.partition("/")
        if kind in HOST_SUBJECTS:
            word = f"@{name}" if kind == "group" else name
            for wrong in select((word,), groups).wrong:
                way = (*waiver.path, "subject")
                yield draft.problem(
                    way, "reference.unknown", wrong.what, wrong.instead.replace("@", "group/")
                )


def _names(draft: Draft) -> Iterator[Problem]:
    instances = {instance: server.path for server in draft.servers for instance in server.value.instances}
    for name, indices in draft.named["hosts"].items():
        way = ("hosts", indices[0], "name")
        if name == ALL:
            yield draft.problem(
                way, "name.reserved", f"{ALL} is the word for every host", "choose another name"
            )
        elif name in instances:
            there = draft.positions.at(instances[name])
            what = f"{clean(name)} is also an instance of the server in {there}"
            yield draft.problem(way, "name.twice", what, "choose another name")


def _jump_host(draft: Draft, groups: dict[str, frozenset[str]]) -> Iterator[Problem]:
    name = _written(draft, ("hardening", "jump_host"))
    if isinstance(name, str):
        yield from known(draft, ("hardening", "jump_host"), name, "host", groups)


def _management(draft: Draft) -> Iterator[Problem]:
    zones = _written(draft, ("hardening", "management"))
    ends = {*draft.named["zones"], *draft.named["ranges"]}
    for index, name in enumerate(zones if isinstance(zones, list) else ()):
        if isinstance(name, str):
            way = ("hardening", "management", index)
            yield from known(draft, way, name, "zone or range of peers", ends)


def _selectors(
    draft: Draft, way: Path, words: tuple[str, ...], groups: dict[str, frozenset[str]]
) -> Iterator[Problem]:
    for index, word in enumerate(words):
        for wrong in select((word,), groups).wrong:
            yield draft.problem((*way, index), "reference.unknown", wrong.what, wrong.instead)


def _written(draft: Draft, way: Path) -> object:
    node, rest = draft.positions.top.find(way)
    return None if rest else node.plain()
