"""What was asked of the company and what it cost, for tests and benchmarks."""

from collections import Counter

from adapters.sandbox.exchange import Json


class Ledger:
    """Counts by the kind of access (`oauth`, `api_token`) and by `METHOD /path/{template}`."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self._requests: Counter[tuple[str, str]] = Counter()
        self._tokens: Counter[tuple[str, str]] = Counter()
        self._statuses: Counter[str] = Counter()
        self._oauth: Counter[str] = Counter()

    def charge(self, access: str, operation: str, cost: int) -> None:
        self._requests[access, operation] += 1
        self._tokens[access, operation] += cost

    def answered(self, status: int) -> None:
        self._statuses[str(status)] += 1

    def count_oauth(self, happening: str) -> None:
        """Count `codes_exchanged`, `refreshes`, `consumed_tokens_reused` or `revocations`."""
        self._oauth[happening] += 1

    def tokens(self, access: str | None = None) -> int:
        return sum(n for (kind, _), n in self._tokens.items() if access in {None, kind})

    def requests(self, operation: str, access: str | None = None) -> int:
        """Count the requests of an operation such as `GET /api/v2/persons`."""
        return sum(
            n
            for (kind, name), n in self._requests.items()
            if name == operation and access in {None, kind}
        )

    def oauth(self, happening: str) -> int:
        return self._oauth[happening]

    def shown(self) -> Json:
        kinds = sorted({kind for kind, _ in self._requests})
        return {
            "tokens": self.tokens(),
            "by_access": {kind: self._shown_kind(kind) for kind in kinds},
            "statuses": dict(self._statuses),
            "oauth": dict(self._oauth),
        }

    def _shown_kind(self, kind: str) -> Json:
        requests = {
            name: {"requests": n, "tokens": self._tokens[kind, name]}
            for (of, name), n in sorted(self._requests.items())
            if of == kind
        }
        return {"tokens": self.tokens(kind), "operations": requests}
