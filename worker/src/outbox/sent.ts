/** What became of telling somebody. `hopeless`: another try will come to the same. */
export type Sent = { kind: "delivered" } | { kind: "failed" | "hopeless"; problem: string };
