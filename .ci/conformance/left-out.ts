/** The revisions of the protocol that are spoken. */
export const REVISIONS = ["2026-07-28", "2025-11-25"] as const;
export type Revision = (typeof REVISIONS)[number];

const ASKS_CLIENT = "a tool asks its client in a session; no tool of ours does, and each request stands for itself";

/** Scenarios of the suite, by name, that aren't to pass, and why. One that passes nevertheless counts as failed: it belongs here no more. */
export const LEFT_OUT: Record<Revision, Record<string, string>> = {
  "2026-07-28": {},
  "2025-11-25": {
    "tools-call-sampling": ASKS_CLIENT,
    "tools-call-elicitation": ASKS_CLIENT,
    "elicitation-sep1034-defaults": ASKS_CLIENT,
    "elicitation-sep1330-enums": ASKS_CLIENT,
    "server-sse-multiple-streams": "several streams of one session; there are no sessions",
  },
};
