"""The pages an administrator sees on the way to Pipedrive and back."""

from base64 import b64encode
from hashlib import sha256
from html import escape

from aiohttp import web

from adapters.http_server.refusals import Refusal

_STYLE = (
    "body{font:1rem/1.6 system-ui,sans-serif;max-width:36rem;margin:12vh auto;padding:0 1.25rem;"
    "color:#1c1e21;background:#fff}h1{font-size:1.5rem;line-height:1.3}"
    "a{color:#0b57d0}.small{font-size:.875rem;color:#555}"
)
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Pages:
    """Writes the pages; *return_url* is where the Connect button is, "" when not known."""

    def __init__(self, return_url: str) -> None:
        self._return_url = return_url

    def connected(self, company_name: str) -> web.Response:
        company = escape(company_name or "your Pipedrive company")
        return _page(
            200,
            "Vixiees and Pipedrive are connected",
            f"<p>Vixiees is now connected to <strong>{company}</strong>.</p>"
            "<p>The contacts are being imported. Vixiees shows how far that is; "
            f"you can close this window.</p>{self._way_back('Back to Vixiees')}",
        )

    def declined(self) -> web.Response:
        return _page(
            400,
            "Vixiees was not connected",
            "<p>You declined the access to Pipedrive, so nothing was connected or changed.</p>"
            f"<p>{self._again()}</p>",
        )

    def failed(self, refusal: Refusal) -> web.Response:
        answer = _page(
            refusal.status,
            "Vixiees could not be connected",
            f"<p>{escape(refusal.message)}</p><p>{self._again()}</p>"
            f'<p class="small">Reason, should you ask for help: '
            f"<code>{escape(refusal.reason)}</code></p>",
        )
        answer.headers.update(refusal.headers)
        return answer

    def _again(self) -> str:
        link = self._way_back("Try again")
        return link or "To try again, go back to Vixiees and choose Connect there."

    def _way_back(self, words: str) -> str:
        if not self._return_url:
            return ""
        return f'<a href="{escape(self._return_url)}">{words}</a>'


def _page(status: int, title: str, content: str) -> web.Response:
    text = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{title}</h1>{content}</main></body></html>"
    )
    answer = web.Response(status=status, text=text, content_type="text/html")
    answer.headers["Content-Security-Policy"] = _POLICY
    return answer
