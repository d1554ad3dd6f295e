"""The ground floor: actors, verdicts, refusals, ids and the clock. Knows no room, no table and no page."""
