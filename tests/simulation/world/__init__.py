"""Everything around the service: Pipedrive, Vixiees, people on both sides, networks, clocks."""
