"""The record of addresses as text.

One line an allotment, in the order of the addresses, so that a change is a
small diff and the file reads as the site's address table. Written by hand
rather than by a YAML library, because the text is an interface: the same
record gives the same bytes, whatever version of a library is installed.
"""

import re
from collections.abc import Iterable

from gcloud.plan.allotment import Allotment, Network

_PLAIN = re.compile(r"[a-z][a-z0-9-]*(/[a-z0-9.-]+){0,2}")
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})

HEADER = """\
# The addresses that this site has given, by range and address. `govcloud allot` writes this file;
# the plan only reads it. Commit it: it is what keeps everybody's address when others come and go.
# A line with `released_on` belongs to nobody any more, and its block stays closed for a year.

"""


def record_text(record: Iterable[Allotment], *, header: str = HEADER) -> str:
    """Write the record as the text of `addresses.yaml`.

    Args:
        record: the lines, in the order to write.
        header: the comment on top; `header_of` the file's old text keeps what somebody wrote there.

    Returns:
        YAML with a final newline.
    """
    lines = [_line(line) for line in record]
    body = "addresses:\n" + "".join(lines) if lines else "addresses: []\n"
    return header + body


def header_of(text: str) -> str:
    """The comment on top of a record's text, with its blank lines; HEADER where there is none."""
    lines = []
    for line in text.splitlines(keepends=True):
        if line.strip() and not line.startswith("#"):
            break
        lines.append(line)
    header = "".join(lines)
    return header if header.strip() else HEADER


def _line(line: Allotment) -> str:
    released = f", released_on: {line.released_on.isoformat()}" if line.released_on else ""
    owner, pool = _scalar(line.owner), _scalar(line.pool)
    return f"  - {{owner: {owner}, range: {pool}, block: {block_text(line.block)}{released}}}\n"


def block_text(block: Network) -> str:
    """A block as YAML: a single address without its length; IPv6 quoted for its colons."""
    text = str(block.network_address) if block.prefixlen == block.max_prefixlen else str(block)
    return f'"{text}"' if block.version == 6 else text  # noqa: PLR2004 - the version's own number


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) and text not in _WORDS else f'"{text}"'
