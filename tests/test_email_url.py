"""EMAIL_URL: what it says, and what it refuses in one line."""

import pytest

from reader.email_url import mail_settings


@pytest.mark.parametrize(
    ("url", "port", "starts_tls", "is_tls"),
    [
        ("smtps://mail.example.org", 465, False, True),
        ("smtp+tls://mail.example.org", 587, True, False),
        ("smtp://mail.example.org:2525", 2525, False, False),
    ],
)
def test_a_server_has_its_port_and_its_safety(url, port, starts_tls, is_tls):
    said = mail_settings(url)
    assert (said["EMAIL_HOST"], said["EMAIL_PORT"]) == ("mail.example.org", port)
    assert (said["EMAIL_USE_TLS"], said["EMAIL_USE_SSL"]) == (starts_tls, is_tls)


def test_a_name_and_a_password_may_have_signs_of_addresses():
    said = mail_settings("smtps://ada%40example.org:a%2Fb%3Ac@mail.example.org")
    assert said["EMAIL_HOST_USER"] == "ada@example.org"
    assert said["EMAIL_HOST_PASSWORD"] == "a/b:c"


def test_without_one_mail_goes_to_the_console():
    assert mail_settings("")["EMAIL_BACKEND"].endswith("console.EmailBackend")
    assert mail_settings("file:///var/mail")["EMAIL_FILE_PATH"] == "/var/mail"


@pytest.mark.parametrize(
    "url", ["mail.example.org", "http://x/", "smtps://", "smtp://h:x", "smtp://h:99999"]
)
def test_another_address_is_refused_in_one_line(url):
    with pytest.raises(ValueError, match="EMAIL_URL") as error:
        mail_settings(url)
    assert "\n" not in str(error.value)
