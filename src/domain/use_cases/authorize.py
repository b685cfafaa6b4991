"""An administrator's way through Pipedrive's login and back."""

from dataclasses import dataclass, replace

from domain.errors import Conflict, InvalidInput, Violation
from domain.model.connection import (
    ENDED,
    Connection,
    ConnectionState,
    Grant,
    ImportPhase,
    ImportProgress,
    Login,
)
from domain.model.remote import Identity
from domain.model.values import ConnectionId
from domain.model.views import Departure
from domain.model.work import Task, Work, WorkKey
from domain.ports.crm import Crms, OAuth
from domain.ports.store import Store, Tx
from domain.ports.world import Clock, Ids
from domain.sync.scopes import missing
from domain.sync.standing import logged_in


@dataclass(frozen=True, slots=True)
class _Fixed:
    """Tokens that were issued a moment ago."""

    grant: Grant

    async def current(self) -> Grant:
        return self.grant

    async def renewed(self, refused: Grant) -> Grant:
        return refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorize:
    """Sends the browser to Pipedrive, and takes it back with an authorization or without one."""

    store: Store
    clock: Clock
    ids: Ids
    oauth: OAuth
    crms: Crms

    async def begin(self, state: str) -> Departure:
        """Bind the login to this browser. Raises InvalidInput for a login that is over."""
        session = self.ids()
        await self.store.transact(lambda tx: self._begin(tx, state, session))
        return Departure(url=self.oauth.authorize_url(state), session=session)

    async def finish(self, state: str, code: str, session: str) -> Connection:
        """Take the authorization and start the import.

        Raises InvalidInput for a login that is over or of another browser, GrantLost for a bad
        code, Conflict when this company or this user cannot be connected.
        """
        login = await self.store.transact(lambda tx: self._take(tx, state, session))
        grant = await self.oauth.exchange(code)
        identity = await self.crms.open(_Fixed(grant), {}).identity()
        return await self.store.transact(
            lambda tx: self._connect(tx, login.connection_id, grant, identity)
        )

    async def refused(self, state: str, session: str) -> None:
        """Take that the administrator said no; what was connected stays so."""
        await self.store.transact(lambda tx: self._take(tx, state, session))

    async def uninstalled(self, company_id: str, user_id: str) -> None:
        """Take that the app was removed from the company by the user who had authorized it."""
        await self.store.transact(lambda tx: self._uninstall(tx, company_id, user_id))

    def _begin(self, tx: Tx, state: str, session: str) -> None:
        login = tx.secrets.take_login(state)
        if login is None or login.expires_at <= self.clock():
            raise _login_over()
        tx.secrets.put_login(replace(login, session=session))

    def _take(self, tx: Tx, state: str, session: str) -> Login:
        login = tx.secrets.take_login(state)
        is_ours = login is not None and login.session and login.session == session
        if login is None or not is_ours or login.expires_at <= self.clock():
            raise _login_over()
        return login

    def _connect(
        self, tx: Tx, connection_id: ConnectionId, grant: Grant, identity: Identity
    ) -> Connection:
        connection = tx.connections.hold(connection_id)
        _check(tx, connection, identity)
        _check_scopes(grant)
        now = self.clock()
        previous = tx.secrets.grant(connection_id)
        generation = previous.generation + 1 if previous is not None else 0
        tx.secrets.put_grant(connection_id, replace(grant, generation=generation))
        known = replace(connection, erases=False, identity=identity, progress=_taken_up(connection))
        connected = logged_in(known, now)
        tx.connections.put(connected)
        work = tx.work(connection_id)
        work.bring_forward(now)
        work.mark([Work(key=WorkKey(Task.SET_UP), due_at=now)])
        return connected

    def _uninstall(self, tx: Tx, company_id: str, user_id: str) -> None:
        for one in tx.connections.of_company(company_id):
            connection = tx.connections.hold(one.connection_id)
            identity = connection.identity
            if connection.state in ENDED or identity is None or identity.user_id != user_id:
                continue
            tx.secrets.put_grant(connection.connection_id, None)
            tx.connections.put(
                replace(
                    connection,
                    state=ConnectionState.UNINSTALLED,
                    since=self.clock(),
                    reason="UNINSTALLED",
                    message="The app was uninstalled in Pipedrive. Connect again to go on.",
                    resume_at=None,
                )
            )


def _taken_up(connection: Connection) -> ImportProgress:
    """Return where the import goes on: everything that is known already stays known.

    A connection that had ended has dropped its work, so all its records are looked through again,
    which asks Pipedrive for nothing.
    """
    progress = connection.progress
    if connection.state in ENDED and progress.phase is ImportPhase.DONE:
        return replace(progress, phase=ImportPhase.MATCHING, cursor=None)
    return progress


def _check(tx: Tx, connection: Connection, identity: Identity) -> None:
    if not identity.is_admin:
        raise Conflict(
            "NOT_AN_ADMINISTRATOR",
            "This Pipedrive user is no administrator. "
            "Log in as one, so that every contact and every change can be seen.",
        )
    if connection.identity and connection.identity.company_id != identity.company_id:
        raise Conflict(
            "OTHER_COMPANY",
            "This account's contacts belong to another Pipedrive company: "
            f"{connection.identity.company_name}. Log in there, or end the connection first with "
            "everything about it erased.",
        )
    others = [
        one
        for one in tx.connections.of_company(identity.company_id)
        if one.connection_id != connection.connection_id and one.state not in ENDED
    ]
    if others:
        raise Conflict(
            "COMPANY_TAKEN",
            "This Pipedrive company is connected to another Vixiees account. "
            "Disconnect it there first.",
        )


def _check_scopes(grant: Grant) -> None:
    lacking = missing(grant.scopes)
    if lacking:
        raise Conflict(
            "SCOPES_MISSING",
            f"The app lacks permissions in Pipedrive: {', '.join(lacking)}. "
            "Whoever runs this service adds them in Pipedrive's Developer Hub; then log in again.",
            scopes=", ".join(lacking),
        )


def _login_over() -> InvalidInput:
    return InvalidInput(
        Violation(
            field="state",
            reason="LOGIN_OVER",
            message="this login was used, has expired or began in another browser. "
            "Start again in Vixiees under Settings › Integrations › Pipedrive.",
        )
    )
