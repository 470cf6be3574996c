import pytest

from gcloud.deploy.wish import choose


@pytest.fixture
def cli(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    def put():
        file = tmp_path / "pulumi"
        file.write_text("#!/bin/sh\n")
        file.chmod(0o755)

    return put


def test_auto_takes_the_official_cli_where_there_is_one(cli):
    assert choose("auto") == "embedded"
    cli()
    assert choose("auto") == "pulumi"


@pytest.mark.parametrize("name", ["embedded", "pulumi"])
def test_a_choice_is_a_choice(cli, name):
    cli()
    assert choose(name) == name
