"""Files that a user named: what can't be written is told in words, and secrets are their owner's alone."""

import pytest

from gcloud.cli.output_file import write_private


@pytest.mark.parametrize(
    "line",
    [
        ("schema", "--to", "FILE"),
        ("capacity", "SITE", "--to", "FILE.csv"),
        ("tenant", "form", "SITE", "--to", "FILE"),
    ],
    ids=["text", "table", "bytes"],
)
def test_a_file_that_can_t_be_written_is_an_error_in_words(govcloud, site, tmp_path, line):
    nowhere = str(tmp_path / "no folder" / "file")
    words = [word.replace("FILE", nowhere).replace("SITE", str(site)) for word in line]
    ran = govcloud(*words)
    assert ran.code == 2
    assert "can't be written: No such file or directory." in ran.err


def test_what_is_private_is_its_owner_s_alone_even_where_a_file_was(tmp_path):
    file = tmp_path / "state.json"
    file.write_text("for all")
    file.chmod(0o644)
    write_private(file, "a secret")
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("a secret", 0o600)
