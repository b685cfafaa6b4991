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

    def key(self, phone: Value, region: str = "") -> str | None:
        """Return the E.164 form (`+34612345678`), or None when the text is no phone number.

        An extension is left out: several people behind one number share the key. A number without
        its area code is none: another area has the same.
        """
        number = self._number(phone, region)
        return _e164(number) if number is not None else None

    def index_key(self, phone: Value) -> str | None:
        """Return the E.164 form, or `~` and the digits of a number whose country is not known."""
        return self.key(phone) or _without_country(phone)

    def lookup_keys(self, phone: Value, region: str = "") -> Sequence[str]:
        """Return the index keys that contacts with this phone may have, the surest first."""
        number = self._number(phone, region)
        if number is None:
            loose = _without_country(phone)
            return [loose] if loose is not None else []
        home = phonenumbers.country_code_for_region(region or self._region)
        if number.country_code != home:
            return [_e164(number)]
        return [_e164(number), _loose(phonenumbers.national_significant_number(number))]

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


def _without_country(phone: Value) -> str | None:
    """Return the key of a number that names no country; shorter ones are extensions."""
    text = (phone or "").strip()
    if not text or len(text) > _LONGEST or text.startswith(("+", "00")):
        return None
    digits = phonenumbers.normalize_digits_only(text)
    return _loose(digits) if len(digits) >= _SHORTEST else None


def _loose(digits: str) -> str:
    """Leave out the prefix that many countries dial before a national number."""
    return f"~{digits.lstrip('0')}"
