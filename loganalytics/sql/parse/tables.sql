-- The tables of one ingest, in memory only: what was looked up, and what the hits came to.
-- Personal: addresses, agents, hosts, targets, headers and parameters in clear. Never written.

-- Looked up once per distinct value.
create or replace table agents (
    agent_id integer, agent varchar, text varchar, browser varchar, os varchar, device varchar, bot varchar,
    kind varchar);
create or replace table addresses (address varchar, country varchar);
create or replace table sites (site_id integer, host varchar, site varchar);
create or replace table paths (path_id integer, path varchar, page varchar);
create or replace table targets (target varchar, kind varchar, path_id integer, embeds boolean);
create or replace table headers (
    header_id integer, header varchar, text varchar, referrer varchar, host varchar, source varchar,
    path_id integer);
create or replace table parameters (
    parameter_id integer, name varchar, parameter varchar, referrer varchar, host varchar,
    source varchar, path_id integer, value varchar);
create or replace table buckets (bucket bigint, day date);
