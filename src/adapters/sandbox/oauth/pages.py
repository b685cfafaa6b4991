"""The consent page a user sees, and the page for a wrong link."""

from html import escape

from adapters.sandbox.company.company import Company
from adapters.sandbox.oauth.apps import App

_STYLE = (
    "body{font:16px/1.5 system-ui;max-width:34rem;margin:4rem auto;padding:0 1rem}"
    "button{font:inherit;padding:.5rem 1.2rem;margin-right:.5rem}"
)


def consent_page(app: App, company: Company, redirect_uri: str, state: str) -> str:
    """Show who asks for what; the form posts the decision back to the same address."""
    scopes = "".join(f"<li>{escape(scope)}</li>" for scope in app.scopes)
    users = "".join(
        f'<option value="{user.id}"{" selected" * user.is_admin}>{escape(user.name)}</option>'
        for user in company.users.values()
        if user.is_active
    )
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in (
            ("client_id", app.client_id),
            ("redirect_uri", redirect_uri),
            ("state", state),
        )
    )
    return _page(
        f"{app.name} asks for access",
        f"<p><b>{escape(app.name)}</b> asks for access to "
        f"<b>{escape(company.profile.company_name)}</b> (a sandbox of Pipedrive):</p>"
        f"<ul>{scopes}</ul>"
        f'<form method="post" action="/oauth/authorize">{hidden}'
        f'<p><label>Signed in as <select name="user_id">{users}</select></label></p>'
        '<button name="decision" value="allow">Allow and install</button>'
        '<button name="decision" value="refuse">Cancel</button></form>',
    )


def wrong_link_page(why: str) -> str:
    return _page("This link does not work", f"<p>{escape(why)}</p>")


def _page(title: str, body: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>{body}</body></html>"
    )
