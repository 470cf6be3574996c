"""Reads the text of one file into nodes, by YAML's events and not by its objects.

Events come one after the other, so nothing here recurses on what a stranger
wrote: depth and size are bounded as they grow. Nothing is ever constructed but
text, numbers, truth values, lists and mappings; tags are refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from gcloud.model.node import Node
from gcloud.model.problem import Position, Problem
from gcloud.model.scalar import meaning
from gcloud.model.syntax import explain

DEPTH = 16
"""Lists and mappings inside each other; a site needs 6."""

NODES = 1_000_000
"""Values in one file, those repeated by an alias counted each time; a large province needs 100,000."""

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Refused(Exception):
    """Reading ends here, with a problem that makes the rest of the file meaningless."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what)
        self.problem = problem


@dataclass(slots=True)
class _Open:
    """A list or mapping that has begun and not yet ended."""

    node: Node
    anchor: str | None
    key: str | None = None
    awaits_key: bool = True
    taken: set[str] = field(default_factory=set)


def read(text: str, file: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """Reads one file.

    Args:
        text: what is in it.
        file: its name, for positions.

    Returns:
        The top node, None where the file says nothing or can't be understood, and all problems found.
    """
    reading = _Reading(file)
    try:
        return reading.run(text), tuple(reading.problems)
    except _Refused as refused:
        return None, (*reading.problems, refused.problem)
    except yaml.YAMLError as error:
        return None, (*reading.problems, explain(error, text, file))


class _Reading:
    """The events of one file, put together."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._open: list[_Open] = []
        self._anchors: dict[str, Node] = {}
        self._top: Node | None = None
        self._documents = 0

    def run(self, text: str) -> Node | None:
        events: Iterator[yaml.Event] = yaml.parse(text, Loader=_Loader)
        for event in events:
            match event:
                case yaml.ScalarEvent():
                    self._scalar(event)
                case yaml.SequenceStartEvent():
                    self._begin(event, Node(self._at(event), []))
                case yaml.MappingStartEvent():
                    self._begin(event, Node(self._at(event), {}))
                case yaml.CollectionEndEvent():
                    self._end()
                case yaml.AliasEvent():
                    self._alias(event)
                case yaml.DocumentStartEvent():
                    self._document(event)
                case _:
                    pass
        return self._top

    def _at(self, event: yaml.Event) -> Position:
        return Position(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _document(self, event: yaml.Event) -> None:
        self._documents += 1
        if self._documents > 1:
            raise self._refuse(
                event,
                "yaml.documents",
                "a second document begins here",
                "remove the line ---, or use two files",
            )

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._no_tag(event)
        holder = self._open[-1] if self._open else None
        if holder and isinstance(holder.node.value, dict) and holder.awaits_key:
            self._key(event, holder)
            return
        plain = not event.style
        node = Node(self._at(event), meaning(event.value) if plain else event.value, text=event.value)
        if event.anchor:
            self._anchors[event.anchor] = node
        self._add(event, node)

    def _key(self, event: yaml.ScalarEvent, holder: _Open) -> None:
        key = event.value
        if key == "<<":
            raise self._refuse(
                event,
                "yaml.merge",
                "<< copies fields from elsewhere, which a site does not do",
                "write them out",
            )
        if key in holder.node.keys:
            first = holder.node.keys[key].line
            self._report(
                event, "yaml.duplicate", f'"{key}" stands here twice, first in line {first}', "remove one"
            )
        holder.key = key
        holder.awaits_key = False
        if key not in holder.node.keys:
            holder.node.keys[key] = self._at(event)
        else:
            holder.taken.add(key)

    def _begin(self, event: yaml.SequenceStartEvent | yaml.MappingStartEvent, node: Node) -> None:
        self._no_tag(event)
        if self._open and isinstance(self._open[-1].node.value, dict) and self._open[-1].awaits_key:
            raise self._refuse(
                event, "yaml.key", "a list or mapping cannot be a key", "write a word before the colon"
            )
        if len(self._open) == DEPTH:
            raise self._refuse(
                event, "yaml.depth", f"more than {DEPTH} levels inside each other", "write it flatter"
            )
        self._open.append(_Open(node, event.anchor))

    def _end(self) -> None:
        closed = self._open.pop()
        if closed.anchor:
            self._anchors[closed.anchor] = closed.node
        self._add(None, closed.node)

    def _alias(self, event: yaml.AliasEvent) -> None:
        node = self._anchors.get(event.anchor)
        if node is None:
            inside = any(holder.anchor == event.anchor for holder in self._open)
            what = (
                f"*{event.anchor} lies inside itself"
                if inside
                else f"*{event.anchor} was never marked &{event.anchor}"
            )
            raise self._refuse(event, "yaml.alias", what, "write the value out")
        if self._open and isinstance(self._open[-1].node.value, dict) and self._open[-1].awaits_key:
            raise self._refuse(event, "yaml.key", "an alias cannot be a key", "write a word before the colon")
        self._add(event, node)

    def _add(self, event: yaml.Event | None, node: Node) -> None:
        if not self._open:
            self._top = node
            return
        holder = self._open[-1]
        holder.node.size += node.size
        if holder.node.size > NODES:
            at = node.position if event is None else self._at(event)
            raise _Refused(
                Problem.at(
                    at, "yaml.size", f"more than {NODES} values, counting repeated ones", "split the file"
                )
            )
        if isinstance(holder.node.value, list):
            holder.node.value.append(node)
        elif isinstance(holder.node.value, dict) and holder.key is not None:
            if holder.key not in holder.taken:
                holder.node.value[holder.key] = node
            holder.awaits_key = True

    def _no_tag(self, event: yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent) -> None:
        if event.tag is None or event.tag == "!":
            return
        if "include" in event.tag:
            raise self._refuse(
                event,
                "yaml.tag",
                "files are not included",
                "remove it: every *.yaml file of the folder is read",
            )
        raise self._refuse(event, "yaml.tag", f"the tag {event.tag} means nothing here", "remove it")

    def _report(self, event: yaml.Event, rule: str, what: str, instead: str) -> None:
        self.problems.append(Problem.at(self._at(event), rule, what, instead))

    def _refuse(self, event: yaml.Event, rule: str, what: str, instead: str) -> _Refused:
        return _Refused(Problem.at(self._at(event), rule, what, instead))
