"""The inside of the service: rules and use cases, on the standard library only.

Words: an *account* is a Vixiees customer; a *connection* is its authorization to one Pipedrive
company. Two *sides* hold a *contact*: `vixiees` and `pipedrive`. A *record* is the sync state of
one contact; an *observation* is what one side is seen to hold; a *change* is an entry of the feed
that tells Vixiees what to apply; a *step* is what has to be done at Pipedrive next. *Parked* is
work that needs a person.
"""
