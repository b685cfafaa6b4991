"""Digesting what webhooks told, by what they told of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.model.remote import Entity
from domain.use_cases.digest_company import DigestCompany
from domain.use_cases.digest_record import DigestRecord
from domain.use_cases.driven import Driven, Runner


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestEvents:
    """Hands each entity's waiting events to whoever understands them."""

    contacts: DigestRecord
    deals: DigestRecord
    companies: DigestCompany

    async def run(self, driven: Driven, subject: str) -> datetime | None:
        """Digest what waits for the subject, such as `contact:12`."""
        entity, _, entity_id = subject.partition(":")
        digesters: Mapping[str, Runner] = {
            Entity.CONTACT: self.contacts,
            Entity.DEAL: self.deals,
            Entity.COMPANY: self.companies,
        }
        return await digesters[entity].run(driven, entity_id)
