"""Phones by Google's numbering metadata."""

from collections.abc import Sequence

import phonenumbers

from domain.model.values import Value

_SHORTEST = 7
_LONGEST = 64
"""Longer texts are no phone; they are not worth parsing."""


class LibPhones:
    """Makes E.164 keys; *default_region* (`ES`) is the country of national numbers, if any."""

    def __init__(self, default_region: str = "") -> None:
        self._region = default_region

    def knows_region(self, region: str) -> bool:
        """Tell whether this is a region (`ES`) whose numbers are known."""
        return region in phonenumbers.SUPPORTED_REGIONS

    def key(self, phone: Value, region: str = "") -> str | None:
        """Return the E.164 form (`+34612345678`), or None when the text is no phone number.

        An extension is left out: several people behind one number share the key. A number without
        its area code is none: another area has the same.
        """
        number = self._number(phone, region)
        return _e164(number) if number is not None else None

    def index_key(self, phone: Value) -> str | None:
        """Return the E.164 form, or `~` and the digits of a number that is not written with `+`."""
        return self.key(phone) or _without_plus(phone)

    def lookup_keys(self, phone: Value, region: str = "") -> Sequence[str]:
        """Return the index keys that contacts with this phone may have, the surest first.

        Many write the country without `+`: `0034612345678` and `34612345678`.
        """
        number = self._number(phone, region)
        if number is None:
            loose = _without_plus(phone)
            return [loose] if loose is not None else []
        keys = [_e164(number), _loose(_e164(number))]
        home = phonenumbers.country_code_for_region(region or self._region)
        if number.country_code == home:
            keys.append(_loose(phonenumbers.national_significant_number(number)))
        return keys

    def _number(self, phone: Value, region: str) -> phonenumbers.PhoneNumber | None:
        if phone is None or len(phone) > _LONGEST:
            return None
        try:
            number = phonenumbers.parse(phone, region or self._region or None)
        except phonenumbers.NumberParseException:
            return None
        fit = phonenumbers.is_possible_number_with_reason(number)
        return number if fit == phonenumbers.ValidationResult.IS_POSSIBLE else None


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _without_plus(phone: Value) -> str | None:
    """Return the key of a number whose country is not certain; shorter ones are extensions."""
    text = (phone or "").strip()
    if not text or len(text) > _LONGEST or text.startswith("+"):
        return None
    digits = phonenumbers.normalize_digits_only(text)
    return _loose(digits) if len(digits) >= _SHORTEST and digits.strip("0") else None


def _loose(digits: str) -> str:
    """Leave out the plus or the zeros that are dialled before a number."""
    return f"~{digits.lstrip('+0')}"
