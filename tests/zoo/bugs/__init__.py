"""Every bug of the zoo."""

from tests.zoo.bugs.activities import ACTIVITIES
from tests.zoo.bugs.edits import EDITS
from tests.zoo.bugs.limits import LIMITS
from tests.zoo.bugs.links import LINKS
from tests.zoo.bugs.storage import STORAGE
from tests.zoo.bugs.webhooks import WEBHOOKS

BUGS = (*EDITS, *LINKS, *WEBHOOKS, *LIMITS, *ACTIVITIES, *STORAGE)
