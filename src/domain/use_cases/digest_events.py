"""Digesting what webhooks told, by what they told of."""

from dataclasses import dataclass
from datetime import datetime

from domain.model.remote import Entity
from domain.use_cases.digest_company import DigestCompany
from domain.use_cases.digest_contact import DigestContact
from domain.use_cases.driven import Driven


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestEvents:
    """Hands each entity's waiting events to whoever understands them."""

    contacts: DigestContact
    companies: DigestCompany

    async def run(self, driven: Driven, subject: str) -> datetime | None:
        """Digest what waits for the subject, such as `contact:12`."""
        entity, _, entity_id = subject.partition(":")
        digester = self.contacts if entity == Entity.CONTACT else self.companies
        return await digester.run(driven, entity_id)
