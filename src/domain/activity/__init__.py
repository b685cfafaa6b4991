"""The rules of activities: what is wrong with one, what Pipedrive gets of it, what is due next.

Pure functions of values; an activity goes one way, from Vixiees to Pipedrive.
"""
