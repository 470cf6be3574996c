"""Which hosts are meant: by name, by group, by a pattern, or all of them.

The same words on the command line, in parameters and in waivers:

* `lgsp-app-1`: this host; `lgsp-app-*`: all whose names fit, as in a shell.
* `@zone/dmz`: all of a group; `@dmz` where only one kind of group has that name.
* `all`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from gcloud.model.near import suggest
from gcloud.model.shown import clean

ALL = "all"
"""The word for every host."""

_WILD = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Unselected:
    """A word that means no host.

    Attributes:
        word: as written.
        what: what is wrong with it, one clause.
        instead: what to write instead.
    """

    word: str
    what: str
    instead: str


@dataclass(frozen=True, slots=True)
class Selected:
    """What words mean.

    Attributes:
        names: the hosts, each once, in the order of those that there are.
        wrong: the words that mean none.
    """

    names: tuple[str, ...]
    wrong: tuple[Unselected, ...]


def select(words: tuple[str, ...], hosts: Mapping[str, frozenset[str]]) -> Selected:
    """Find the hosts that words mean.

    Args:
        words: names, @groups, patterns, or `all`.
        hosts: the groups, as KIND/NAME, of each host that there is.
    """
    meant: set[str] = set()
    wrong: list[Unselected] = []
    for word in dict.fromkeys(words):
        found = _meant(word, hosts)
        if isinstance(found, Unselected):
            wrong.append(found)
        else:
            meant.update(found)
    return Selected(tuple(name for name in hosts if name in meant), tuple(wrong))


def _meant(word: str, hosts: Mapping[str, frozenset[str]]) -> frozenset[str] | Unselected:
    if word == ALL:
        return frozenset(hosts) or Unselected(word, "there are no hosts", "describe servers or hosts first")
    if word.startswith("@"):
        return _of_group(word, hosts)
    if word in hosts:
        return frozenset({word})
    if _WILD & set(word):
        fitting = frozenset(name for name in hosts if fnmatchcase(name, word))
        return fitting or Unselected(word, f"no host's name fits {clean(word)}", "see `govcloud hosts list`")
    known = {*hosts, *(f"@{name}" for name in _short(hosts))}
    otherwise = "name one that there is: `govcloud hosts list` shows them"
    near = suggest(f"@{word}", {f"@{word}"} & known, "") or suggest(word, known, otherwise)
    return Unselected(word, f"there is no host {clean(word)}", near)


def _of_group(word: str, hosts: Mapping[str, frozenset[str]]) -> frozenset[str] | Unselected:
    name = word[1:]
    groups = sorted(frozenset().union(*hosts.values()) if hosts else ())
    fitting = [group for group in groups if name in {group, group.rpartition("/")[2]}]
    if len(fitting) > 1:
        kinds = " or ".join(f"@{group}" for group in fitting)
        return Unselected(word, f"{clean(name)} is the name of several groups", f"write {kinds}")
    if not fitting:
        known = {*(f"@{group}" for group in groups), *(f"@{short}" for short in _short(hosts))}
        otherwise = "name one that there is: `govcloud hosts list` shows them"
        return Unselected(word, f"there is no group {clean(name)}", suggest(word, known, otherwise))
    return frozenset(host for host, of in hosts.items() if fitting[0] in of)


def _short(hosts: Mapping[str, frozenset[str]]) -> Iterator[str]:
    yield from {group.rpartition("/")[2] for of in hosts.values() for group in of}
