"""Samples of the official engine, and stacks whose keys are derived quickly."""

import functools
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from gcloud.engine.state import secrets
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.secrets import Crypter
from gcloud.engine.state.store import StackStore

DATA = Path(__file__).parent / "data"
PASSPHRASE = "x"


@pytest.fixture
def data() -> Path:
    return DATA


@pytest.fixture(
    params=["checkpoint-after-up.json", "checkpoint-after-refresh.json", "features/checkpoint.json"]
)
def sample(request: pytest.FixtureRequest) -> bytes:
    return (DATA / request.param).read_bytes()


@pytest.fixture
def official_backend(tmp_path: Path) -> Path:
    """A backend folder as the official engine left it: project features, stack s, passphrase x."""
    top = tmp_path / "official" / ".pulumi"
    for source, target in {
        "checkpoint.json": "stacks/features/s.json",
        "checkpoint.json.attrs": "stacks/features/s.json.attrs",
        "checkpoint.json.bak": "stacks/features/s.json.bak",
        "history.json": "history/features/s/s-1795411679434954203.history.json",
    }.items():
        (top / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(DATA / "features" / source, top / target)
    for copy in (
        "history/features/s/s-1795411679434954203.checkpoint.json",
        "backups/features/s/s.1795411679435957950.json",
    ):
        (top / copy).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(DATA / "features" / "checkpoint.json", top / copy)
    (top / "meta.yaml").write_text("version: 1\n")
    return top.parent


@pytest.fixture(scope="session")
def derived() -> Callable[[str, bytes], Crypter]:
    """Derive the key of a passphrase and salt, each once."""
    derive = secrets._derive
    once = functools.cache(lambda passphrase, salt, _: derive(passphrase, salt))
    return lambda passphrase, salt: once(passphrase, salt, secrets.ITERATIONS)


@pytest.fixture(autouse=True)
def derive_once(monkeypatch: pytest.MonkeyPatch, derived: Callable[[str, bytes], Crypter]) -> None:
    monkeypatch.setattr(secrets, "_derive", derived)


@pytest.fixture
def crypter() -> Crypter:
    return Crypter(bytes(32))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive keys in no time, where the key's strength is not what is tested."""
    monkeypatch.setattr(secrets, "ITERATIONS", 10)


@pytest.fixture
def open_store(tmp_path: Path, quick: None) -> Callable[[], StackStore]:
    return lambda: StackStore.open(tmp_path / "state", "demo", "dev", PASSPHRASE)


@pytest.fixture
def checkpoint_file(tmp_path: Path) -> Path:
    return tmp_path / "state" / ".pulumi" / "stacks" / "demo" / "dev.json"


@pytest.fixture
def journal_file(tmp_path: Path) -> Path:
    return tmp_path / "state" / ".pulumi" / "govcloud" / "demo" / "dev.journal"


@pytest.fixture
def network() -> Callable[..., ResourceState]:
    """Make a resource of a type that only tests have."""

    def make(name: str, id_: str = "", **more) -> ResourceState:
        type_ = "memory:net:Network"
        return ResourceState(urn=f"urn:pulumi:dev::demo::{type_}::{name}", type=type_, id=id_, **more)

    return make
