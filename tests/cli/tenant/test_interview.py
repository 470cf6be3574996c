"""The questions of `govcloud tenant request`, answered as an officer would."""

import io
from pathlib import Path

import pytest
import yaml

from gcloud.model.schema import models
from gcloud.model.tenants.tenant import Member, Tenant, TenantNetwork
from gcloud.render import tenant_words

DATA = Path(__file__).parent / "data"
VIETNAMESE = yaml.safe_load((DATA / "interview-vi.yaml").read_text(encoding="utf-8"))["answers"]


class Terminal(io.StringIO):
    """A keyboard on which somebody has typed already."""

    def isatty(self):
        return True


@pytest.fixture
def typed(monkeypatch):
    def answer(*lines):
        monkeypatch.setattr("sys.stdin", Terminal("".join(f"{line}\n" for line in lines)))

    return answer


def test_a_tenant_is_asked_for_in_vietnamese(govcloud, tenanted, typed):
    typed(*(answer for _, answer in VIETNAMESE))
    ran = govcloud("tenant", "request", tenanted, "--lang", "vi")
    assert ran.code == 0, ran.err
    place = 0
    for question, _ in VIETNAMESE:  # each answer was to the question that was meant
        place = ran.err.index(question, place) + 1
    [request] = yaml.safe_load((tenanted / "requests" / "r-2026-0004.yaml").read_text())["requests"]
    assert request["requester"] == "tran-thi-binh"
    [tenant] = request["tenants"]
    assert tenant["name"] == "ho-so-dia-chinh"
    assert tenant["agency"] == "interior-department"
    assert tenant["system"]["level"] == 3
    assert tenant["system"]["data_subjects"] == 5000
    assert tenant["quota"] == {"class": "small", "compute": {"cores": 32}}
    assert tenant["services"] == ["outside"]
    assert tenant["networks"] == [{"name": "app", "prefix_length": 26}]
    assert tenant["members"][0]["role"] == "hired-operator"
    assert str(tenant["expires_on"]) == "2098-12-31"


def test_nothing_is_written_when_nobody_answers_any_more(govcloud, tenanted, typed):
    typed("1", "Why")
    ran = govcloud("tenant", "request", tenanted)
    assert ran.code == 130
    assert "Requester" in ran.err
    assert len(list((tenanted / "requests").iterdir())) == 3


def test_without_a_terminal_nothing_is_asked(govcloud, tenanted):
    ran = govcloud("tenant", "request", tenanted)
    assert ran.code == 2
    assert "Add --from FILE." in ran.err


@pytest.mark.parametrize(
    ("table", "model", "written_by_us"),
    [
        (tenant_words.TENANT, Tenant, {"state", "networks", "members", "quota"}),
        (tenant_words.NETWORKS, TenantNetwork, set()),
        (tenant_words.MEMBERS, Member, set()),
    ],
)
def test_every_field_of_the_model_has_words(table, model, written_by_us):
    known = set(models())

    def paths(one):
        for name, field in one.model_fields.items():
            inner = field.annotation
            yield from ((f"{name}.{rest}" for rest in paths(inner)) if inner in known else [name])

    asked = {one.path for one in table}
    expected = {path for path in paths(model) if path.split(".")[0] not in written_by_us}
    assert {path for path in asked if not path.startswith("quota.")} == expected


def test_the_words_of_choices_are_those_of_the_model():
    def values(path):
        return set(tenant_words.CHOICES[path])

    roles, services = Member.model_fields["role"].annotation, tenant_words.CHOICES["services"]
    assert values("roles") == {role.value for role in roles}
    assert set(services) == {"dns", "key-manager", "load-balancer", "outside"}
