// docs/protocol.md, "Limits". Lengths are in UTF-16 units, as those of strings are here.

/** A longer message is refused; one of a megabyte would even end the connection, and again whenever it is repeated. */
export const TEXT_LIMIT = 100_000;
export const TITLE_LIMIT = 100;
