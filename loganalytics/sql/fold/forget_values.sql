-- Drops what the values of a day were counted from. Writes: visitor_values, value_counts.
-- Personal: keys, which it drops.
drop table temp.visitor_values;
drop table temp.value_counts;
