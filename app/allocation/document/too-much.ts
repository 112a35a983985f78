/** Thrown when a document or a log needs more work than allowed. */
export class TooMuch extends Error {}
