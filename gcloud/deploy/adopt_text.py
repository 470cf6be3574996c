"""Adopted objects as the text of a site's files, to be read and judged by people."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import yaml

from gcloud.deploy.adopt_describe import LeftOut
from gcloud.model.adopted import AdoptedObject
from gcloud.model.scalar import meaning

_WIDTH: Final = 110
_LISTED: Final = 30
"""Left out objects of one kind that are named; more are counted."""

_PLAIN_FIRST: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ$")
_PLAIN: Final = _PLAIN_FIRST | frozenset("0123456789_-./: ")

_WORDS: Final = frozenset({"yes", "no", "on", "off", "y", "n", "true", "false", "null"})

ADOPTED_HEAD: Final = """\
# Objects of the cloud {cloud}, as they were when `govcloud adopt` took them over.
# Each is exactly what its properties say: change one here, and `govcloud up` changes it there.
# `protect` holds by itself: write `protect: false` and run `up` before an object may be deleted or replaced.
# Nothing secret is in this file; what no API gives away (passwords, user data) is not either.
"""

SITE: Final = """\
# A site taken over from a running cloud by `govcloud adopt`. Its objects are in adopted.yaml.
schema: 1
site:
  name: {name}
  province: "{province}"
  profile: {profile}
# Where the machines stand: nothing in a cloud says that. Correct it.
locations:
  - {{ name: {location}, label: {label} }}
clouds:
  - name: {own_name}
    cloud: {cloud}
    region: {region}
    location: {location}
    external_network: {external}
"""


class _Dumper(yaml.SafeDumper):
    """Writes a text in quotes wherever a reader could take it for something else."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    firm = value[:1] in _PLAIN_FIRST and set(value) <= _PLAIN and value == value.strip()
    firm = firm and ": " not in value and not value.endswith(":")
    plain = firm and meaning(value) == value and value.lower() not in _WORDS
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if plain else '"')


_Dumper.add_representer(str, _text)


def quoted(value: str) -> str:
    """Write one text as YAML."""
    text: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, width=1 << 16)
    return text.removesuffix("\n").removesuffix("\n...")


def adopted_text(
    objects: Iterable[AdoptedObject],
    *,
    cloud: str,
    left_out: Sequence[LeftOut] = (),
    unseen: Mapping[str, str] | None = None,
    remarks: Sequence[str] = (),
) -> str:
    """Write adopted.yaml.

    Args:
        objects: in the order to write.
        cloud: the cloud's name in clouds.yaml.
        left_out: what is there and not adopted.
        unseen: by type, why it could not be listed.
        remarks: what somebody may want to look at.
    """
    comments = "".join(f"# {line}\n" if line else "#\n" for line in _notes(left_out, unseen or {}, remarks))
    body = "\n".join(_object(one) for one in objects)
    return (
        ADOPTED_HEAD.format(cloud=cloud) + comments + ("\nadopted:\n" + body if body else "\nadopted: []\n")
    )


def _notes(left_out: Sequence[LeftOut], unseen: Mapping[str, str], remarks: Sequence[str]) -> Iterator[str]:
    if unseen:
        yield ""
        yield "NOT SEEN, so this file is not whole:"
        yield from (f"  {type_}: {_one_line(why)}" for type_, why in sorted(unseen.items()))
    if left_out:
        yield ""
        yield f"Left out ({len(left_out)}):"
        reasons = Counter((one.type, one.why) for one in left_out)
        for (type_, why), number in sorted(reasons.items()):
            names = [one.name or one.id for one in left_out if (one.type, one.why) == (type_, why)]
            more = f" … and {number - _LISTED} more" if number > _LISTED else ""
            yield f"  {type_} ({why}): {_one_line(', '.join(sorted(names)[:_LISTED]))}{more}"
    if remarks:
        yield ""
        yield "Remarks:"
        yield from (f"  {_one_line(remark)}" for remark in remarks)


def _one_line(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)


def _object(one: AdoptedObject) -> str:
    fields = one.model_dump(exclude_defaults=True)
    text: str = yaml.dump(
        [{key: list(value) if isinstance(value, tuple) else value for key, value in fields.items()}],
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=_WIDTH,
    )
    return "".join(f"  {line}\n" for line in text.splitlines())


def site_text(facts: Mapping[str, Any]) -> str:
    """Write site.yaml.

    Args:
        facts: `name`, `province`, `profile`, `location`, `label`, `own_name`, `cloud`, `region`, `external`.
    """
    return SITE.format(
        **{**facts, **{key: quoted(facts[key]) for key in ("label", "cloud", "region", "external")}}
    )
