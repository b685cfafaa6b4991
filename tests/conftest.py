"""How properties are tested: how long an example takes says something of the machine alone."""

from hypothesis import settings

settings.register_profile("project", deadline=None)
settings.load_profile("project")
