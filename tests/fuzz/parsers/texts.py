"""Small texts: phones, links, page tokens, times of day, and the values of properties."""

from adapters.phones.phones import LibPhones
from adapters.pipedrive.custom_fields import written
from domain.activity.duration import exact, hours_and_minutes
from domain.activity.links import link_faults
from domain.errors import InvalidInput
from domain.model.catalog import Option, Property
from domain.model.property_values import canonical_value
from domain.model.values import Kind, canonical, property_field
from domain.ports.crm import Patch
from domain.use_cases.paging import key_before, token_after
from tests.fuzz.oracles import check_sendable, check_storable
from tests.fuzz.target import parser

_PHONES = (LibPhones(), LibPhones("ES"))
_REGIONS = ("", "DE", "XX")
_LONGEST_KEY = 80


def find_phone(data: bytes) -> bool:
    """Make keys of a phone; tell whether it is one."""
    phone = canonical(data.decode(errors="replace"))
    found = False
    for phones in _PHONES:
        index = phones.index_key(phone)
        assert index is None or len(index) <= _LONGEST_KEY
        for region in _REGIONS:
            key = phones.key(phone, region)
            assert key is None or phones.key(key, region) is not None
            assert key is None or (key[0] == "+" and key[1:].isascii() and key[1:].isdecimal())
            keys = phones.lookup_keys(phone, region)
            check_storable((index, key, list(keys)))
            found = found or key is not None
    return found


def check_link(data: bytes) -> bool:
    """Judge a link; tell whether people may click on it."""
    url = data.decode(errors="replace")
    faults = list(link_faults("recording_url", url))
    assert {one.reason for one in faults} <= {"URL_INVALID", "URL_SCHEME", "URL_PRIVATE_HOST"}
    if faults or not url:
        return False
    check_storable(url)
    assert url.lower().startswith(("http://", "https://"))
    assert not set(url) & set(" \"'<>\\`\n\r\t")
    return True


def turn_page(data: bytes) -> bool:
    """Read a page token; tell whether it is one."""
    try:
        key = key_before(data.decode(errors="replace"))
    except InvalidInput as error:
        return error.reason != "INVALID_PAGE_TOKEN"
    check_storable(key)
    assert key is None or key_before(token_after(key)) == key
    return key is not None


def take_property(data: bytes) -> bool:
    """Read the value of a property, as `type`, a line break, and the text; tell whether it fits.

    Whatever fits can be stored, and written in Pipedrive's form.
    """
    kind, _, text = data.decode(errors="replace").partition("\n")
    value = canonical(text)
    if value is None:
        return False
    options = tuple(Option(option_id=one, label=one) for one in ("1", "3", "17", "won"))
    definition = Property(kind=Kind.DEAL, code="a", name="a", type=kind, options=options)
    taken = canonical_value(definition, value)
    if taken is None:
        return False
    assert canonical_value(definition, taken) == taken
    check_storable(taken)
    field = property_field("a")
    check_sendable(written(Patch(fields={field: taken}, types={field: kind})))
    return True


def show_duration(data: bytes) -> bool:
    """Show a number of seconds in both ways; tell whether it is one."""
    if not (data.isdigit() and len(data) <= len(str(2**63))):
        return False
    seconds = int(data)
    shown = hours_and_minutes(seconds)
    assert "00:00" <= shown <= "23:59"
    assert len(shown) == len("00:00")
    *_, minutes, rest = map(int, f"0:{exact(seconds)}".split(":"))
    assert (minutes * 60 + rest) % 3600 == seconds % 3600
    return True


_NUMBERS = (
    *(b"+34612345678", b"612 34 56 78", b"0034 612 345 678", b"(030) 1234-567 ext. 5"),
    *(b"tel:+1-201-555-0123;ext=7", b"1-800-FLOWERS", b"+49 30 1234567", b"anonymous"),
)
_LINKS = (
    *(b"https://calls.example/42.mp3?sig=a%2Fb", b"http://example.com:8080/x#y", b"file:///x"),
    *(b"https://user:pw@example.com", b"https://[2001:db8::1]/", b"https://10.0.0.1/", b"//x"),
    *(b"https://xn--bcher-kva.example/", b"https://localhost./", b"https://[::ffff:10.0.0.1]"),
)
_TOKENS = tuple(token_after(key).encode() for key in ("c-1", "call/42", "\u6f22", "x" * 128))
_VALUES = (
    *(b"varchar\nred", b"text\na\nb", b"double\n-1.50", b"monetary\n1200.5 EUR", b"enum\n17"),
    *(b"set\n3, 17", b"date\n2026-11-24", b"time\n09:30", b"daterange\n2026-11-24/2026-11-25"),
    *(b"timerange\n09:00:00/10:00:00", b"user\n12", b"org\n5", b"people\n7", b"phone\n+34 6"),
    *(b"set\nwon,1", b"address\nCalle 1", b"varchar_auto\nx", b"lead\nx"),
)
_LENGTHS = (b"0", b"59", b"3599", b"3600", b"86399", b"604800", b"9223372036854775807")

_OF_PHONES = (b"+", b"00", b"ext", b";ext=", b"tel:", b"x", b"#")
_OF_LINKS = (b"@", b"[", b"]", b"%", b"?", b"#", b"//", b"::1")
_OF_TOKENS = (b"=", b"-", b"_", b"+", b"AA==", b"gA==")
_OF_VALUES = (b"T", b"W", b"EUR", b"set\n", b"user\n")

PHONES = parser("phones", find_phone, _NUMBERS, _OF_PHONES, share=1, longest=128)
LINKS = parser("links", check_link, _LINKS, _OF_LINKS, share=25, longest=2500)
TOKENS = parser("tokens", turn_page, _TOKENS, _OF_TOKENS, share=17, longest=512)
PROPERTIES = parser("properties", take_property, _VALUES, _OF_VALUES, share=30)
DURATIONS = parser("durations", show_duration, _LENGTHS, share=10, longest=32)
