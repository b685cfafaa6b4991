"""A use case that notes its calls and fails as it is told."""


class Told:
    """*calls* is what was asked; *failure* is raised instead of the next answers."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []
        self.failure: BaseException | None = None

    def note(self, *call: object) -> None:
        self.calls.append(call)
        if self.failure is not None:
            raise self.failure
