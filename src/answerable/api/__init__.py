"""Other people's programs: `/api/v1`, what they may read and send by a body's key, and what is told them (webhooks).

Comes in: requests with a key, deeds of appeals from the journal. Goes out: what everybody may read, what a key shows, calls
signed by Standard Webhooks. Keys themselves belong to people (`people.actions.api_keys`); their pages stand here.
"""
