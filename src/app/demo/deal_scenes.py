"""The scenes about deals: steps and stages, won and lost, owners, contacts, deletions."""

from app.demo.deal_stage import GONE, after_waiting, deal_of, in_step, map_sales, on_both
from app.demo.deals import at, deal
from app.demo.sales import LATER, STEPS
from app.demo.stage import Row, Stage, eventually
from vixiees.pipedrive.v1.deal_pb2 import DealFields, DealStatus, DealStep, Money

_INGRID = "ingrid@example.com"
_MATEO = "mateo@example.com"
_MATEO_ID = 13
_WON, _LOST = DealStatus.DEAL_STATUS_WON, DealStatus.DEAL_STATUS_LOST


async def created_in_vixiees(stage: Stage) -> Row:
    await map_sales(stage)
    contact_id = await stage.vixiees.create({"first_name": "Dora", "last_name": "Deal"})
    fields = deal("Roof for Dora", step="visit")
    fields.contact_id, fields.owner_email = contact_id, _MATEO.upper()
    deal_id = await stage.deals.create(fields)
    wanted = f"Roof for Dora · 1200.50 EUR · open · visit · Dora · {_MATEO}"
    return await on_both(stage, "deal created in Vixiees", deal_id, wanted)


async def created_in_pipedrive(stage: Stage) -> Row:
    person_id = await stage.colleague.create("Emil Einkauf")
    number = await stage.sales.create("Dach", value=80, stage_id=6, person_id=person_id)
    deal_id = await deal_of(stage, number)
    wanted = f"Dach · 80.00 EUR · open · need · Emil · {_INGRID}"
    return await on_both(stage, "deal created in Pipedrive", deal_id, wanted)


async def moved_in_vixiees(stage: Stage) -> Row:
    deal_id, _ = await in_step(stage, "Moved here")
    await stage.deals.edit(deal_id, DealFields(step=at("offer")))
    wanted = f"Moved here · 1200.50 EUR · open · offer · {_INGRID}"
    return await on_both(stage, "deal moved to another step in Vixiees", deal_id, wanted)


async def moved_in_pipedrive(stage: Stage) -> Row:
    deal_id, number = await in_step(stage, "Moved there")
    await stage.sales.edit(number, stage_id=9)
    wanted = f"Moved there · 1200.50 EUR · open · follow up · {_INGRID}"
    return await on_both(stage, "deal moved to another stage in Pipedrive", deal_id, wanted)


async def won_in_vixiees(stage: Stage) -> Row:
    deal_id, _ = await in_step(stage, "Won")
    await stage.deals.edit(deal_id, DealFields(status=_WON))
    wanted = f"Won · 1200.50 EUR · won · need · {_INGRID}"
    return await on_both(stage, "deal won in Vixiees", deal_id, wanted)


async def won_in_pipedrive(stage: Stage) -> Row:
    deal_id, number = await in_step(stage, "Sold")
    await stage.sales.edit(number, status="won")
    wanted = f"Sold · 1200.50 EUR · won · need · {_INGRID}"
    return await on_both(stage, "deal won in Pipedrive", deal_id, wanted)


async def lost_in_vixiees(stage: Stage) -> Row:
    deal_id, _ = await in_step(stage, "Gave up")
    await stage.deals.edit(deal_id, DealFields(status=_LOST, lost_reason="Kein Budget"))
    wanted = f"Gave up · 1200.50 EUR · lost · Kein Budget · need · {_INGRID}"
    return await on_both(stage, "deal lost in Vixiees, with its reason", deal_id, wanted)


async def lost_in_pipedrive(stage: Stage) -> Row:
    deal_id, number = await in_step(stage, "Lost")
    await stage.sales.edit(number, status="lost", lost_reason="Zu teuer")
    wanted = f"Lost · 1200.50 EUR · lost · Zu teuer · need · {_INGRID}"
    return await on_both(stage, "deal lost in Pipedrive, with its reason", deal_id, wanted)


async def reopened_in_vixiees(stage: Stage) -> Row:
    deal_id, _ = await in_step(stage, "Again")
    await stage.deals.edit(deal_id, DealFields(status=_LOST, lost_reason="No answer"))
    lost = f"Again · 1200.50 EUR · lost · No answer · need · {_INGRID}"
    await on_both(stage, "", deal_id, lost)
    await stage.deals.edit(deal_id, DealFields(status=DealStatus.DEAL_STATUS_OPEN))
    wanted = f"Again · 1200.50 EUR · open · need · {_INGRID}"
    return await on_both(stage, "lost deal reopened in Vixiees", deal_id, wanted)


async def reopened_in_pipedrive(stage: Stage) -> Row:
    deal_id, number = await in_step(stage, "Back")
    await stage.deals.edit(deal_id, DealFields(status=_WON))
    won = f"Back · 1200.50 EUR · won · need · {_INGRID}"
    await on_both(stage, "", deal_id, won)
    await stage.sales.edit(number, status="open")
    wanted = f"Back · 1200.50 EUR · open · need · {_INGRID}"
    return await on_both(stage, "won deal reopened in Pipedrive", deal_id, wanted)


async def title_and_value_edited_in_pipedrive(stage: Stage) -> Row:
    deal_id, number = await in_step(stage, "Old title")
    await stage.sales.edit(number, title="Neuer Titel", value=70000, currency="JPY")
    wanted = f"Neuer Titel · 70000.00 JPY · open · need · {_INGRID}"
    return await on_both(stage, "title and value edited in Pipedrive", deal_id, wanted)


async def owner_changed_in_vixiees(stage: Stage) -> Row:
    deal_id, _ = await in_step(stage, "Handed over")
    await stage.deals.edit(deal_id, DealFields(owner_email=_MATEO))
    wanted = f"Handed over · 1200.50 EUR · open · need · {_MATEO}"
    return await on_both(stage, "deal handed to another agent in Vixiees", deal_id, wanted)


async def value_and_owner_change(stage: Stage) -> Row:
    deal_id, number = await in_step(stage, "Both")
    await stage.sales.edit(number, owner_id=_MATEO_ID)
    value = Money(amount="99.999", currency="EUR")
    await stage.deals.edit(deal_id, DealFields(value=value))
    wanted = f"Both · 100.00 EUR · open · need · {_MATEO}"
    title = "value edited in Vixiees, owner in Pipedrive, at once"
    return await on_both(stage, title, deal_id, wanted)


async def waits_for_its_contact(stage: Stage) -> Row:
    contact_id = "contact-that-comes-later"
    fields = deal("Early")
    fields.contact_id = contact_id
    deal_id = await stage.deals.create(fields, wait_for_contact=True)
    waiting = (await stage.deals.shown(deal_id)).reason
    await stage.vixiees.create({"first_name": "Later"}, contact_id)
    wanted = f"Early · 1200.50 EUR · open · need · Later · {_INGRID}"
    row = await on_both(stage, "deal waits for its contact, then goes", deal_id, wanted)
    return after_waiting(row, "WAITS_FOR_CONTACT", waiting)


async def waits_for_a_mapping(stage: Stage) -> Row:
    number = await stage.sales.create("Unmapped", value=5, stage_id=10)
    await eventually(stage.deals.linked, lambda linked: number in linked)
    deal_id = (await stage.deals.linked())[number]
    waiting = (await stage.deals.shown(deal_id)).reason
    await map_sales(stage, {**STEPS, **LATER})
    wanted = f"Unmapped · 5.00 EUR · open · order · {_INGRID}"
    row = await on_both(stage, "deal in an unmapped stage is told once mapped", deal_id, wanted)
    return after_waiting(row, "STAGE_NOT_MAPPED", waiting)


async def archived_in_pipedrive(stage: Stage) -> Row:
    deal_id, number = await in_step(stage, "Archived")
    await stage.sales.edit(number, is_archived=True)
    await eventually(lambda: _is_archived(stage, deal_id), bool)
    changed = DealFields(title="Changed")
    return Row(
        title="an archived deal can only be read, and says so",
        expected="DEAL_ARCHIVED",
        vixiees=await stage.deals.edit_refused(deal_id, changed),
        pipedrive=None,
    )


async def _is_archived(stage: Stage, deal_id: str) -> bool:
    return stage.deals.rows[deal_id].fields.archived


async def merged_in_pipedrive(stage: Stage) -> Row:
    loser_id, loser = await in_step(stage, "Merged away")
    winner_id, winner = await in_step(stage, "Survivor")
    await stage.sales.merge(loser, winner)
    await on_both(stage, "", loser_id, GONE)
    wanted = f"Survivor · 1200.50 EUR · open · need · {_INGRID}"
    return await on_both(stage, "two deals merged in Pipedrive", winner_id, wanted)


async def deleted_in_vixiees(stage: Stage) -> Row:
    deal_id, _ = await in_step(stage, "Fort")
    await stage.deals.delete(deal_id)
    return await on_both(stage, "deal deleted in Vixiees", deal_id, GONE)


async def deleted_in_pipedrive(stage: Stage) -> Row:
    deal_id, number = await in_step(stage, "Weg")
    await stage.sales.delete(number)
    return await on_both(stage, "deal deleted in Pipedrive", deal_id, GONE)


async def refused(stage: Stage) -> Row:
    wrong = deal("Wrong", amount="-1")
    wrong.value.currency = "XXX"
    wrong.step.CopyFrom(DealStep(playbook_id="sales", step_id="of another playbook"))
    expected = (
        "fields.value.amount: NEGATIVE, fields.value.currency: UNKNOWN_CURRENCY, "
        "fields.step.step_id: UNKNOWN_STEP"
    )
    return Row(
        title="a wrong deal is refused with every fault",
        expected=expected,
        vixiees=await stage.deals.refused(wrong),
        pipedrive=None,
    )


DEAL_SCENES = (
    created_in_vixiees,
    created_in_pipedrive,
    moved_in_vixiees,
    moved_in_pipedrive,
    title_and_value_edited_in_pipedrive,
    won_in_vixiees,
    won_in_pipedrive,
    lost_in_vixiees,
    lost_in_pipedrive,
    reopened_in_vixiees,
    reopened_in_pipedrive,
    owner_changed_in_vixiees,
    value_and_owner_change,
    waits_for_its_contact,
    waits_for_a_mapping,
    archived_in_pipedrive,
    merged_in_pipedrive,
    deleted_in_vixiees,
    deleted_in_pipedrive,
    refused,
)
