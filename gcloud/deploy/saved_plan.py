"""A plan as a file: saved by `plan --save`, carried out by `up --plan` exactly or not at all.

    {"version": 1, "stack": …, "scope": {…}, "made": {…}, "plan": HASH, "proof": {…}, "salt": …, "seal": …}

No value of any property is in it, only hashes keyed by the passphrase; the seal
is such a hash of all the rest, so a file that was altered is refused. Who has
another passphrase can't use it. Its form: docs/schema/plan.schema.json.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Final, Self

from gcloud.deploy import circumstances as facts
from gcloud.deploy.proof import Proof, moved
from gcloud.deploy.target import Target
from gcloud.engine.scope import Scope
from gcloud.engine.state.secrets import Crypter, new_salt, unlock
from gcloud.errors import ExitCode, GovCloudError, InputError
from gcloud.model.few import few

VERSION: Final = 1
KINDS: Final = {
    "versions": "the versions",
    "site": "the site's files or its program",
    "state": "the state",
    "cloud": "the cloud",
    "steps": "what would be done",
}
SHOWN: Final = 5


class PlanMovedError(GovCloudError):
    """The world is not what the plan was made for; a finding, not a failure."""

    exit_code = ExitCode.FINDINGS


@dataclass(frozen=True, kw_only=True)
class SavedPlan:
    """A saved plan.

    Args:
        project: whose plan it is.
        stack: likewise.
        scope: what of the stack it is about; always verified.
        made: who made it, when, from which commit.
        plan: the hash of its steps (gcloud.deploy.plan_hash), as in the record of its run.
        proof: what it rests on.
        salt: of the key of its hashes.
    """

    project: str
    stack: str
    scope: Scope
    made: Mapping[str, str]
    plan: str
    proof: Proof
    salt: str

    @classmethod
    def make(cls, target: Target, scope: Scope, plan: str, salt: str, proof: Proof) -> Self:
        """Put a plan together that is made now, by this user, on this machine."""
        told = facts.circumstances(target.site, "embedded", scope)
        names = (facts.USER, facts.HOST, facts.HEAD, facts.BRANCH, facts.DIRTY)
        when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        made = {"time": when, **{name.rpartition(".")[2]: told[name] for name in names if name in told}}
        return cls(
            project=target.program.project,
            stack=target.stack,
            scope=scope,
            made=made,
            plan=plan,
            proof=proof,
            salt=salt,
        )

    def require_same(self, plan: str, now: Proof) -> None:
        """Do nothing if the world is as the plan knows it.

        Args:
            plan: the hash of what would be done now.
            now: what that rests on.

        Raises:
            PlanMovedError: it is not; says what moved.
        """
        found = dict(moved(self.proof, now))
        if not found and plan != self.plan:
            found["steps"] = ()
        if not found:
            return
        lines = [f"{KINDS[kind]} ({_few(names)})" if names else KINDS[kind] for kind, names in found.items()]
        raise PlanMovedError(
            f"The plan can't be carried out as it was made: since then {', '.join(lines)} changed. "
            "Nothing was changed by this command.",
            hint="Make the plan again, and look at it again.",
            data={"moved": {kind: list(names) for kind, names in found.items()}, "made": dict(self.made)},
        )


def fresh_key(passphrase: str) -> tuple[str, Crypter]:
    """Give the salt and the key of a new plan's hashes."""
    return new_salt(passphrase)


def write(plan: SavedPlan, file: Path, key: Crypter) -> None:
    """Write a plan, sealed.

    Raises:
        InputError: the file can't be written.
    """
    body = _body(plan)
    try:
        file.write_text(
            json.dumps({**body, "seal": key.tag(_canonical(body))}, ensure_ascii=False, indent=1) + "\n",
            encoding="utf-8",
        )
    except OSError as error:
        raise InputError(f"The plan can't be written to {file}: {error.strerror}.") from error


def read(file: Path, target_stack: tuple[str, str] | None, passphrase: str) -> tuple[SavedPlan, Crypter]:
    """Read a plan, and give the key of its hashes.

    Args:
        file: where it is.
        target_stack: project and stack that it must be of.
        passphrase: the state's.

    Raises:
        InputError: it is no plan, of another version or stack, damaged or altered.
        PassphraseError: it was made under another passphrase.
    """
    plan, body, seal = _parsed(file)
    if target_stack is not None and (plan.project, plan.stack) != target_stack:
        raise InputError(f"{file} is a plan of {plan.project}/{plan.stack}, not of {'/'.join(target_stack)}.")
    key = unlock(passphrase, plan.salt)
    if key.tag(_canonical(body)) != seal:
        raise InputError(f"The plan {file} was altered since it was made.", hint="Make it again.")
    return plan, key


def scope_of(file: Path) -> Scope:
    """Give what a saved plan is about.

    Raises:
        InputError: it is no plan, or of another version.
    """
    return _parsed(file)[0].scope


def stack_of(file: Path) -> str:
    """Give PROJECT/STACK whose plan it is.

    Raises:
        InputError: it is no plan, or of another version.
    """
    plan = _parsed(file)[0]
    return f"{plan.project}/{plan.stack}"


def _parsed(file: Path) -> tuple[SavedPlan, Mapping[str, Any], str]:
    try:
        whole = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(
            f"{file} can't be read as a plan: {error}.", hint="Give a file of `plan --save`."
        ) from error
    version = whole.get("version") if isinstance(whole, dict) else None
    if version != VERSION:
        raise InputError(
            f"{file} is no plan of version {VERSION}.",
            hint="Make it again with `plan --save`, by this version.",
        )
    body = {name: value for name, value in whole.items() if name != "seal"}
    try:
        scope = Scope(**{name: _tuple(value) for name, value in body["scope"].items()})
        proof = Proof(**{field.name: dict(body["proof"][field.name]) for field in fields(Proof)})
        rest = {name: body[name] for name in ("project", "stack", "made", "plan", "salt")}
        return SavedPlan(scope=scope, proof=proof, **rest), body, str(whole.get("seal"))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"The plan {file} is damaged.", hint="Make it again with `plan --save`.") from error


def _body(plan: SavedPlan) -> dict[str, Any]:
    return {"version": VERSION, **asdict(replace(plan, made=dict(plan.made)))}


def _canonical(body: Mapping[str, Any]) -> str:
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _tuple(value: Any) -> Any:  # noqa: ANN401 - a scope's field
    return tuple(value) if isinstance(value, list) else value


def _few(names: tuple[str, ...]) -> str:
    return few([name.rpartition("::")[2] for name in names], SHOWN)
