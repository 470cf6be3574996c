"""A new passphrase: all files or none, whenever the process is killed."""

import itertools
import json
import os
import shutil
import signal
from dataclasses import replace

import keyring
import pytest
import yaml

from gcloud.cli.main import run
from gcloud.deploy.custody import custody
from gcloud.deploy.rotate import end, interrupted
from gcloud.engine.state import files, stackfile
from gcloud.engine.state.errors import PassphraseError, StateError
from gcloud.engine.state.secrets import new_salt
from gcloud.engine.state.store import StackStore
from gcloud.engine.values import Secret
from tests.cli.estate import ESTATE, NET, PASSPHRASE, PLANTED, opened, passphrase_known, saved
from tests.engine.state.test_keychain import Store

pytestmark = pytest.mark.process

NEW = "the new passphrase"


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    passphrase_known(monkeypatch)


@pytest.fixture
def settings(site):
    """The site's own stack file, with a comment and two secrets."""
    file = site / ".govcloud" / "pulumi" / "Pulumi.ha-tinh.yaml"
    salt, key = new_salt(PASSPHRASE)
    file.parent.mkdir(parents=True)
    file.write_text(
        f"# ours\nencryptionsalt: {salt}\nconfig:\n"
        f"  datacenter:token:\n    secure: {key.encrypt('planted-token')}\n"
        f"  datacenter:deep: {{a: [{{secure: '{key.encrypt('planted-deep')}'}}]}}\n  datacenter:size: 07\n"
    )
    return file


@pytest.fixture
def ground(site, settings):
    """A site with a state, earlier states, a history, and an operation without an answer."""
    saved(site, ESTATE[:-1])
    saved(site)
    with opened(site) as store:
        store.save([*ESTATE[:-1], replace(ESTATE[-1], outputs={"privateKey": Secret(PLANTED), "x": 1})])
    store = opened(site)
    store.journal.begin("create", replace(NET, id="", urn=f"{NET.urn}-2", inputs={"p": Secret("planted-p")}))
    store._lock.release()  # as a kill would
    return site


@pytest.fixture
def new_file(tmp_path):
    file = tmp_path / "new"
    file.write_text(NEW + "\n")
    return file


@pytest.fixture
def rotate(govcloud, ground, new_file):
    def rotated(*arguments, code=0):
        ran = govcloud(
            "state",
            "rotate",
            ground,
            "--new-passphrase-file",
            new_file,
            "--yes",
            "--output",
            "json",
            *arguments,
        )
        assert ran.code == code, ran.out + ran.err
        return ran.document["result"]

    return rotated


def everything(site, settings, passphrase):
    """All that is encrypted, decrypted: None if anything is under another passphrase."""
    try:
        with StackStore.open(site / ".govcloud" / "state", "datacenter", "ha-tinh", passphrase) as store:
            states, left = store.snapshot(), store.unanswered
        config = stackfile.resolve(stackfile.read(settings, "datacenter"), lambda: passphrase)
    except PassphraseError:
        return None
    return states, [(one.operation, one.state.inputs, one.existing) for one in left], config


def test_all_is_under_the_new_passphrase_and_nothing_is_lost(rotate, ground, settings):
    before = everything(ground, settings, PASSPHRASE)
    assert len(before[1]) == 1
    done = rotate()
    assert len(done["files"]) == 3
    assert everything(ground, settings, PASSPHRASE) is None
    assert everything(ground, settings, NEW) == before
    text = settings.read_text()
    assert text.startswith("# ours\n")
    assert "size: 07" in text
    checkpoint = json.loads((ground / ".govcloud/state/.pulumi/stacks/datacenter/ha-tinh.json").read_text())
    salt = checkpoint["checkpoint"]["latest"]["secrets_providers"]["state"]["salt"]
    assert yaml.safe_load(text)["encryptionsalt"] == salt


def test_earlier_states_are_named_or_changed_too(rotate, ground, govcloud, tmp_path, monkeypatch):
    first = rotate()
    assert any(one["file"].endswith(".bak") for one in first["left"])
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", NEW)
    other = tmp_path / "other"
    other.write_text("a third one")
    done = govcloud(
        "state",
        "rotate",
        ground,
        "--new-passphrase-file",
        other,
        "--also-backups",
        "--yes",
        "--output",
        "json",
    ).document["result"]
    assert done["copies"]
    assert {one["file"].rpartition("/")[2] for one in done["left"]} == {"ha-tinh.json.bak"}, (
        "of the first one"
    )


def test_with_backups_nothing_is_left(rotate, ground):
    done = rotate("--also-backups")
    assert done["left"] == []
    assert any(path.endswith(".bak") for path in done["copies"])


def test_the_keyring_follows(rotate, ground):
    before = keyring.get_keyring()
    store = Store()
    keyring.set_keyring(store)
    try:
        place = (ground / ".govcloud" / "state").as_uri()
        store.set_password("govcloud", place, PASSPHRASE)
        assert rotate()["keyring"]
        assert store.get_password("govcloud", place) == NEW
    finally:
        keyring.set_keyring(before)


def test_killed_before_or_after_each_write_it_is_all_old_or_the_same_command_ends_it(
    ground, settings, new_file, tmp_path
):
    before = everything(ground, settings, PASSPHRASE)
    kept, seen = tmp_path / "kept", set()
    shutil.copytree(ground, kept)
    line = ["state", "rotate", str(ground), "--new-passphrase-file", str(new_file), "--also-backups", "--yes"]
    for number in itertools.count(1):
        shutil.rmtree(ground)
        shutil.copytree(kept, ground)
        if not dies(lambda: run(line), number):
            break
        found = custody(ground, state=None, stack="ha-tinh", environment={"PULUMI_CONFIG_PASSPHRASE": "?"})
        seen.add(decided := interrupted(found))
        if decided:
            with pytest.raises(StateError, match="was interrupted"):
                found.view()
            end(found)
        assert everything(ground, settings, NEW if decided else PASSPHRASE) == before or (
            everything(ground, settings, NEW) == before
        )
    assert everything(ground, settings, NEW) == before
    assert seen == {True, False}


def dies(work, number):
    """Do something in another process that is killed before or after its n-th change of a file."""
    child = os.fork()
    if child == 0:
        count = 0

        def counting(change):
            def counted(*arguments, **more):
                nonlocal count
                count += 1
                if count == number:
                    os.kill(os.getpid(), signal.SIGKILL)
                done = change(*arguments, **more)
                count += 1
                if count == number:
                    os.kill(os.getpid(), signal.SIGKILL)
                return done

            return counted

        try:
            files.replace = counting(files.replace)
            work()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.parametrize(("passphrase", "said"), [(PASSPHRASE, "is the old one"), ("", "is empty")])
def test_passphrases_that_are_none(govcloud, ground, tmp_path, passphrase, said):
    file = tmp_path / "same"
    file.write_text(passphrase)
    ran = govcloud("state", "rotate", ground, "--new-passphrase-file", file, "--yes")
    assert (ran.code, said in ran.err) == (2, True)


def test_a_stack_file_under_another_passphrase_changes_nothing(rotate, ground, settings):
    salt, key = new_salt("another")
    settings.write_text(f"encryptionsalt: {salt}\nconfig: {{a: {{secure: {key.encrypt('x')}}}}}\n")
    rotate(code=2)
    with opened(ground) as store:
        assert store.snapshot()


def test_a_stack_without_a_state(govcloud, site, new_file):
    assert "no state" in govcloud("state", "rotate", site, "--new-passphrase-file", new_file, "--yes").err
