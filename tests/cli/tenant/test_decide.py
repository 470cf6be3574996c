"""Requests are approved and rejected by real keys, in a site that is right before and after."""

import base64
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from gcloud.deploy.tenants.files import request_file, write
from gcloud.deploy.tenants.observations import keep
from gcloud.model.tenants.quota import QuotaWish
from gcloud.model.tenants.request import Answer
from gcloud.plan.tenants.observation import Observation
from tests import tenants

pytestmark = pytest.mark.process

CLASSES = Path(__file__).parents[2] / "plan" / "tenants" / "data" / "site.yaml"


def run(*words) -> bytes:
    return subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout


def key(folder: Path, name: str) -> str:
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name)
    return (folder / f"{name}.pub").read_text().strip()


def person(name, organisation, *roles, kind="ssh", public=None, **more):
    keys = [{"kind": kind, "public": public, "valid_from": "2026-01-01", "valid_until": "2035-12-31"}]
    return {
        "name": name,
        "label": name.title(),
        "organisation": organisation,
        "email": f"{name}@hatinh.example",
        "roles": list(roles),
        "keys": keys if public else [],
        **more,
    }


@pytest.fixture
def asked(site, tmp_path):
    """The example site without tenants, with a roster and a request that waits; keys in tmp_path/keys."""
    tenants.untenanted(site)
    keys = tmp_path / "keys"
    keys.mkdir()
    data = {
        "people": [
            person("tran-thi-binh", "interior-department", "requester"),
            person("an", "science-department", "approver", public=key(keys, "an"), max_level=3),
            person("colleague", "interior-department", "approver", public=key(keys, "colleague")),
        ],
        # Without their limits on kinds of storage, which are those of another site.
        "quota_classes": [
            {field: value for field, value in one.items() if field != "volume_types"}
            for one in yaml.safe_load(CLASSES.read_text())["quota_classes"]
        ],
    }
    (site / "people.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    key(keys, "stranger")
    purpose = {"label": "Camera giao thông", "purpose": "Traffic cameras"}
    system = tenants.tenant().system.model_copy(update=purpose)
    write(site, [request_file(tenants.request(tenants.tenant(**purpose, system=system)))])
    return site


@pytest.fixture
def decide(govcloud, asked, tmp_path):
    def call(word, *words, by="an", request="r-2026-0001"):
        return govcloud("tenant", word, asked, request, "--key", tmp_path / "keys" / by, "--yes", *words)

    return call


def wrong(govcloud, site):
    problems = govcloud("check", site, "--output", "json").document["result"]["problems"]
    return {problem["rule"] for problem in problems}


def test_an_approval_is_signed_and_the_tenant_is_granted(govcloud, asked, decide):
    ran = decide("approve", "--output", "json")
    assert ran.code == 0
    result = ran.document["result"]
    assert (result["by"], result["decision"]) == ("an", "approve")
    assert [Path(file).relative_to(asked).as_posix() for file in result["files"]] == [
        "requests/r-2026-0001.approval.yaml",
        "tenants/interior-documents.yaml",
    ]
    assert wrong(govcloud, asked) == set()
    (asked / "requests" / "r-2026-0001.approval.yaml").unlink()
    assert wrong(govcloud, asked) == {"approval.missing"}


def test_what_is_decided_is_shown_first(decide):
    shown = decide("approve").out
    assert "r-2026-0001, create: asked by tran-thi-binh on 2026-11-02" in shown
    assert "+ quota.class: small" in shown
    assert "The class small is:\n  compute: cores 8, ram 16384, instances 4," in shown
    assert "r-2026-0001 is approved." in shown


def test_an_approved_class_may_not_get_other_figures(govcloud, asked, decide):
    assert decide("approve").code == 0
    people = asked / "people.yaml"
    people.write_text(people.read_text().replace("cores: 8\n", "cores: 80\n"))
    assert wrong(govcloud, asked) == {"quota-class.redefined"}


def test_a_rejection_is_signed_and_nothing_is_granted(govcloud, asked, decide):
    assert decide("reject", "--reason", "Use the platform").code == 0
    assert wrong(govcloud, asked) == set()
    assert not (asked / "tenants" / "interior-documents.yaml").exists()
    again = decide("approve")
    assert again.code == 2
    assert "r-2026-0001 was decided by an" in again.err


@pytest.mark.parametrize(
    ("by", "told"),
    [
        ("stranger", "is nobody's in the roster"),
        ("colleague", "colleague is of interior-department, whose request or whose tenant it is"),
        ("nothing", "gpg"),
    ],
)
def test_whoever_may_not_decide_signs_nothing(by, told, asked, decide):
    ran = decide("approve", by=by)
    assert ran.code == 2
    assert told in ran.err
    assert not (asked / "requests" / "r-2026-0001.approval.yaml").exists()


def test_who_decides_can_be_said_and_must_be_true(decide):
    ran = decide("approve", "--by", "colleague")
    assert ran.code == 2
    assert "is an's and not colleague's" in ran.err


def test_a_request_that_the_site_has_no_room_for_is_not_approved_but_rejected(asked, decide):
    write(
        asked, [request_file(tenants.request(tenants.tenant(quota=QuotaWish(class_name="huge"))), new=False)]
    )
    ran = decide("approve")
    assert ran.code == 2
    assert "huge" in ran.err
    assert decide("reject", "--reason", "There is no such class").code == 0


def test_a_finding_is_answered_before_a_request_is_approved(asked, decide):
    like = tenants.tenant(label="Trục tích hợp dữ liệu", purpose="Chia sẻ dữ liệu giữa các đơn vị")
    write(asked, [request_file(tenants.request(like), new=False)])
    ran = decide("approve")
    assert ran.code == 2
    assert "challenge.platform/interior-documents/lgsp: the platform lgsp" in ran.out
    assert "says nothing to: challenge.platform/interior-documents/lgsp" in ran.err
    answer = Answer(finding="challenge.platform/interior-documents/lgsp", reason="Only inside the department")
    write(asked, [request_file(tenants.request(like, answers=(answer,)), new=False)])
    result = decide("approve", "--output", "json").document["result"]
    assert [(one["id"], one["answer"]) for one in result["findings"]] == [(answer.finding, answer.reason)]


def test_what_was_seen_of_usage_counts(asked, decide):
    on = datetime(2026, 11, 1, tzinfo=UTC)
    assert "nobody has looked" in decide("approve", "--by", "colleague").out
    keep(asked, Observation(on, {}))
    assert "What tenants used was seen on 2026-11-01 07:00." in decide("approve").out


def test_a_key_of_git_s_configuration_is_taken(govcloud, asked, tmp_path):
    run("git", "init", "-q", asked)
    run("git", "-C", asked, "config", "user.signingKey", tmp_path / "keys" / "an.pub")
    assert govcloud("tenant", "approve", asked, "r-2026-0001", "--yes").code == 0


def test_an_agent_s_key_is_taken(govcloud, asked, tmp_path, monkeypatch):
    agent = run("ssh-agent", "-s").decode()
    told = dict(part.split("=", 1) for part in agent.replace("\n", ";").split(";") if "=" in part)
    try:
        for name in ("SSH_AUTH_SOCK", "SSH_AGENT_PID"):
            monkeypatch.setenv(name, told[name])
        secret = tmp_path / "keys" / "an"
        run("ssh-add", "-q", secret)
        public = secret.with_suffix(".pub").read_text().strip()
        secret.unlink()
        ran = govcloud("tenant", "approve", asked, "r-2026-0001", "--yes", "--key", f"key::{public}")
        assert ran.code == 0
    finally:
        run("ssh-agent", "-k")


def test_an_openpgp_key_signs_too(govcloud, asked, tmp_path, monkeypatch):
    home = tmp_path / "gnupg"
    home.mkdir(mode=0o700)
    monkeypatch.setenv("GNUPGHOME", str(home))
    gpg = ("gpg", "-q", "--batch", "--passphrase", "")
    run(*gpg, "--quick-gen-key", "an@hatinh.example", "ed25519", "sign", "0")
    certificate = run(*gpg, "--export", "--export-options", "export-minimal")
    people = yaml.safe_load((asked / "people.yaml").read_text())
    public = base64.b64encode(certificate).decode()
    people["people"][1] = person("an", "science-department", "approver", kind="openpgp", public=public)
    (asked / "people.yaml").write_text(yaml.safe_dump(people))
    try:
        ran = govcloud("tenant", "approve", asked, "r-2026-0001", "--yes", "--key", "an@hatinh.example")
        assert ran.code == 0, ran.err
        assert wrong(govcloud, asked) == set()
    finally:
        run("gpgconf", "--kill", "all")


def test_without_a_terminal_and_without_yes_nothing_is_signed(govcloud, asked, tmp_path):
    ran = govcloud("tenant", "approve", asked, "r-2026-0001", "--key", tmp_path / "keys" / "an")
    assert ran.code == 2
    assert "Add --yes" in ran.err
    assert not (asked / "requests" / "r-2026-0001.approval.yaml").exists()


def machines(site: Path, processors: int):
    """Declare as many processors; memory, storage and addresses are no matter."""
    kinds = [
        {"volume_type": name, "gigabytes": 9000} for name in ("gov-standard", "gov-level-3", "gov-level-4")
    ]
    pool = {
        "name": "general",
        "levels": [1, 2, 3, 4],
        "hypervisors": [{"name": "host-1", "vcpus": processors, "ram_mb": 10_000_000}],
        "storage": kinds,
        "floating_ips": 99,
    }
    (site / "capacity.yaml").write_text(yaml.safe_dump({"capacity": [pool]}), encoding="utf-8")


def with_role(site: Path, name: str, role: str):
    file = site / "people.yaml"
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    next(one for one in data["people"] if one["name"] == name)["roles"].append(role)
    file.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")


def test_beyond_the_machines_only_somebody_who_may_goes_and_says_why(govcloud, asked, decide):
    machines(asked, 49)  # 42 for the data centre's servers, and the tenant asks for 8
    ran = decide("approve")
    assert ran.code == 2
    assert "it asks for 8 virtual processors; of the 49 of general 7 are left for it" in ran.out
    why = ("--override", "More hosts come in March")
    assert "capacity" in decide("approve", *why).err
    assert wrong(govcloud, asked) == set()

    with_role(asked, "an", "capacity")
    assert decide("approve", *why).code == 0
    assert wrong(govcloud, asked) == set()
    remarks = govcloud("check", asked, "--output", "json").document["result"]["remarks"]
    assert "capacity.override" in {remark["rule"] for remark in remarks}
    assert govcloud("capacity", asked).code == 6
