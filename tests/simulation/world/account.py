"""One account of Vixiees with its company in Pipedrive, and whoever acts for either."""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from urllib.parse import parse_qs, urlencode, urlsplit

from adapters.sandbox.exchange import Request
from adapters.sandbox.sandbox import Sandbox
from app.container import Container
from domain.model.connection import Connection
from domain.model.values import AccountId
from tests.simulation.service.instance import Gone
from tests.simulation.world.company import People
from tests.simulation.world.logbook import Logbook
from tests.simulation.world.postman import Postman
from tests.simulation.world.reader import Reader
from tests.simulation.world.scene import Scene
from tests.simulation.world.vixiees import Vixiees

Result = TypeVar("Result")


class Account:
    """Both sides of one connection, and its administrator.

    *asked_back* counts how often the administrator was asked to log in again.
    """

    def __init__(
        self,
        account_id: AccountId,
        scene: Scene,
        sandbox: Sandbox,
        kept: Callable[[bytes], tuple[bool, bool]],
    ) -> None:
        self.account_id, self.sandbox = account_id, sandbox
        self._scene = scene
        self.people = People(sandbox, scene.time)
        self.postman = Postman(scene, sandbox, kept)
        self.vixiees = Vixiees(account_id, scene)
        self.reader = Reader(self.vixiees, scene)
        self.logbook = Logbook(account_id, scene)
        self.asked_back = 0

    async def ask(self, work: Callable[[Container], Awaitable[Result]]) -> Result:
        """Let some instance do the work. Raises Gone when there is none, or what it raises."""
        instance = self._scene.pick()
        if instance is None:
            raise Gone
        return await instance.call(work)

    async def connection(self) -> Connection:
        """Return the connection as an administrator sees it."""
        return await self.ask(lambda inside: inside.connections().get(self.account_id))

    async def log_in(self) -> Connection:
        """Let the administrator log in and allow the access. Raises SyncError, Gone."""
        _, url = await self.ask(lambda inside: inside.connections().start(self.account_id))
        state = parse_qs(urlsplit(url).query)["state"][0]
        departure = await self.ask(lambda inside: inside.authorize().begin(state))
        code = self._allow(departure.url)
        return await self.ask(
            lambda inside: inside.authorize().finish(state, code, departure.session)
        )

    def _allow(self, url: str) -> str:
        """Press the button on Pipedrive's page; return the code that the browser takes back."""
        form = {name: one[0] for name, one in parse_qs(urlsplit(url).query).items()}
        form |= {"decision": "allow", "user_id": str(self.sandbox.installer.id)}
        page = Request(
            method="POST",
            path="/oauth/authorize",
            headers={"content-type": "application/x-www-form-urlencoded"},
            body=urlencode(form).encode(),
        )
        answer = self.sandbox.handle(page, self._scene.time.pipedrive())
        return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]
