"""What an approver is told before granting, and what it rests on."""

from datetime import UTC, datetime

import pytest

from gcloud.model.tenants.request import Request
from gcloud.plan.tenants.challenge import findings, unanswered
from gcloud.plan.tenants.observation import Observation
from tests.plan.tenants.conftest import tenant

NOW = datetime(2026, 11, 3, tzinfo=UTC)

SYSTEMS = [
    ("lgsp", "Nền tảng tích hợp, chia sẻ dữ liệu cấp tỉnh (LGSP)", "Exchange between systems", True),
    ("open-data", "Cổng dữ liệu mở", "Publishes the province's open data", False),
    ("one-stop", "Hệ thống giải quyết thủ tục hành chính (một cửa)", "Administrative procedures", True),
]


@pytest.fixture
def site(province, load_site):
    """Two departments with a tenant each, and a request for a third one."""
    province["systems"] = [
        {**province["systems"][0], "name": name, "label": label, "purpose": purpose, "platform": platform}
        for name, label, purpose, platform in SYSTEMS
    ]
    province["servers"], province["flows"] = [], []
    province["tenants"] = [
        {**asked("documents"), "request": "r-0"},
        {**asked("hospitals", agency="health", quota={"class": "large"}), "request": "r-0"},
    ]
    province["requests"] = [
        ask(asked("documents"), asked("hospitals")).model_dump(mode="json", by_alias=True)
    ]
    province["requests"][0]["name"] = "r-0"
    return load_site(province).site


def asked(name, label="Bản đồ đất đai", purpose="Land parcels", **more):
    wish = tenant(name, label=label, purpose=purpose, **more)
    wish["system"] |= {"label": label, "purpose": purpose}
    return wish


def ask(*tenants, **more):
    return Request.model_validate(
        {
            "name": "r-1",
            "kind": "create",
            "made_on": "2026-11-02",
            "requester": "binh",
            "reason": "a test",
            "tenants": list(tenants),
            **more,
        }
    )


def ids(site, *tenants, seen=None):
    return {finding.id for finding in findings(site, ask(*tenants), seen)}


def used(**tenants):
    keys = ("compute.cores", "compute.ram", "volume.gigabytes")
    return Observation(
        NOW, {name: dict(zip(keys, figures, strict=True)) for name, figures in tenants.items()}
    )


@pytest.mark.parametrize(
    ("label", "purpose", "found"),
    [
        ("Trục tích hợp dữ liệu của Sở Y tế", "Chia sẻ dữ liệu giữa các bệnh viện", {"platform/new/lgsp"}),
        ("Một cửa phường Thành Sen", "Tiếp nhận thủ tục hành chính", {"platform/new/one-stop"}),
        ("TRUC TICH HOP DU LIEU", "chia se du lieu", {"platform/new/lgsp"}),
        ("Cổng dữ liệu mở của Sở Y tế", "Open data of hospitals", {"same-purpose/new"}),
        ("Bản đồ đất đai số", "Land parcels", {"same-purpose/new"}),
        ("Camera giao thông", "Traffic cameras of the city", set()),
        ("Hệ thống phần mềm quản lý", "The system of the department", set()),
    ],
)
def test_what_serves_the_purpose_already_is_found_by_its_words(site, label, purpose, found):
    assert ids(site, asked("new", label, purpose)) == {f"challenge.{one}" for one in found}


def test_how_many_are_alike_is_told_once(site):
    (finding,) = findings(site, ask(asked("new")), None)
    assert finding.figures == {"percent": 100, "system": "hospitals-system", "alike": 2}


def test_a_tenant_of_the_same_agency_with_room_is_found_with_its_figures(site):
    new = asked("new", "Camera giao thông", "Traffic cameras", quota={"class": "small"})
    room = used(documents=(0, 0, 0), hospitals=(8, 16384, 100))
    (finding,) = findings(site, ask(new), room)
    assert finding.id == "challenge.room/new/documents"
    assert finding.what.endswith("compute.cores 8, compute.ram 16384, volume.gigabytes 200 are free")
    assert ids(site, new, seen=used(documents=(1, 0, 0), hospitals=(8, 16384, 100))) == set()
    assert ids(site, {**new, "agency": "ministry"}, seen=room) == set()


def test_a_lower_tenant_has_no_room_for_a_higher_system(site):
    new = asked("new", "Camera giao thông", "Traffic cameras", level=3)
    assert ids(site, new, seen=used(documents=(0, 0, 0))) == set()


def test_ten_times_what_its_like_use_must_be_justified(site):
    new = asked("new", "Camera giao thông", "Traffic cameras", quota={"class": "large"})
    (finding,) = findings(site, ask(new), used(documents=(2, 6554, 150), hospitals=(4, 6554, 150)))
    assert finding.id == "challenge.like/new"
    assert finding.figures == {"compute.cores": 32, "compute.cores of its like": 3, "likes": 2}


def test_whoever_asks_for_no_more_than_they_have_is_asked_nothing(site):
    same = asked("hospitals", agency="health", quota={"class": "large"}, expires_on="2030-12-31")
    assert ids(site, same, seen=used(documents=(0, 0, 0), hospitals=(0, 0, 0))) == set()


def test_a_reason_answers_a_finding(site):
    new = asked("new", "Cổng dữ liệu mở", "Open data")
    found = findings(site, ask(new), None)
    answer = {"finding": "challenge.same-purpose/new", "reason": "It is not for the public"}
    assert unanswered(ask(new), found) == found
    assert unanswered(ask(new, answers=[answer]), found) == ()
