import type { StageEnd } from "@catalyst/core";
import { expect, test } from "vitest";
import type { EnvironmentStatusFields } from "../resource/environment-status.ts";
import { type Beside, NOTHING_BESIDE, readStatus } from "./read-status.ts";

const AT = "2026-01-01T00:00:09Z";
type Told = NonNullable<EnvironmentStatusFields["conditions"]>[number];

function condition(type: Told["type"], status: Told["status"], [reason, message = ""]: [string, string?]): Told {
  return { type, status, reason, message, lastTransitionTime: AT, observedGeneration: 1 };
}

function read(status: EnvironmentStatusFields | null, beside: Beside = NOTHING_BESIDE, stages = ["agent", "verify"]) {
  const metadata = { name: "x", creationTimestamp: "2026-01-01T00:00:00Z" };
  return readStatus({ metadata, executionId: "e", stages, status }, beside, new Date(AT));
}

const told = (...conditions: Told[]): EnvironmentStatusFields => ({ observedGeneration: 1, conditions });
const over = (reason: string, exit: EnvironmentStatusFields["exit"], codes: (number | undefined)[] = []) => ({
  ...told(condition("Finished", "True", [reason, "why"])),
  ...(exit === undefined ? {} : { exit }),
  stages: codes.map((exitCode, index) => ({
    name: ["agent", "verify"][index] ?? "",
    ...(exitCode === undefined ? {} : { exitCode }),
  })),
});
const end = (name: string, isBegun: boolean, exitCode: number | null): StageEnd => ({
  ...{ stageNumber: 0, name, isBegun, exitCode },
});

test.each<[string, EnvironmentStatusFields | null, string | null]>([
  ["what nobody has looked at yet", {}, null],
  ["what is being pulled", told(condition("ImagesReady", "Unknown", ["Pulling", "p"])), null],
  [
    "what waits for a quota",
    told(condition("Scheduled", "False", ["QuotaExceeded", "12 of 12 CPUs"])),
    "12 of 12 CPUs",
  ],
  ["what is told in words of another version", null, "an operator of another version"],
])("%s starts", (_what, status, detail) => {
  expect(read(status)).toMatchObject({ kind: "starting", detail });
});

test("what no operator has looked at for half a minute waits for one", () => {
  const metadata = { name: "x", creationTimestamp: "2026-01-01T00:00:00Z" };
  const environment = { metadata, executionId: "e", stages: ["agent"], status: {} };
  expect(readStatus(environment, NOTHING_BESIDE, new Date("2026-01-01T00:00:30Z"))).toEqual({
    ...{ kind: "starting", detail: "the cluster's operator, which doesn't answer" },
    since: new Date("2026-01-01T00:00:30Z"),
  });
});

test("what is ready runs, with the facts of its isolation", () => {
  const status = { ...told(condition("Ready", "True", ["Running"])), facts: ["user namespaces"] };
  expect(read(status)).toEqual({ kind: "running", facts: ["user namespaces"] });
});

test("what never began was refused, in the port's words", () => {
  const status = over("Refused", { reason: "isolation" });
  expect(read(status)).toEqual({ kind: "refused", code: "isolation", reason: "why", facts: [] });
  expect(read(over("StartTimeout", { reason: "quota" }))).toMatchObject({ code: "quota" });
});

test("a stage that refused, and one that nobody needed, ended as the gateway knows, not as their containers did", () => {
  const ends = [end("agent", true, 0), end("verify", true, 5)];
  expect(read(over("Completed", { reason: "exited", code: 0 }, [0, 0]), { ends, trip: null })).toMatchObject({
    exitCode: 5,
    stages: [{ end: { exitCode: 0 } }, { end: { exitCode: 5 } }],
  });
  const unneeded = [end("agent", true, 0), end("verify", false, null)];
  expect(read(over("Completed", { reason: "exited", code: 0 }, [0, 0]), { ends: unneeded, trip: null })).toMatchObject({
    exitCode: 0,
    stages: [{ end: { exitCode: 0 } }, { end: null }],
  });
});

test("a container that failed did so, whatever its runner told before", () => {
  const ends = [end("agent", true, 0)];
  expect(read(over("RunnerFault", { reason: "exited", code: 1 }, [1]), { ends, trip: null })).toMatchObject({
    ...{ exitCode: 1, stages: [{ end: { exitCode: 1 } }, { end: null }] },
  });
});

test("an end from outside is that of the stage that ran last, and has no exit code", () => {
  expect(read(over("Evicted", { reason: "evicted", code: 137 }, [0, 137]))).toMatchObject({
    ...{ exitCode: null, reason: "evicted" },
    stages: [{ end: { exitCode: 0, reason: "exited" } }, { end: { exitCode: null, reason: "evicted" } }],
  });
});

test("one whose isolation was lost ended for that, however its containers did", () => {
  const status = over("GrantEnded", { reason: "exited", code: 3 }, [3]);
  expect(read(status, { ends: [], trip: "it reached the canary" })).toMatchObject({
    ...{ reason: "isolation_lost", exitCode: null, output: "it reached the canary" },
  });
});

test("one whose isolation is lost while it works has ended for that, whatever the operator has told of it", () => {
  const status: EnvironmentStatusFields = {
    ...told(condition("Ready", "True", ["Running"])),
    stages: [
      { name: "agent", startedAt: "2026-01-01T00:00:00Z", exitCode: 0 },
      { name: "verify", startedAt: "2026-01-01T00:01:00Z" },
    ],
  };
  expect(read(status, { ends: [end("agent", true, 0)], trip: "it reached 10.96.0.1:443" })).toMatchObject({
    ...{ kind: "exited", reason: "isolation_lost", exitCode: null, output: "it reached 10.96.0.1:443" },
    stages: [{ end: { exitCode: 0 } }, { end: { exitCode: null, reason: "isolation_lost" } }],
  });
});

test("an end that a later version knows is a loss", () => {
  expect(read(over("Hibernated", { reason: "hibernated" }, [137]))).toMatchObject({ kind: "exited", reason: "lost" });
});
