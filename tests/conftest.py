"""How properties are tested: how long an example takes says something of the machine alone."""

from hypothesis import settings

settings.register_profile("project", deadline=None)
settings.register_profile("mutation", deadline=None, derandomize=True, max_examples=20)
settings.load_profile("project")
