from adapters.sandbox.sandbox import Sandbox
from tests.adapters.sandbox.driving import Client, Core


async def test_one_sees_oneself_and_the_company(client: Client, sandbox: Sandbox) -> None:
    me = (await client("GET", "/api/v1/users/me")).data

    assert me["id"] == sandbox.installer.id
    assert me["company_id"] == sandbox.company.profile.company_id
    assert {"app": "global", "admin": True} in [
        {"app": each["app"], "admin": each["admin"]} for each in me["access"]
    ]


async def test_all_users_are_listed_also_inactive_ones(client: Client) -> None:
    users = (await client("GET", "/api/v1/users")).data

    assert len(users) == 12
    assert sum(user["active_flag"] for user in users) == 10
    assert [user["is_you"] for user in users].count(True) == 1


async def test_a_colleague_acts_under_the_own_name(client: Client, sandbox: Sandbox) -> None:
    colleague = sandbox.colleagues()[0]
    as_colleague = client.acting_as(x_api_token=colleague.api_token)
    person = await as_colleague("POST", "/api/v2/persons", {"name": "A"})

    assert person.data["owner_id"] == colleague.id
    assert (await as_colleague("GET", "/api/v1/users/me")).data["access"][0]["admin"] is False


async def test_an_inactive_user_is_not_let_in(client: Client, sandbox: Sandbox) -> None:
    gone = next(user for user in sandbox.company.users.values() if not user.is_active)

    assert (
        await client.acting_as(x_api_token=gone.api_token)("GET", "/api/v1/users")
    ).status == 401


def test_an_unknown_user_is_not_found(core: Core) -> None:
    assert core("GET", "/api/v1/users/999").status == 404
    assert core("GET", "/api/v1/users/abc").status == 404


def test_users_join_and_leave_by_the_control_endpoint(core: Core) -> None:
    created = core("POST", "/sandbox/users", {"name": "Neu", "email": "neu@example.com"})
    assert created.status == 200
    core("PATCH", "/sandbox/users", {"id": 23, "is_active": False})

    assert core.data("GET", "/api/v1/users/23")["active_flag"] is False
    assert core("PATCH", "/sandbox/users", {"id": 99}).status == 404
    assert core("POST", "/sandbox/users", {"name": "Neu"}).status == 400
