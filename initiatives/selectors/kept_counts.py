"""Whether what is kept of the register is what the groups say: every count made anew."""

from coophub.web.tallies import differences
from initiatives.models.register import mark_of, shares_of

KEPT_SHARES = """
    SELECT municipality_id, aspect, value, initiatives::bigint, homes::bigint
    FROM initiatives_registershare WHERE initiatives <> 0 OR homes <> 0
    UNION ALL
    SELECT municipality_id, 'all', 'living ' || living, initiatives, homes
    FROM initiatives_registercount WHERE initiatives <> 0 OR homes <> 0 OR living <> 0
"""
SHARES = f"""
    SELECT initiative.municipality_id, share.aspect, share.value, count(*), sum(homes)
    FROM initiatives_initiative initiative
    CROSS JOIN LATERAL (VALUES {shares_of("initiative")}) AS share (aspect, value)
    WHERE published_at IS NOT NULL GROUP BY 1, 2, 3
    UNION ALL
    SELECT municipality_id, 'all', 'living ' || count(*) FILTER (WHERE phase = 'living'), count(*), sum(homes)
    FROM initiatives_initiative WHERE published_at IS NOT NULL GROUP BY municipality_id
"""  # noqa: S608 - columns of ours
KEPT_STAYS = """
    SELECT phase, days, sum(stays), sum(groups) FROM initiatives_phasestaycount
    GROUP BY phase, days HAVING sum(stays) <> 0 OR sum(groups) <> 0
"""
STAYS = """
    SELECT phase, days, count(*), count(*) FILTER (WHERE is_first) FROM initiatives_phasestay_counted
    GROUP BY phase, days
"""
KEPT_MARKS = """
    SELECT municipality_id, sum(initiatives), sum(mark) FROM initiatives_registermark
    GROUP BY municipality_id HAVING sum(initiatives) <> 0 OR sum(mark) <> 0
"""
MARKS = f"""
    SELECT municipality_id, count(*), sum({mark_of("initiative")})
    FROM initiatives_initiative initiative WHERE published_at IS NOT NULL GROUP BY municipality_id
"""  # noqa: S608 - columns of ours


def register_differences() -> list[str]:
    """Each count of the register that is not what the groups say. Three queries. For who runs CoopHub, in English."""
    shares = {row[:3] for row in differences(KEPT_SHARES, SHARES)}
    stays = {row[:2] for row in differences(KEPT_STAYS, STAYS)}
    marks = {row[0] for row in differences(KEPT_MARKS, MARKS)}
    return [
        *(
            f"what is kept of {place} by {aspect} ({value}) is not what is there"
            for place, aspect, value in sorted(shares)
        ),
        *(f"how many were in {phase} for {days} days is not what is there" for phase, days in sorted(stays)),
        *(f"the mark of the register in {place} is not that of what is there" for place in sorted(marks)),
    ]
