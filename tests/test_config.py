"""Settings: sensible without any, and a clear sentence for each that cannot be used."""

import pytest

from kpi_assistant.config import BadSettingError, read_settings


def read(tmp_path, **environ):
    return read_settings({"KPI_DATA": str(tmp_path / "data"), **environ})


def test_it_needs_no_settings_and_keeps_its_secrets_to_itself(tmp_path):
    settings = read(tmp_path)
    assert settings["DATABASE_URL"] == f"sqlite:///{tmp_path}/data/kpi.sqlite3"
    assert (settings["HOST"], settings["PORT"]) == ("127.0.0.1", 8000)
    folder = tmp_path / "data"
    assert folder.stat().st_mode & 0o777 == 0o700
    for name in ("secret_key", "field_keys"):
        assert (folder / name).stat().st_mode & 0o777 == 0o600


def test_it_keeps_its_keys_from_one_start_to_the_next(tmp_path):
    first, second = read(tmp_path), read(tmp_path)
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert first["FIELD_KEYS"] == second["FIELD_KEYS"]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "eight", "PORT must be a number"),
        ("PORT", "0", "PORT must be a number"),
        ("PORT", "65536", "PORT must be a number"),
        ("PORT", "８０００", "PORT must be a number"),
        ("SECRET_KEY", "secret", "SECRET_KEY is too weak"),
        ("SECRET_KEY", "a" * 40, "SECRET_KEY is too weak"),
        ("DATABASE_URL", "mysql://localhost/kpi", "DATABASE_URL must begin with"),
        ("DATABASE_URL", "sqlite://", "would lose everything"),
        ("DATABASE_URL", "what is this", "DATABASE_URL"),
        ("DATABASE_URL", "postgresql://host:abc/kpi", "is not a database address"),
        ("DATABASE_URL", "postgresql+psycopg2://host/kpi", "DATABASE_URL must begin with"),
        ("DATABASE_URL", "sqlite+aiosqlite:///kpi", "DATABASE_URL must begin with"),
        ("DATABASE_URL", "sqlite:///file:kpi?mode=memory&uri=true", "would lose everything"),
        ("PUBLIC_URL", "kpi.example.com", "PUBLIC_URL must look like"),
        ("PUBLIC_URL", "https://kpi.example.com/app", "PUBLIC_URL must look like"),
        ("PUBLIC_URL", "http://[::1", "PUBLIC_URL must look like"),
        ("PUBLIC_URL", "https://x.example:99999", "PUBLIC_URL must look like"),
        ("PUBLIC_URL", "https://x.example:soon", "PUBLIC_URL must look like"),
        ("TRUSTED_PROXY", "kpi.example.com", "TRUSTED_PROXY must be one IP address"),
        ("TRUSTED_PROXY", "*", "TRUSTED_PROXY must be one IP address"),
    ],
)
def test_it_refuses_what_cannot_be_used_in_one_sentence(tmp_path, name, value, sentence):
    with pytest.raises(BadSettingError) as refusal:
        read(tmp_path, **{name: value})
    assert sentence in str(refusal.value)
    assert "\n" not in str(refusal.value)
    if name == "SECRET_KEY":
        assert value not in str(refusal.value)


@pytest.mark.parametrize("name", ["secret_key", "field_keys"])
def test_an_emptied_secret_is_never_replaced(tmp_path, name):
    read(tmp_path)
    (tmp_path / "data" / name).write_text("")
    with pytest.raises(BadSettingError, match="put your copy of it back"):
        read(tmp_path)


def test_a_damaged_field_key_is_noticed(tmp_path):
    read(tmp_path)
    (tmp_path / "data/field_keys").write_text("not a key\n")
    with pytest.raises(BadSettingError, match="damaged"):
        read(tmp_path)


def test_a_data_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BadSettingError, match="KPI_DATA"):
        read_settings({"KPI_DATA": str(tmp_path / "file" / "data")})


def test_both_names_of_postgresql_lead_to_psycopg(tmp_path):
    for name in ("postgres", "postgresql"):
        settings = read(tmp_path, DATABASE_URL=f"{name}://kpi:pw@db/kpi")
        assert settings["DATABASE_URL"] == "postgresql+psycopg://kpi:pw@db/kpi"


def test_cookies_are_secure_exactly_where_the_address_is_https(tmp_path):
    assert read(tmp_path, PUBLIC_URL="https://kpi.example.com")["SESSION_COOKIE_SECURE"]
    assert not read(tmp_path, PUBLIC_URL="http://kpi.example.com")["SESSION_COOKIE_SECURE"]
    assert "kpi.example.com" in read(tmp_path, PUBLIC_URL="https://kpi.example.com")["TRUSTED_HOSTS"]
