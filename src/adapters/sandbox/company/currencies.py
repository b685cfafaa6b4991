"""The currencies of the company (v1 `/currencies`): only active ones can be written.

Choice where Pipedrive's behaviour is not documented: any other one is refused with 400.
"""

from dataclasses import asdict, dataclass

from adapters.sandbox.exchange import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """A currency in the v1 shape."""

    code: str
    name: str
    symbol: str
    decimal_points: int = 2
    active_flag: bool = True
    is_custom_flag: bool = False


_USUAL = {
    "AUD": ("Australian Dollar", "A$"),
    "BRL": ("Brazilian Real", "R$"),
    "CAD": ("Canadian Dollar", "C$"),
    "CHF": ("Swiss Franc", "CHF"),
    "CNY": ("Chinese Yuan", "CN¥"),
    "CZK": ("Czech Koruna", "Kč"),
    "DKK": ("Danish Krone", "kr"),
    "EUR": ("Euro", "€"),
    "GBP": ("Pound Sterling", "£"),
    "HUF": ("Hungarian Forint", "Ft"),
    "ILS": ("Israeli Shekel", "₪"),
    "INR": ("Indian Rupee", "₹"),
    "MXN": ("Mexican Peso", "MX$"),
    "NOK": ("Norwegian Krone", "kr"),
    "NZD": ("New Zealand Dollar", "NZ$"),
    "PLN": ("Polish Złoty", "zł"),
    "RON": ("Romanian Leu", "lei"),
    "SEK": ("Swedish Krona", "kr"),
    "SGD": ("Singapore Dollar", "S$"),
    "TRY": ("Turkish Lira", "₺"),
    "UAH": ("Ukrainian Hryvnia", "₴"),
    "USD": ("US Dollar", "$"),
    "ZAR": ("South African Rand", "R"),
}
CURRENCIES = (
    *(Currency(code=code, name=name, symbol=sign) for code, (name, sign) in _USUAL.items()),
    Currency(code="CLF", name="Chilean Unidad de Fomento", symbol="UF", decimal_points=4),
    Currency(code="CLP", name="Chilean Peso", symbol="CLP$", decimal_points=0),
    Currency(code="HRK", name="Croatian Kuna", symbol="kn", active_flag=False),
    Currency(code="JPY", name="Japanese Yen", symbol="¥", decimal_points=0),
    Currency(code="KRW", name="South Korean Won", symbol="₩", decimal_points=0),
    Currency(code="KWD", name="Kuwaiti Dinar", symbol="KD", decimal_points=3),
    Currency(code="PTS", name="Bonus points", symbol="★", decimal_points=0, is_custom_flag=True),
)
ACTIVE = tuple(one.code for one in CURRENCIES if one.active_flag)


def shown(number: int, currency: Currency) -> Json:
    """Give the currency with its place in the list as its id."""
    return {"id": number, **asdict(currency)}
