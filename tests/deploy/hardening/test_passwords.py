"""Passwords from files."""

import pytest

from gcloud.deploy.hardening.passwords import from_file
from gcloud.errors import InputError


def test_the_first_line_is_the_password(tmp_path):
    (tmp_path / "file").write_text("mật khẩu  \nrest\n")
    assert from_file(tmp_path / "file") == "mật khẩu  "


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe"])
def test_what_holds_none_is_told(tmp_path, content):
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(InputError):
        from_file(tmp_path / "file")


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match="No such file"):
        from_file(tmp_path / "none")
