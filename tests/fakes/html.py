"""HTML made safe the blunt way, as ports.world.Html."""

from html import escape

from domain.activity.html_text import lines_of


class PlainHtml:
    """Keeps the text alone."""

    def clean(self, html: str, most_bytes: int) -> tuple[str, bool]:
        text = "<br>".join(map(escape, lines_of(html)))
        cut = text.encode()[:most_bytes].decode(errors="ignore")
        return cut, cut != text
