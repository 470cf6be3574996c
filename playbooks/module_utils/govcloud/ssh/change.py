"""What must change so that sshd does what is asked: our drop-in, read first, and what stands against it."""

from __future__ import annotations

from typing import Collection, Dict, List, Mapping, Sequence, Tuple

from ..edits import Edits
from ..errors import InapplicableError
from ..item import Item
from .effective import name_of
from .files import FOLDER, MAIN, OURS, include_first, included, parse, read_lines
from .options import ALGORITHMS

MATCHED = f"{FOLDER}/00-govcloud-match.conf"
_HEAD = "# Written by govcloud. Read before any other file, and the first value counts."
_ADDING = frozenset({"allowgroups", "hostkey"})  # options of which every line counts, not only the first


def set_options(item: Item, edits: Edits, options: Mapping[str, str]) -> None:
    """Set options in our drop-in, and see to it that it is read first."""
    _set(item, edits, [(option, value) for option, value in options.items()])


def set_host_keys(item: Item, edits: Edits, paths: Sequence[str]) -> None:
    """Offer these host keys and no others.

    Raises:
        InapplicableError: There are none.
    """
    if not paths:
        raise InapplicableError("no host key of the host is of a type allowed and large enough")
    _set(item, edits, [("HostKey", path) for path in paths])


def set_matched(item: Item, edits: Edits, condition: str, options: Mapping[str, str]) -> None:
    """Set options in a ``Match`` block of ours."""
    blocks: Dict[str, Dict[str, str]] = {}
    current = ""
    for _, keyword, value in parse(edits.text(MATCHED) or ""):
        if keyword.lower() == "match":
            current = value
        else:
            blocks.setdefault(current, {})[keyword] = value
    blocks.setdefault(" ".join(condition.split()), {}).update(options)
    lines = ["# Written by govcloud. The first block that fits counts."]
    for name, entries in sorted(blocks.items()):
        lines += [f"Match {name}", *(f"\t{option} {value}" for option, value in sorted(entries.items()))]
    edits.write(item.id, MATCHED, "\n".join(lines) + "\n", mode=0o600)
    settle(item, edits)


def known(edits: Edits, option: str, allowed: Sequence[str]) -> str:
    """The algorithms allowed that this OpenSSH knows, in their order.

    Raises:
        InapplicableError: It knows none of them.
        UnreadableError: The client, which tells, isn't installed.
    """
    here = set(edits.host.ask(["ssh", "-Q", ALGORITHMS.get(option, option)]).out.split())
    both = [entry for entry in allowed if entry in here]
    if not both:
        raise InapplicableError(f"this OpenSSH knows none of {option} {','.join(allowed)}")
    return ",".join(both)


def settle(item: Item, edits: Edits) -> None:
    """Read our folder first; have sshd accept the whole before it takes it up. Sessions stay."""
    main = edits.text(MAIN) or ""
    if not included(main):
        edits.write(item.id, MAIN, include_first(main))
    edits.verify(["sshd", "-t"])
    edits.restart("ssh.service", "try-reload-or-restart")


def _set(item: Item, edits: Edits, new: Sequence[Tuple[str, str]]) -> None:
    names = {name_of(option) for option, _ in new}
    kept = [
        (keyword, value)
        for _, keyword, value in parse(edits.text(OURS) or "")
        if name_of(keyword) not in names
    ]
    _silence(item, edits, names)
    body = [f"{keyword} {value}" for keyword, value in sorted([*kept, *new], key=_by_name)]
    edits.write(item.id, OURS, "\n".join([_HEAD, *body]) + "\n", mode=0o600)
    settle(item, edits)


def _by_name(entry: Tuple[str, str]) -> str:
    return entry[0].lower()


def _silence(item: Item, edits: Edits, names: Collection[str]) -> None:
    """Take back lines that would add to ours, and those of files that are read before ours."""
    for path in {line.file for line in read_lines(edits.host) if line.file != OURS}:
        earlier = path.startswith(f"{FOLDER}/") and path < OURS
        gone = {name for name in names if name in _ADDING or earlier}
        text = edits.text(path) or ""
        lines = text.splitlines()
        for number in _outside_blocks(text, gone):
            lines[number - 1] = f"# govcloud: see {OURS}: {lines[number - 1]}"
        if lines != text.splitlines():
            edits.write(item.id, path, "\n".join(lines) + "\n")


def _outside_blocks(text: str, names: Collection[str]) -> List[int]:
    found = []
    for number, keyword, _ in parse(text):
        if keyword.lower() == "match":
            break
        if name_of(keyword) in names:
            found.append(number)
    return found
