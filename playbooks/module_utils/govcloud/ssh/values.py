"""How a value of one of sshd's options compares with the one asked for; pure."""

from __future__ import annotations

import re
from typing import Callable, Dict, List, Tuple

LOWER = frozenset(
    {"maxauthtries", "maxsessions", "logingracetime", "clientaliveinterval", "clientalivecountmax"}
)
"""Numbers where less is stricter, and 0 means "never"."""

HIGHER = frozenset({"requiredrsasize"})
_LEVELS = ("QUIET", "FATAL", "ERROR", "INFO", "VERBOSE")
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_BYTES = {"k": 1 << 10, "m": 1 << 20, "g": 1 << 30}


def written(value: object) -> str:
    """A value of the catalogue as it stands in a file: YAML's true and false are ``yes`` and ``no``."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " ".join(written(entry) for entry in value)
    return str(value)


def satisfies(option: str, want: str, have: str) -> bool:
    """Whether a value is what is asked for, or stricter.

    Args:
        option: The option, in lower case.
        want: The value asked for.
        have: The value as ``sshd -T`` shows it.
    """
    return _BY_OPTION.get(option, _same)(want, have)


def seconds(text: str) -> int:
    """A number or a time (``2m``, ``1h30m``) as a number; -1 where it is neither."""
    parts = re.findall(r"(\d+)([smhdw]?)", text.lower())
    if not parts or "".join(number + unit for number, unit in parts) != text.lower():
        return -1
    return sum(int(number) * _SECONDS[unit] for number, unit in parts)


def _lower(want: str, have: str) -> bool:
    return 0 < seconds(have) <= seconds(want) or seconds(have) == seconds(want) == 0


def _higher(want: str, have: str) -> bool:
    return seconds(have) >= seconds(want)


def _startups(want: str, have: str) -> bool:
    (begin, rate, full), (most, least, limit) = _parts(have), _parts(want)
    return begin <= most and rate >= least and full <= limit


def _parts(text: str) -> Tuple[int, int, int]:
    """From how many on a share of further ones is refused, that share, and from how many on all are."""
    begin, *rest = [int(number) for number in text.split(":")]
    return (begin, rest[0], rest[1]) if rest else (begin, 100, begin)


def _level(want: str, have: str) -> bool:
    levels = _LEVELS[_LEVELS.index(want.upper()) :] if want.upper() in _LEVELS else (want.upper(),)
    return have.upper() in levels


def _same_rekey(want: str, have: str) -> bool:
    return _rekey(have) == _rekey(want)


def _rekey(text: str) -> Tuple[str, ...]:
    size, _, time = text.lower().partition(" ")
    match = re.fullmatch(r"(\d+)([kmg])", size)
    amount = str(int(match.group(1)) * _BYTES[match.group(2)]) if match else size
    return amount, str(0 if time.strip() in ("", "none") else seconds(time.strip()))


def _penalties(want: str, have: str) -> bool:
    if have.split()[:1] == ["no"]:
        return want == "no"
    if want in ("yes", "no"):
        return want == "yes"
    set_now = dict(entry.split(":", 1) for entry in have.lower().split() if ":" in entry)
    asked = [entry.split(":", 1) for entry in want.lower().split() if ":" in entry]
    return all(seconds(set_now.get(name, "")) == seconds(value) for name, value in asked)


def _same(want: str, have: str) -> bool:
    return _words(want) == _words(have)


def _words(text: str) -> List[str]:
    same = {"without-password": "prohibit-password"}
    return [same.get(word, word) for word in text.lower().replace(",", " , ").split()]


_BY_OPTION: Dict[str, Callable[[str, str], bool]] = {
    "maxauthtries": _lower,  # less is stricter, and 0 means "never"
    "maxsessions": _lower,
    "logingracetime": _lower,
    "clientaliveinterval": _lower,
    "clientalivecountmax": _lower,
    "requiredrsasize": _higher,
    "maxstartups": _startups,
    "loglevel": _level,
    "rekeylimit": _same_rekey,
    "persourcepenalties": _penalties,
}
