import { expect, test } from "vitest";
import type { EnvironmentStatus } from "../../environment/environment.ts";
import { isCutShort } from "./start-again.ts";

const OUTAGE = { exitCode: 7, reason: "exited" } as const;
const DONE = { exitCode: 0, reason: "exited" } as const;

type Exited = Extract<EnvironmentStatus, { kind: "exited" }>;

function exited(...stages: Exited["stages"]): Exited {
  return {
    kind: "exited",
    exitCode: stages.at(-1)?.end?.exitCode ?? null,
    reason: "exited",
    stages,
    output: "",
    facts: [],
  };
}

test.each<[string, Exited]>([
  ["its preparation", exited({ kind: "prepare", end: OUTAGE })],
  ["the agent's stage before the agent began", exited({ kind: "prepare", end: DONE }, { kind: "agent", end: OUTAGE })],
])("an outage in %s cuts an environment short", (_what, status) => {
  expect(isCutShort(status)).toBe(true);
});

test.each<[string, EnvironmentStatus]>([
  ["an agent has worked", exited({ kind: "agent", end: DONE }, { kind: "verify", end: OUTAGE })],
  ["an agent has worked, in whatever turn", exited({ kind: "agent", end: DONE }, { kind: "agent", end: OUTAGE })],
  ["an agent may have worked", { ...exited({ kind: "agent", end: null }), exitCode: 7 }],
  ["a setup failed", exited({ kind: "prepare", end: { exitCode: 4, reason: "exited" } })],
  ["it is lost", { ...exited({ kind: "prepare", end: null }), reason: "lost" }],
  ["it runs", { kind: "running", facts: [] }],
])("where %s it isn't cut short", (_what, status) => {
  expect(isCutShort(status)).toBe(false);
});
