"""Amounts with their currency, in one text: `1234.5 EUR`. Two halves of a value are never mixed."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_OTHER_DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMN TND",
    4: "CLF UYW",
}
_DIGITS = {code: digits for digits, codes in _OTHER_DIGITS.items() for code in codes.split()}
_USUAL_DIGITS = 2
_CODES = frozenset(
    [
        "AED",
        "AFN",
        "ALL",
        "AMD",
        "ANG",
        "AOA",
        "ARS",
        "AUD",
        "AWG",
        "AZN",
        "BAM",
        "BBD",
        "BDT",
        "BGN",
        "BMD",
        "BND",
        "BOB",
        "BOV",
        "BRL",
        "BSD",
        "BTN",
        "BWP",
        "BYN",
        "BZD",
        "CAD",
        "CDF",
        "CHE",
        "CHF",
        "CHW",
        "CNY",
        "COP",
        "COU",
        "CRC",
        "CUP",
        "CVE",
        "CZK",
        "DKK",
        "DOP",
        "DZD",
        "EGP",
        "ERN",
        "ETB",
        "EUR",
        "FJD",
        "FKP",
        "GBP",
        "GEL",
        "GHS",
        "GIP",
        "GMD",
        "GTQ",
        "GYD",
        "HKD",
        "HNL",
        "HTG",
        "HUF",
        "IDR",
        "ILS",
        "INR",
        "IRR",
        "JMD",
        "KES",
        "KGS",
        "KHR",
        "KPW",
        "KYD",
        "KZT",
        "LAK",
        "LBP",
        "LKR",
        "LRD",
        "LSL",
        "MAD",
        "MDL",
        "MGA",
        "MKD",
        "MMK",
        "MNT",
        "MOP",
        "MRU",
        "MUR",
        "MVR",
        "MWK",
        "MXN",
        "MXV",
        "MYR",
        "MZN",
        "NAD",
        "NGN",
        "NIO",
        "NOK",
        "NPR",
        "NZD",
        "PAB",
        "PEN",
        "PGK",
        "PHP",
        "PKR",
        "PLN",
        "QAR",
        "RON",
        "RSD",
        "RUB",
        "SAR",
        "SBD",
        "SCR",
        "SDG",
        "SEK",
        "SGD",
        "SHP",
        "SLE",
        "SOS",
        "SRD",
        "SSP",
        "STN",
        "SVC",
        "SYP",
        "SZL",
        "THB",
        "TJS",
        "TMT",
        "TOP",
        "TRY",
        "TTD",
        "TWD",
        "TZS",
        "UAH",
        "USD",
        "USN",
        "UYU",
        "UZS",
        "VED",
        "VES",
        "WST",
        "XCD",
        "YER",
        "ZAR",
        "ZMW",
        "ZWG",
    ]
) | frozenset(_DIGITS)
"""ISO 4217, list one, without metals and test codes."""
LARGEST = Decimal(10) ** 15
"""Amounts from here on lose digits in Pipedrive, which holds them as double."""
_LONGEST = 64


def is_currency(code: str) -> bool:
    """Tell whether this is a currency code of ISO 4217."""
    return code in _CODES


def decimal_in(text: str) -> Decimal | None:
    """Return the plain decimal number that the text is; None for anything else."""
    if len(text) > _LONGEST:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and set(text) <= set("+-.0123456789") else None


def plain(number: Decimal) -> str:
    """Return the number without an exponent and without zeros that say nothing: `1234.5`."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def money(amount: Decimal, currency: str) -> str:
    """Return the amount with its currency as one text."""
    return f"{plain(amount)} {currency}"


def parts(text: str) -> tuple[str, str]:
    """Return amount and currency of such a text."""
    amount, _, currency = text.partition(" ")
    return amount, currency


def canonical_money(text: str) -> str | None:
    """Return such a text in its one form; None if its amount is no number."""
    amount, currency = parts(text)
    number = decimal_in(amount)
    return money(number, currency) if number is not None else None


def digits_of(currency: str) -> int:
    """Return how many digits ISO 4217 gives the currency behind the point."""
    return _DIGITS.get(currency, _USUAL_DIGITS)


def rounded(amount: Decimal, digits: int) -> Decimal:
    """Return the amount with so many digits behind the point, halves away from zero."""
    return amount.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
