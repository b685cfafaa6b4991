"""Phones by Google's numbering metadata."""

import phonenumbers

from domain.model.values import Value

_LONGEST = 64
"""Longer texts are no phone; they are not worth parsing."""


class LibPhones:
    """Makes E.164 keys; *default_region* (`ES`) is the country of national numbers, if any."""

    def __init__(self, default_region: str = "") -> None:
        self._region = default_region or None

    def key(self, phone: Value) -> str | None:
        """Return the E.164 form (`+34612345678`), or None when the text is no phone number.

        An extension is left out: several people behind one number share the key. A number without
        its area code is none: another area has the same.
        """
        if phone is None or len(phone) > _LONGEST:
            return None
        try:
            number = phonenumbers.parse(phone, self._region)
        except phonenumbers.NumberParseException:
            return None
        fit = phonenumbers.is_possible_number_with_reason(number)
        if fit != phonenumbers.ValidationResult.IS_POSSIBLE:
            return None
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
