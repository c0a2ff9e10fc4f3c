import { z } from "zod";

/** All that is kept for a while and then removed, with how many days that is unless the variable says otherwise. */
export const KEPT_KINDS = {
  results: { days: 180, variable: "CATALYST_KEEP_RESULTS_DAYS", what: "results that were not published" },
  refs: { days: 30, variable: "CATALYST_KEEP_REFS_DAYS", what: "refs of results that a branch or Catalyst has, too" },
  quarantines: { days: 30, variable: "CATALYST_KEEP_QUARANTINES_DAYS", what: "pushed work that nobody took" },
  mirrors: { days: 30, variable: "CATALYST_KEEP_MIRRORS_DAYS", what: "mirrors that no task used" },
  setups: { days: 30, variable: "CATALYST_KEEP_SETUPS_DAYS", what: "what setup hooks made and no task used" },
  agents: { days: 30, variable: "CATALYST_KEEP_AGENTS_DAYS", what: "versions of agents that no task used" },
  sessions: { days: 90, variable: "CATALYST_KEEP_SESSIONS_DAYS", what: "agents' sessions" },
  events: { days: 180, variable: "CATALYST_KEEP_EVENTS_DAYS", what: "transcripts, but for their course and cost" },
  changes: {
    days: 180,
    variable: "CATALYST_KEEP_CHANGES_DAYS",
    what: "what happened to tasks, but for the last of each",
  },
  audit: { days: 365, variable: "CATALYST_KEEP_AUDIT_DAYS", what: "who did what, in the audit" },
} as const satisfies Record<string, { days: number; variable: string; what: string }>;

export type KeptKind = keyof typeof KEPT_KINDS;

/** How many days each kind is kept after its last use or its execution's end. */
export type Retention = Readonly<Record<KeptKind, number>>;

const Days = z
  .string()
  .regex(/^\d{1,5}$/, "must be a whole number of days")
  .optional();

/** The variables that say how long things are kept; see `retentionOf`. */
export const RetentionVariables = z.object(
  Object.fromEntries(Object.values(KEPT_KINDS).map(({ variable }) => [variable, Days])) as Record<
    (typeof KEPT_KINDS)[KeptKind]["variable"],
    typeof Days
  >,
);
export type RetentionVariables = z.infer<typeof RetentionVariables>;

export function retentionOf(variables: RetentionVariables): Retention {
  const entries = Object.entries(KEPT_KINDS).map(([kind, { days, variable }]) => {
    const said = variables[variable];
    return [kind, said === undefined ? days : Number(said)];
  });
  return Object.fromEntries(entries) as Retention;
}

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/** What was last used before this has had its time. */
export function outlivedBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY_MILLISECONDS);
}

/** When something of this kind has had its time that was last used, or whose execution ended, then. */
export function keptUntil(usedAt: Date, days: number): Date {
  return new Date(usedAt.getTime() + days * DAY_MILLISECONDS);
}
