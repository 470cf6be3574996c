"""What a plan rests on, in hashes: the site, the versions, the state, what was seen of the cloud, each step.

The hashes are keyed by the passphrase, so that a plan can be handed around
without telling anything of what it is about. Each is of one thing with a name (a
file, a resource), so that who holds a plan against the world later can say what
has moved.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from gcloud.deploy import circumstances as facts
from gcloud.deploy.basis import Basis
from gcloud.deploy.outcome import Outcome
from gcloud.deploy.target import Target
from gcloud.engine.events import StepPlanned
from gcloud.engine.scope import WHOLE
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.secrets import Crypter
from gcloud.engine.values import UNKNOWN, UNKNOWN_TEXT, map_tree, reveal
from gcloud.model.folder import sources

VERSIONS: Final = (
    "govcloud.version",
    "govcloud.python",
    "govcloud.pulumi",
    "govcloud.pulumi-openstack",
    "govcloud.openstacksdk",
)
MOMENTS: Final = frozenset({"created", "modified", "extra"})
"""Fields of a state that say when, and nothing of what."""

Hashes = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Proof:
    """A plan and what it rests on.

    Args:
        versions: of all that has a say, in clear.
        site: by file of the site and of the program, and of the stack's settings.
        state: by resource, as the state had it.
        cloud: by resource, as it was seen: its id and what it is set to.
        steps: by resource, what is done to it with which values.
    """

    versions: Hashes
    site: Hashes
    state: Hashes
    cloud: Hashes
    steps: Mapping[str, Mapping[str, Any]]


def proof(target: Target, basis: Basis, outcome: Outcome, key: Crypter) -> Proof:
    """Put together what a plan rests on.

    Args:
        target: the stack.
        basis: what the preview has found.
        outcome: the plan.
        key: hashes.
    """
    wanted = {one.urn: one for one in basis.changes.wanted if not one.delete}
    told = facts.circumstances(target.site, "embedded", WHOLE)
    return Proof(
        versions={name: told[name] for name in VERSIONS},
        site=_site(target, key),
        state={_name(one): key.tag(_text(_whole(one))) for one in basis.before},
        cloud={_name(one): key.tag(_text([one.id, one.inputs])) for one in basis.changes.base if one.custom},
        steps={step.urn: _step(step, wanted.get(step.urn), key) for step in outcome.planned},
    )


def _site(target: Target, key: Crypter) -> Hashes:
    texts, _ = sources(target.site)
    programs = target.program.folder.parent
    files = {str(Path(name).relative_to(target.site)): text for name, text in texts.items()}
    for path in sorted(programs.rglob("*.py")):
        files[f"{programs.name}/{path.relative_to(programs)}"] = path.read_text(encoding="utf-8")
    files["settings of the stack"] = _text(
        {name: value for name, value in target.settings.config.items() if not name.endswith(":site")}
    )
    return {name: key.tag(text) for name, text in files.items()}


def _step(step: StepPlanned, wanted: ResourceState | None, key: Crypter) -> Mapping[str, Any]:
    return {
        "op": step.op,
        "id": step.id,
        "delete_before_replace": step.delete_before_replace,
        "changes": [
            {
                "path": change.path,
                "replaces": change.replaces,
                "values": key.tag(_text([change.old, change.new])),
            }
            for change in sorted(step.changes, key=lambda change: change.path)
        ],
        "inputs": "" if wanted is None else key.tag(_text(_asked(wanted.inputs, new=step.op != "update"))),
    }


def _asked(inputs: Mapping[str, Any], *, new: bool) -> Mapping[str, Any]:
    """Give inputs without the defaults of a new object: a name that nobody chose is drawn anew each time."""
    drawn = set(inputs.get("__defaults", ())) if new else set()
    return {name: value for name, value in inputs.items() if name not in drawn}


def _name(one: ResourceState) -> str:
    return f"{one.urn} ({one.id})" if one.delete else one.urn


def _whole(one: ResourceState) -> Mapping[str, Any]:
    return {name: value for name, value in _fields(one) if name not in MOMENTS}


def _fields(one: ResourceState) -> Iterable[tuple[str, Any]]:
    return ((name, getattr(one, name)) for name in type(one).__dataclass_fields__)


def _text(tree: Any) -> str:  # noqa: ANN401 - a property tree
    plain = map_tree(reveal(tree), lambda leaf: UNKNOWN_TEXT if leaf is UNKNOWN else leaf)
    return json.dumps(plain, sort_keys=True, ensure_ascii=False)


def moved(then: Proof, now: Proof) -> Mapping[str, tuple[str, ...]]:
    """Tell what is not as it was, by kind: "versions", "site", "state", "cloud", "steps"; empty if nothing.

    Args:
        then: what a plan rested on when it was saved.
        now: what the same plan rests on now.
    """
    old, new = asdict(then), asdict(now)
    found = {
        kind: tuple(
            name for name in sorted({*old[kind], *new[kind]}) if old[kind].get(name) != new[kind].get(name)
        )
        for kind in old
    }
    return {kind: names for kind, names in found.items() if names}
