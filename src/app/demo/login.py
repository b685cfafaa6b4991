"""An administrator's way through the login: every page over HTTP, as a browser goes it."""

from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx


class _Form(HTMLParser):
    """Collects what the consent page's form would send, and the page's address for it."""

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.values: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        match tag:
            case "form":
                self.action = given["action"]
            case "input":
                self.values[given["name"]] = given["value"]
            case "select":
                self._select = given["name"]
            case "option" if "selected" in given:
                self.values[self._select] = given["value"]
            case "button":
                self.values.setdefault(given["name"], given["value"])
            case _:
                pass


async def log_in(authorize_url: str, **choices: str) -> str:
    """Open the login page, allow the access, and return the text of the last page.

    *choices* are put over what the consent page's form proposes. Raises httpx.HTTPStatusError.
    """
    async with httpx.AsyncClient(follow_redirects=True) as browser:
        consent = await browser.get(authorize_url)
        consent.raise_for_status()
        form = _Form()
        form.feed(consent.text)
        last = await browser.post(
            urljoin(str(consent.url), form.action), data=form.values | choices
        )
        last.raise_for_status()
        return last.text
