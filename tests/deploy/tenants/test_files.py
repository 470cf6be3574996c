"""The files of tenants: where they stand, and that none is lost."""

import pytest
from filelock import FileLock

from gcloud.deploy.tenants import files
from gcloud.deploy.tenants.files import (
    OccupiedError,
    next_number,
    request_file,
    tenant_file,
    write,
    written_by_us,
)
from gcloud.errors import InputError, LockedError
from tests import tenants


def test_each_thing_has_its_file(tmp_path):
    paths = write(tmp_path, [request_file(tenants.request()), tenant_file(tenants.granted())])
    assert [str(path.relative_to(tmp_path)) for path in paths] == [
        "requests/r-2026-0001.yaml",
        "tenants/interior-documents.yaml",
    ]
    assert all(path.stat().st_mode & 0o777 == 0o644 for path in paths)
    assert not list(tmp_path.rglob("*.tmp"))


def test_what_we_wrote_is_replaced_by_what_is_granted_next(tmp_path):
    write(tmp_path, [tenant_file(tenants.granted())])
    [path] = write(tmp_path, [tenant_file(tenants.granted("r-2026-0002", budget="Other"))])
    assert "budget: Other" in path.read_text()


def test_what_somebody_edited_by_hand_is_not_replaced(tmp_path):
    [path] = write(tmp_path, [tenant_file(tenants.granted())])
    path.write_text(path.read_text() + "# seen by An\n")
    new = [tenant_file(tenants.granted("r-2026-0002")), tenant_file(tenants.granted(name="other"))]
    with pytest.raises(OccupiedError, match=r"interior-documents\.yaml is there already") as caught:
        write(tmp_path, new)
    assert caught.value.data["files"] == [str(path)]
    assert not (tmp_path / "tenants" / "other.yaml").exists()
    assert "r-2026-0002" not in path.read_text()


def test_a_request_never_takes_anothers_number(tmp_path):
    write(tmp_path, [request_file(tenants.request())])
    write(tmp_path, [request_file(tenants.request())])  # the same again is nothing
    with pytest.raises(OccupiedError):
        write(tmp_path, [request_file(tenants.request(reason="Another"))])
    write(tmp_path, [request_file(tenants.request(reason="With an answer"), new=False)])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tenants: []\n",
        "tenants: [x]\n",
        "zones: []\n",
        "{",
        "tenants:\n  - name: x\n",
        "- tenants\n",
    ],
)
def test_a_file_of_another_form_is_not_ours(text):
    assert not written_by_us("tenants/x.yaml", text)


def test_our_text_under_another_name_is_not_ours():
    file = tenant_file(tenants.granted())
    assert written_by_us(file.name, file.text)
    assert not written_by_us("tenants/other.yaml", file.text)


@pytest.mark.parametrize(
    ("there", "number"),
    [
        ([], "r-2026-0001"),
        (["r-2026-0007.yaml", "r-2026-0007.approval.yaml", "r-2025-0099.yaml"], "r-2026-0008"),
        (["r-2026-9999.yaml", "r-2026-10000.yaml"], "r-2026-10001"),
        (["notes.yaml", "r-2026-1.yaml"], "r-2026-0001"),
    ],
)
def test_the_next_number_is_one_more_than_the_years_last(tmp_path, there, number):
    (tmp_path / "requests").mkdir()
    for name in there:
        (tmp_path / "requests" / name).touch()
    assert next_number(tmp_path, 2026) == number


def test_two_writers_do_not_meet(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_PATIENCE", 0.01)
    (tmp_path / ".govcloud").mkdir()
    with FileLock(tmp_path / ".govcloud" / files.LOCK), pytest.raises(LockedError, match="is writing into"):
        write(tmp_path, [tenant_file(tenants.granted())])


def test_a_folder_in_the_way_is_an_error_in_words(tmp_path):
    (tmp_path / "tenants").write_text("")
    with pytest.raises(InputError, match="can't be written"):
        write(tmp_path, [tenant_file(tenants.granted())])
