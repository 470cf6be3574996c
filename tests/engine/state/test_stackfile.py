import pytest

from gcloud.engine.state import stackfile
from gcloud.engine.state.errors import PassphraseError, StateError
from gcloud.engine.state.secrets import new_salt
from gcloud.engine.values import Secret
from gcloud.errors import InputError


def never() -> str:
    raise AssertionError("asked for a passphrase that nothing needs")


def test_the_officials_file_is_read(data):
    file = stackfile.read(data / "features/Pulumi.s.yaml", "features")
    assert file.salt == "v1:hlGqib+WJXw=:v1:4t4vom553W7ZcCGX:l8TkRNLK8+m2S678vbIJydU/ZvMW4Q=="
    assert stackfile.resolve(file, lambda: "x") == {
        "features:tenant": "agency-feat",
        "features:password": Secret("Pass-word-1"),
    }
    with pytest.raises(PassphraseError):
        stackfile.resolve(file, lambda: "y")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("../../examples/ha-tinh", "../../examples/ha-tinh"),
        ("42", "42"),
        ("'042'", "042"),
        ("1.10", "1.10"),
        ("true", "true"),
        ("yes", "yes"),
        ("[1, a]", '[1,"a"]'),
        ("{a: {b: true}}", '{"a":{"b":true}}'),
    ],
)
def test_a_program_gets_texts(written, text, tmp_path):
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_text(f"config:\n  datacenter:site: {written}\n")
    assert stackfile.resolve(stackfile.read(path, "datacenter"), never) == {"datacenter:site": text}


def test_a_key_without_namespace_is_the_projects(tmp_path):
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_text("config:\n  site: a\n  aws:region: b\n")
    assert stackfile.read(path, "datacenter").config == {"datacenter:site": "a", "aws:region": "b"}


@pytest.mark.usefixtures("quick")
def test_a_secret_inside_an_object_makes_it_secret(tmp_path):
    salt, crypter = new_salt("x")
    path = tmp_path / "Pulumi.dev.yaml"
    value = f"{{user: a, password: {{secure: '{crypter.encrypt('s')}'}}}}"
    path.write_text(f"encryptionsalt: {salt}\nconfig:\n  p:db: {value}\n")
    resolved = stackfile.resolve(stackfile.read(path, "p"), lambda: "x")
    assert resolved == {"p:db": Secret('{"user":"a","password":"s"}')}


def test_a_stack_without_a_file_has_no_configuration(tmp_path):
    path = stackfile.path_of(tmp_path, "dev")
    assert path.name == "Pulumi.dev.yaml"
    assert stackfile.read(path, "p") == stackfile.StackFile()
    path.write_text("")
    assert stackfile.read(path, "p") == stackfile.StackFile()


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("a: [", InputError, "no YAML"),
        ("- a", InputError, "no settings"),
        ("config: [a]", InputError, "no settings"),
        ("secretsprovider: awskms://key", StateError, "awskms"),
    ],
)
def test_a_bad_file_is_named(text, error, said, tmp_path):
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_text(text)
    with pytest.raises(error, match=said) as caught:
        stackfile.read(path, "p")
    assert str(path) in caught.value.message


def test_encrypted_values_need_a_salt(tmp_path):
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_text("config:\n  p:a:\n    secure: v1:a:b\n")
    with pytest.raises(StateError, match="encryptionsalt"):
        stackfile.resolve(stackfile.read(path, "p"), never)
