"""Names are unique, and none is taken that has a meaning already."""

from collections.abc import Iterator

from gcloud.model.draft import SECTIONS, Draft
from gcloud.model.flow import INTERNET
from gcloud.model.problem import Path, Problem
from gcloud.model.service import WELL_KNOWN
from gcloud.model.shown import clean
from gcloud.model.text import NAME_LENGTH


def check(draft: Draft) -> Iterator[Problem]:
    """Finds names that stand twice or mean something else."""
    for section in SECTIONS:
        for name, indices in draft.named[section.name].items():
            first = draft.positions.at((*section.way, indices[0], "name"))
            for index in indices[1:]:
                yield draft.problem(
                    (*section.way, index, "name"),
                    "name.twice",
                    f"there is another {section.word} {clean(name)}, in {first}",
                    "choose another name",
                )
    yield from _flow_words(draft)
    yield from _clouds(draft)
    yield from _instances(draft)
    yield from _volumes(draft)
    for name, indices in draft.named["services"].items():
        if name in WELL_KNOWN:
            known = WELL_KNOWN[name]
            ports = ", ".join(map(str, known.ports))
            yield draft.problem(
                ("services", indices[0], "name"),
                "service.built-in",
                f"{name} is built in: {known.protocol} {ports}".rstrip(),
                f"remove it, or name yours otherwise, for example {name}-2",
            )


def _flow_words(draft: Draft) -> Iterator[Problem]:
    """A flow names zones, peers and `internet` by one word, so it must mean one thing."""
    for section in ("zones", "ranges"):
        for index in draft.named[section].get(INTERNET, ()):
            yield draft.problem(
                (section, index, "name"),
                "name.reserved",
                f"{INTERNET} is the word for everything outside",
                "choose another name, for example internet-edge",
            )
    for name, indices in draft.named["ranges"].items():
        if name in draft.named["zones"]:
            other = draft.positions.at(("zones", draft.named["zones"][name][0], "name"))
            yield draft.problem(
                ("ranges", indices[0], "name"),
                "name.ambiguous",
                f"there is a zone {clean(name)} too, in {other}, and flows call both by their names",
                "choose another name",
            )


def _clouds(draft: Draft) -> Iterator[Problem]:
    """Two names for one cloud would make everything there twice, under the same names."""
    taken: dict[tuple[str, str], Path] = {}
    for cloud in draft.clouds:
        first = taken.setdefault((cloud.value.cloud, cloud.value.region), cloud.path)
        if first != cloud.path:
            yield draft.problem(
                (*cloud.path, "cloud"),
                "name.cloud",
                f"{cloud.value.cloud} in {cloud.value.region} is the cloud in {draft.positions.at(first)}",
                "remove one of them, or name another cloud or region",
            )


def _instances(draft: Draft) -> Iterator[Problem]:
    taken: dict[str, Path] = {}
    for server in draft.servers:
        for instance in server.value.instances:
            if len(instance) > NAME_LENGTH:
                yield draft.problem(
                    (*server.path, "name"),
                    "name.length",
                    f"the instance {instance} has {len(instance)} characters, a DNS label {NAME_LENGTH}",
                    f"shorten the name by {len(instance) - NAME_LENGTH}",
                )
                break
            other = taken.setdefault(instance, server.path)
            if other != server.path and draft.positions.text((*other, "name")) != server.value.name:
                yield draft.problem(
                    (*server.path, "name"),
                    "name.twice",
                    f"its instance {instance} is also one of the server in {draft.positions.at(other)}",
                    "choose another name",
                )
                break


def _volumes(draft: Draft) -> Iterator[Problem]:
    for server in draft.servers:
        seen: set[str] = set()
        for index, volume in enumerate(server.value.volumes):
            if volume.name in seen:
                yield draft.problem(
                    (*server.path, "volumes", index, "name"),
                    "name.twice",
                    f"the server {server.value.name} has another volume {volume.name}",
                    "choose another name",
                )
            seen.add(volume.name)
