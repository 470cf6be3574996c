"""Kind ``file``: a file has exactly this text, mode and owner.

Fields: ``path``, ``content`` (left out: any), ``mode``, ``owner``, ``group``, ``validate`` (a program that
must accept it, ``%s`` is the file), ``restart`` (units).
"""

from __future__ import annotations

from .. import effects
from ..edits import Edits
from ..facts import find_line
from ..host import Host
from ..item import Item
from ..kind import Kind
from ..result import Evidence, Result, absent, compared


class File(Kind):
    """A whole file."""

    name = "file"

    def read_one(self, host: Host, item: Item) -> Result:
        """Compare text, mode and owner."""
        path, content = item.text("path"), item.optional("content")
        want = {"text": "as given" if content is not None else None, "mode": item.optional("mode")}
        want.update(owner=item.optional("owner"), group=item.optional("group"))
        want = {key: value for key, value in want.items() if value is not None}
        state = host.stat(path)
        if state is None:
            return absent(f"{path} is not there", item.absent_is, "fail", want)
        owner, group = host.owner(state.st_uid, state.st_gid)
        have = {"mode": f"{state.st_mode & 0o7777:04o}", "owner": owner, "group": group}
        evidence = [Evidence(path, None, f"{have['mode']} {owner}:{group}")]
        if content is not None:
            text = host.text(path) or ""
            have["text"] = "as given" if text == content else "different"
            evidence.append(_first_difference(path, content, text))
        if "mode" in want:
            want["mode"] = f"{item.bits('mode'):04o}"
        return compared(want, {key: have[key] for key in want}, evidence)

    def apply(self, item: Item, edits: Edits) -> None:
        """Write the file as it must be."""
        path, content = item.text("path"), item.optional("content")
        edits.write(
            item.id,
            path,
            (edits.text(path) or "") if content is None else content,
            mode=item.bits("mode"),
            owner=item.optional("owner"),
            group=item.optional("group"),
            check=item.texts("validate") or None,
        )
        effects.follow(edits, path)
        for unit in item.texts("restart"):
            edits.restart(unit)


def _first_difference(path: str, want: str, have: str) -> Evidence:
    """The first line of the file that isn't as wanted, or its first line where all are."""
    lines, wanted = have.splitlines(), want.splitlines()
    for number, line in enumerate(lines, 1):
        if number > len(wanted) or line != wanted[number - 1]:
            return Evidence(path, number, line)
    if len(wanted) > len(lines):
        return Evidence(path, len(lines), f"ends before: {wanted[len(lines)]}")
    first = lines[0] if lines else ""
    return Evidence(path, find_line(have, first), first)
