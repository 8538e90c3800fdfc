-- What a hit may be, and how it may have asked: the registered methods. Writes: types in memory.
-- Personal: no. What stands for any other method is '(none)'.
create type outcome as enum (
    'bot', 'method', 'pixel', 'status', 'excluded', 'download', 'asset', 'pageview');
create type method as enum (
    '(none)', 'GET', 'POST', 'HEAD',
    'ACL', 'BASELINE-CONTROL', 'BIND', 'CHECKIN', 'CHECKOUT', 'CONNECT', 'COPY', 'DELETE', 'LABEL',
    'LINK', 'LOCK', 'MERGE', 'MKACTIVITY', 'MKCALENDAR', 'MKCOL', 'MKREDIRECTREF', 'MKWORKSPACE',
    'MOVE', 'OPTIONS', 'ORDERPATCH', 'PATCH', 'PRI', 'PROPFIND', 'PROPPATCH', 'PUT', 'QUERY',
    'REBIND', 'REPORT', 'SEARCH', 'TRACE', 'UNBIND', 'UNCHECKOUT', 'UNLINK', 'UNLOCK', 'UPDATE',
    'UPDATEREDIRECTREF', 'VERSION-CONTROL');
