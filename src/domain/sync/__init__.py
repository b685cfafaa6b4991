"""The heart: pure functions from a record and what was seen to a new record, and to what is due.

`local` takes what Vixiees shows, `events`, `reads` and `answers` what Pipedrive shows, `ends`
deletions and merges. `plan` says what to tell Vixiees and what to do at Pipedrive next. They all
decide by `compete`.
"""
