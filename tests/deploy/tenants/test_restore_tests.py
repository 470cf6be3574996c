"""Results of restores that were tried are kept beside the site, and the last that passed is found again."""

import pytest

from gcloud.deploy.tenants.restore_tests import keep, last_passed
from gcloud.errors import InputError


def result(day, *, passed):
    return {"tenant": "documents", "on": f"2026-11-{day}T08:00:00+00:00", "passed": passed, "backups": []}


def test_the_last_one_that_passed_is_found_again(tmp_path):
    assert last_passed(tmp_path, "documents") is None
    for day, passed in ((21, True), (22, True), (23, False)):
        keep(tmp_path, result(day, passed=passed))
    assert last_passed(tmp_path, "documents").day == 22
    assert last_passed(tmp_path, "archive") is None


def test_what_is_kept_is_no_part_of_the_site(tmp_path):
    file = keep(tmp_path, result(21, passed=True))
    assert file == tmp_path / ".govcloud" / "restore-tests" / "documents" / "20261121T080000Z.json"
    assert (tmp_path / ".govcloud" / ".gitignore").read_text() == "*\n"


def test_a_damaged_file_is_named(tmp_path):
    file = keep(tmp_path, result(21, passed=True))
    file.write_text("{")
    with pytest.raises(InputError, match=file.name):
        last_passed(tmp_path, "documents")
