"""The real phones, each read once: reading takes longer than all the rest of a simulated call."""

from collections.abc import Sequence

from adapters.phones.phones import LibPhones
from domain.model.values import Value


class RememberedPhones(LibPhones):
    """As ports.world.Phones."""

    def __init__(self, default_region: str = "") -> None:
        super().__init__(default_region)
        self._keys: dict[tuple[Value, str], str | None] = {}
        self._index_keys: dict[Value, str | None] = {}
        self._lookups: dict[tuple[Value, str], Sequence[str]] = {}

    def key(self, phone: Value, region: str = "") -> str | None:
        """Return the E.164 form, or None when the text is no phone number."""
        if (phone, region) not in self._keys:
            self._keys[phone, region] = super().key(phone, region)
        return self._keys[phone, region]

    def index_key(self, phone: Value) -> str | None:
        """Return what a contact with this phone is looked up by."""
        if phone not in self._index_keys:
            self._index_keys[phone] = super().index_key(phone)
        return self._index_keys[phone]

    def lookup_keys(self, phone: Value, region: str = "") -> Sequence[str]:
        """Return the index keys that contacts with this phone may have."""
        if (phone, region) not in self._lookups:
            self._lookups[phone, region] = super().lookup_keys(phone, region)
        return self._lookups[phone, region]
