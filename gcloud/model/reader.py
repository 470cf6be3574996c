"""Reads the text of one file into nodes, by YAML's events and not by its objects.

Events come one after the other, so nothing here recurses on what a stranger
wrote: depth and size are bounded as they grow. Nothing is ever constructed but
text, numbers, truth values, lists and mappings; tags are refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from gcloud.model.node import NO_KEYS, Node, Place
from gcloud.model.problem import Position, Problem
from gcloud.model.scalar import meaning
from gcloud.model.shown import shown
from gcloud.model.syntax import end_of, explain, unprintable

DEPTH = 16
"""Lists and mappings inside each other; a site needs 6."""

NODES = 500_000
"""Values in one file, those repeated by an alias counted each time; a large province needs 100,000."""

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_Begin = yaml.SequenceStartEvent | yaml.MappingStartEvent


def read(text: str, file: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """Reads one file.

    Args:
        text: what is in it.
        file: its name, for positions.

    Returns:
        The top node, None where the file says nothing or can't be understood, and all problems found.
    """
    refused = unprintable(text, file)
    if refused is not None:
        return None, (refused,)
    reading = _Reading(file, end_of(text, file))
    try:
        return reading.run(_events(text)), tuple(reading.problems)
    except _Refusal as refusal:
        return None, (*reading.problems, refusal.problem)
    except yaml.YAMLError as error:
        return None, (*reading.problems, explain(error, text, file))


def _events(text: str) -> Iterator[yaml.Event]:
    """What yaml.parse gives, asked for one by one without a detour: there are hundreds of thousands."""
    parser = _Loader(text)
    try:
        yield from iter(parser.get_event, None)
    finally:
        parser.dispose()


class _Refusal(Exception):  # noqa: N818 - never leaves this module
    """Reading ends here, with a problem that makes the rest of the file meaningless."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what)
        self.problem = problem


@dataclass(slots=True)
class _Open:
    """A list or mapping that has begun and not yet ended.

    Attributes:
        node: what is read of it so far.
        anchor: the name by which an alias may repeat it.
        keys: of a mapping, where each key stands.
        key: in a mapping, the key whose value comes next.
        again: the key is there already, so its value is dropped.
    """

    node: Node
    anchor: str | None
    keys: dict[str, Place]
    key: str | None = None
    again: bool = False

    @property
    def awaits_key(self) -> bool:
        return isinstance(self.node.value, dict) and self.key is None

    def take(self, child: Node) -> None:
        if isinstance(self.node.value, list):
            self.node.value.append(child)
        elif isinstance(self.node.value, dict) and self.key is not None:
            if not self.again:
                self.node.value[self.key] = child
            self.key = None


class _Reading:
    """The events of one file, put together."""

    def __init__(self, file: str, end: Position) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._end: Place = (end.file, end.line, end.column)
        self._open: list[_Open] = []
        self._anchors: dict[str, Node] = {}
        self._top: Node | None = None

    def run(self, events: Iterator[yaml.Event]) -> Node | None:
        for event in events:
            match event:
                case yaml.ScalarEvent():
                    self._scalar(event)
                case yaml.SequenceStartEvent():
                    self._begin(event, Node(self._at(event), []), {})
                case yaml.MappingStartEvent():
                    keys: dict[str, Place] = {}
                    self._begin(event, Node(self._at(event), {}, keys), keys)
                case yaml.CollectionEndEvent():
                    closed = self._open.pop()
                    self._put(closed.node, closed.anchor)
                case yaml.AliasEvent():
                    self._alias(event)
                case yaml.DocumentStartEvent() if self._top is not None:
                    raise self._refusal(
                        event,
                        "yaml.documents",
                        "a second document begins here",
                        "remove the line --- or use two files",
                    )
                case _:
                    pass
        return self._top

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if event.tag is not None:
            self._refuse_tag(event)
        holder = self._open[-1] if self._open else None
        if holder is not None and holder.awaits_key:
            self._key(event, holder)
            return
        where, text = self._at(event), event.value
        if event.style:
            node = Node(where, text, NO_KEYS, text)
        else:
            if not text and holder is not None and holder.key is not None:
                where = holder.keys[holder.key]  # an absent value stands where its key does
            node = Node(where, meaning(text), NO_KEYS, text)
        self._put(node, event.anchor)

    def _key(self, event: yaml.ScalarEvent, holder: _Open) -> None:
        key, keys = event.value, holder.keys
        if key == "<<":
            raise self._refusal(event, "yaml.merge", "<< means nothing here", "write the fields out")
        holder.key, holder.again = key, key in keys
        if holder.again:
            what = f"{shown(key)} stands here twice, first in line {keys[key][1]}"
            self.problems.append(
                Problem.at(Position(*self._at(event)), "yaml.duplicate", what, "remove one of them")
            )
        else:
            keys[key] = self._at(event)

    def _begin(self, event: _Begin, node: Node, keys: dict[str, Place]) -> None:
        self._refuse_tag(event)
        if self._open and self._open[-1].awaits_key:
            raise self._refusal(
                event, "yaml.key", "a list or mapping cannot be a key", "write a word before the colon"
            )
        if len(self._open) == DEPTH:
            raise self._refusal(
                event, "yaml.depth", f"more than {DEPTH} levels inside each other", "write it flatter"
            )
        self._open.append(_Open(node, event.anchor, keys))

    def _alias(self, event: yaml.AliasEvent) -> None:
        name = event.anchor or ""
        if self._open and self._open[-1].awaits_key:
            raise self._refusal(
                event, "yaml.key", "an alias cannot be a key", "write a word before the colon"
            )
        if any(holder.anchor == name for holder in self._open):
            raise self._refusal(
                event, "yaml.alias", f"the alias {shown(name)} would hold itself", "write the value out"
            )
        if name not in self._anchors:
            raise self._refusal(
                event, "yaml.alias", f"no anchor above has the name {shown(name)}", "write the value out"
            )
        self._put(self._anchors[name], None)

    def _put(self, node: Node, anchor: str | None) -> None:
        if anchor:
            self._anchors[anchor] = node
        if not self._open:
            self._top = node
            return
        holder = self._open[-1]
        holder.node.size += node.size
        if holder.node.size > NODES:
            what = f"more than {NODES} values, repeated ones counted each time"
            raise _Refusal(
                Problem.at(holder.node.position, "yaml.size", what, "split the file, use no aliases")
            )
        holder.take(node)

    def _refuse_tag(self, event: yaml.ScalarEvent | _Begin) -> None:
        if event.tag is None or event.tag == "!":
            return
        if "include" in event.tag:
            raise self._refusal(
                event, "yaml.tag", "files are not included", "remove it: every *.yaml of the folder is read"
            )
        raise self._refusal(event, "yaml.tag", f"the tag {shown(event.tag)} means nothing here", "remove it")

    def _at(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        if mark is None or mark.line >= self._end[1]:
            return self._end
        return (self._file, mark.line + 1, mark.column + 1)

    def _refusal(self, event: yaml.Event, rule: str, what: str, instead: str) -> _Refusal:
        return _Refusal(Problem.at(Position(*self._at(event)), rule, what, instead))
