import pytest

from adapters.pipedrive.addresses import trusted
from domain.errors import GrantLost

_SANDBOX = "http://127.0.0.1:8200"


@pytest.mark.parametrize(
    "address",
    ["https://acme.pipedrive.com", "https://api.pipedrive.com/", "https://pipedrive.com"],
)
def test_pipedrives_own_addresses_are_trusted(address: str) -> None:
    assert trusted(address, None) == address.rstrip("/")


@pytest.mark.parametrize(
    "address",
    [
        "http://acme.pipedrive.com",
        "https://pipedrive.com.evil.example",
        "https://evilpipedrive.com",
        "https://evil.example/pipedrive.com",
        "https://evil.example#.pipedrive.com",
        "https://acme.pipedrive.com@evil.example",
        "https://user:password@acme.pipedrive.com",
        "https://acme.pipedrive.com:8443",
        "https://acme.pipedrive.com/elsewhere",
        "https://acme.pipedrive.com?x",
        "https://[::1",
        "https://evil.example\\.pipedrive.com",
        "https://evil.example%2f.pipedrive.com",
        "https://a b.pipedrive.com",
        "https://acme.pipedrive.com\n",
        "https://\u0430cme.pipedrive.com",
        "https://\ud800.pipedrive.com",
        "https://.pipedrive.com",
        "https://pipedrive.com#",
        "https://pipedrive.com?",
        "file:///etc/passwd",
        "http://169.254.169.254",
        "",
        _SANDBOX,
    ],
)
def test_no_other_address_is(address: str) -> None:
    with pytest.raises(GrantLost):
        trusted(address, None)


def test_the_sandbox_is_trusted_where_it_stands_in() -> None:
    assert trusted(_SANDBOX, _SANDBOX) == _SANDBOX
    with pytest.raises(GrantLost):
        trusted("http://127.0.0.1:8201", _SANDBOX)
