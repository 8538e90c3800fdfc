-- What the hashes of people are made with. Personal: no.
create macro first_64_bits(hex) as ('0x' || left(hex, 16))::ubigint;

create macro swapped(v) as
    (v & 255) * 72057594037927936::ubigint + ((v >> 8) & 255) * 281474976710656::ubigint
    + ((v >> 16) & 255) * 1099511627776::ubigint + ((v >> 24) & 255) * 4294967296::ubigint
    + ((v >> 32) & 255) * 16777216::ubigint + ((v >> 40) & 255) * 65536::ubigint
    + ((v >> 48) & 255) * 256::ubigint + (v >> 56);

create macro bytes_of(text) as case
    when strlen(text) = length(text)
        then list_transform(string_split(text, ''), lambda c: ascii(c)::ubigint)
    else list_transform(
        regexp_extract_all(hex(encode(text)), '..'), lambda h: ('0x' || h)::ubigint
    )
end;

create macro fnv_32(text) as list_reduce(
    bytes_of(text), lambda v, b: (xor(v, b) * 16777619) & 4294967295::ubigint, 2166136261::ubigint
);

create macro fnv_64(text) as list_reduce(
    bytes_of(text)::uhugeint[],
    lambda v, b: (xor(v, b) * 1099511628211::uhugeint) & 18446744073709551615::uhugeint,
    14695981039346656037::uhugeint
)::ubigint
