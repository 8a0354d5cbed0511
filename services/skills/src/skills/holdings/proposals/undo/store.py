"""Every SQL statement that takes back what a decision led to."""

from __future__ import annotations

from skills.holdings.proposals.proposal import Proposal
from touchline_runtime.transaction import Connection

NEWEST_IS_GRANT = """
SELECT kind = 'assigned' AND evidence_kind = 'proposal' AND evidence_id = $3 FROM ledger
WHERE person_id = $1 AND skill_id = $2 ORDER BY revision DESC LIMIT 1
"""
# Of skills that were merged each may have been rejected, and a skill that was taken away again as well.
REJECTED_BESIDES = """
SELECT EXISTS (
    SELECT FROM rejection WHERE person_id = $1 AND proposal_id <> $3 AND skill_id IN (
        SELECT $2 UNION SELECT known.id FROM skill_alias asked JOIN skill_alias known USING (skill_id)
        WHERE asked.id = $2))
"""
REOPEN_PROPOSAL = """
UPDATE proposal SET state = 'requested', decided_by = NULL, decided_at = NULL WHERE id = $1
"""


async def newest_is_grant(conn: Connection, proposal: Proposal, skill_id: str) -> bool:
    """Whether the person holds the skill by this proposal, and the ledger tells of nothing since."""
    return bool(await conn.fetchval(NEWEST_IS_GRANT, proposal.person_id, skill_id, proposal.id))


async def rejected_besides(conn: Connection, proposal: Proposal, skill_id: str) -> bool:
    """Whether the skill is rejected for the person by a decision about another proposal."""
    found: bool = await conn.fetchval(REJECTED_BESIDES, proposal.person_id, skill_id, proposal.id)
    return found


async def reopen_proposal(conn: Connection, proposal_id: str) -> None:
    """Lets a decided proposal wait again."""
    await conn.execute(REOPEN_PROPOSAL, proposal_id)
