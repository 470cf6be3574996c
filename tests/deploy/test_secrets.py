"""Planted secrets through a whole life of a stack; none may be found anywhere that outlives or leaves it."""

import base64
import json
import os
import signal
from pathlib import Path

import pytest

from gcloud.cli.changes import show_changes
from gcloud.cli.crash import crashed
from gcloud.cli.results import show_results
from gcloud.cli.surface import Surface
from gcloud.deploy import runs
from gcloud.deploy.custody import Custody
from gcloud.deploy.exchange import exported
from gcloud.deploy.saving import save
from gcloud.deploy.session import Session, Wish
from gcloud.engine.scope import Scope
from gcloud.engine.state import secrets
from gcloud.engine.state.secrets import new_salt
from gcloud.engine.state.stackfile import StackFile
from gcloud.errors import CloudError
from tests.deploy.memory import Ground

pytestmark = pytest.mark.process

PASSPHRASE = "planted-passphrase"
TOKEN = "planted-config-token"
FIRST, SECOND = "planted-first-password", "planted-second-password"
DATA = "#cloud-config planted-user-data"
PLANTED = (PASSPHRASE, TOKEN, FIRST, SECOND, DATA)
FORMS = [
    form
    for plain in PLANTED
    for form in (plain, base64.b64encode(plain.encode()).decode(), plain.encode().hex())
]

PROGRAM = """
config = pulumi.Config()
token = config.require_secret("token")
Key("login", name="login", value=pulumi.Output.secret("{password}"))
Key("token", name="token", value=token)
Net("server", label=pulumi.Output.secret("{data}"), name="server")
Net("outer", name="outer")
pulumi.export("token", token)
pulumi.export("deep", {{"list": [token, "plain"]}})
"""


@pytest.fixture(autouse=True)
def environment(monkeypatch, tmp_path):
    monkeypatch.setattr(secrets, "ITERATIONS", 10)
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "crashes"))


class Planted(Ground):
    """A stack whose configuration, inputs and outputs hold secrets."""

    def prepare(self):
        self.passphrase = PASSPHRASE
        self.salt, key = new_salt(PASSPHRASE)
        self.config["small:token"] = {"secure": key.encrypt(TOKEN)}
        self.write(FIRST)
        return self

    def write(self, password):
        self.program(PROGRAM.format(password=password, data=DATA))

    @property
    def target(self):
        what = super().target
        return type(what)(**{**vars(what), "settings": StackFile(self.salt, self.config)})


@pytest.fixture
def ground(tmp_path):
    return Planted(tmp_path / "ground").prepare()


def found_in(text: str) -> list[str]:
    """What is around each planted value in a text."""
    return [text[max(0, place - 90) : place + 60] for form in FORMS if (place := text.find(form)) >= 0]


def found_below(folder: Path) -> dict[str, list[str]]:
    """Which planted values are in which file; programs hold theirs by right."""
    files = [path for path in folder.rglob("*") if path.is_file() and "programs" not in path.parts]
    assert files
    found = {str(path): found_in(path.read_bytes().decode("latin-1")) for path in files}
    return {path: forms for path, forms in found.items() if forms}


def shown(outcome, capsys) -> str:
    """All that is shown or written of an outcome."""
    for surface in (Surface("up"), Surface("up", json=True)):
        show_changes(surface, outcome, details=True)
        show_results(surface, outcome)
        surface.finish({"plan": outcome.as_json()})
    out, err = capsys.readouterr()
    return out + err


def test_a_life_with_secrets(ground, capsys, tmp_path):
    told = []

    def run(verb, *, verify=False, changes=True):
        with ground.engine(changes=changes) as engine:
            events = []
            outcome = getattr(engine, verb)(events.append, None, Scope(verify=verify))
            told.append(f"{verb} {events!r} {outcome!r} {shown(outcome, capsys)}")
            return outcome

    run("preview", changes=False)
    assert not run("up").failed
    ground.write(SECOND)
    with ground.engine(changes=False) as engine:
        scope = Scope(verify=True)
        planned = engine.preview(scope=scope)
        save(
            Session(None, (ground.target,), engine, scope),
            Wish(ground.site),
            planned,
            tmp_path / "ground/plan",
        )
        told.append(repr(engine.drift()))
    for item in ground.cloud.objects.values():
        if item["name"] == "server":
            item["label"] = f"{FIRST} behind our back"
    with ground.engine(changes=False) as engine:
        told.append(repr(engine.drift()))
    run("preview", verify=True, changes=False)
    run("refresh")

    def refuse(verb, _, what):
        if verb in {"create", "update"}:
            raise CloudError(
                f"400: can't take {dict(what)}", hint=f"not {dict(what)}", data={"body": dict(what)}
            )

    ground.cloud.before = refuse
    assert run("up").failed

    def blow_up(verb, _, what):
        raise ValueError(f"{verb} of {dict(what)}")

    ground.cloud.before = blow_up
    assert run("up").failed
    ground.cloud.before = lambda *_: None
    assert not run("up", verify=True).failed
    document = exported(Custody(ground.target, 10, os.environ), show_secrets=False)
    told += [json.dumps(document), repr(runs.read(ground.target))]
    run("destroy")
    assert [(one[:20], found) for one in told if (found := found_in(one))] == []
    assert found_below(ground.folder) == {}


def test_a_journal_of_a_killed_run(ground):
    child = os.fork()
    if child == 0:
        try:
            ground.cloud.after = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
            ground.up()
        finally:
            os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    [journal] = ground.folder.rglob("*.journal")
    assert b"begin" in journal.read_bytes()
    assert found_below(ground.folder) == {}


def test_what_other_users_see_of_the_processes(ground):
    seen = []

    def look(*_):
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if f"PPid:\t{os.getpid()}\n" not in (process / "status").read_text():
                    continue
                seen.append((process / "cmdline").read_text() + (process / "environ").read_text())
            except (FileNotFoundError, ProcessLookupError):
                continue

    ground.cloud.before = look
    assert not ground.up().failed
    assert any("gcloud.engine.child" in one for one in seen)
    assert found_in("".join(seen)) == []


def fail(secret):
    raise RuntimeError(f"could not open with {secret}")


def test_a_crash(tmp_path):
    with pytest.raises(RuntimeError) as caught:
        fail(PASSPHRASE)
    error = crashed(caught.value)
    assert found_in(error.message + error.hint) == []
    assert found_below(tmp_path / "crashes") == {}
