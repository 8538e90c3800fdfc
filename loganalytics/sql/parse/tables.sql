-- The tables of one ingest, in memory only: what was looked up, once per distinct value.
-- Personal: agent_texts, hosts, targets, header_texts, headers and parameters in clear. Never written. In the schema
-- `earlier` stand the counts of known lines: see ingest/earlier.py.
create schema if not exists earlier;
create or replace table agents (
    agent_id integer, browser varchar, os varchar, device varchar, bot varchar, kind varchar);
-- Whoever sends a Referer from the list of referrer spam.
insert into agents values (0, '(unknown)', '(unknown)', 'other', '(referrer spam)', 'other');
create or replace table agent_texts (
    agent varchar, agent_id integer, bot varchar, hashed ubigint);
create or replace table hosts (host varchar, site_id integer, hashed ubigint);
create or replace table sites (site_id integer, site varchar);
create or replace table days (bucket bigint, day date);
create or replace table paths (path_id integer, path varchar, page varchar, kind varchar);
create or replace table targets (target varchar, kind outcome, path_id integer, embeds boolean);
-- By its text a header is known until that is forgotten; looked up again, it gets another number, and
-- by `hashed` it is told how often that happened.
create or replace table header_texts (
    header varchar, header_id integer, spam varchar);  -- the host that is on the list of spam, or ''
create or replace table headers (
    header_id integer, text varchar, referrer varchar, host varchar, source varchar,
    channel varchar, path_id integer, language varchar, hashed ubigint);
create or replace table parameters (
    parameter_id integer, name varchar, parameter varchar, referrer varchar, host varchar,
    source varchar, channel varchar, path_id integer, value varchar);
insert into parameters values (0, '', '', '', '', '', '', null, '');
create or replace table campaigns (parameter_id integer, dimension varchar, value varchar);
