-- Names the sums by day and month of a database that is open for reading. Row: as in store/schema.
-- Reads: old.summed_days, old.day_traffic, old.month_bots, old.month_bot_pages, old.month_bandwidth,
-- old.month_response_times. Writes: views of the connection. Personal: no.
create or replace temp view old_summed_days as select * from old.summed_days;
create or replace temp view old_day_traffic as select * from old.day_traffic;
create or replace temp view old_month_bots as select * from old.month_bots;
create or replace temp view old_month_bot_pages as select * from old.month_bot_pages;
create or replace temp view old_month_bandwidth as select * from old.month_bandwidth;
create or replace temp view old_month_response_times as select * from old.month_response_times;
