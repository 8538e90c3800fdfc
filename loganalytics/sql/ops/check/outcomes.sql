-- Row: how many ingests there are, and of how many lines are not the sum of the outcomes, hits not
-- the lines that parsed, or pageviews not the outcomes that are. Reads: ledger. Personal: no.
select count(*), count(*) filter (
    lines <> already_ingested + incomplete + malformed + bot + method + event + merged + pixel
        + status + excluded + download + asset + pageview
    or hits <> lines - already_ingested - incomplete - malformed
    or pageviews <> pixel + pageview
)
from ledger
