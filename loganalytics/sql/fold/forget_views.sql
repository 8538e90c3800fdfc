-- Drops what is left in memory of single hits, a row each. Writes: views. Personal: what it drops.
truncate views
