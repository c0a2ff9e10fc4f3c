import { describe, expect, test } from "vitest";
import { later, type Verdict } from "../testing/failure-row.ts";
import { FAILURES } from "../testing/failures.ts";
import { FAILURES_TO_START } from "../testing/failures-to-start.ts";
import {
  at,
  condition,
  EXECUTION,
  ended,
  endedPod,
  environmentOf,
  POD_UID,
  podOf,
  running,
  waitingFor,
  workingPod,
  worldOf,
} from "../testing/worlds.ts";
import { judgeEnvironment } from "./judge-environment.ts";
import type { Judgement } from "./judgement.ts";
import type { World } from "./world.ts";

function told({ status, actions }: Judgement, verdict: Verdict): Verdict {
  const [type = ""] = (verdict.condition ?? "").split("=");
  const found = status.conditions?.find((one) => one.type === type);
  const message = status.message ?? "";
  return {
    ...(verdict.condition === undefined ? {} : { condition: `${type}=${found?.status}/${found?.reason}` }),
    ...(verdict.exit === undefined ? {} : { exit: status.exit?.reason ?? "none" }),
    ...(verdict.does === undefined
      ? {}
      : { does: actions.length === 0 ? ["nothing"] : actions.map(({ kind }) => kind) }),
    ...(verdict.says === undefined ? {} : { says: verdict.says.test(message) ? verdict.says : (message as never) }),
  };
}

const ROWS = [...FAILURES_TO_START, ...FAILURES];

test.each(ROWS)("row %s", (_row, world, verdict) => {
  expect(told(judgeEnvironment(world), verdict)).toEqual(verdict);
});

/** What one look at a world can't decide: where it is tried instead. */
test("every row of the table is tried here, or it is said where", () => {
  const elsewhere: Record<number, string> = {
    25: "facts of the probe: below",
    27: "the chart's last hook",
    28: "an operator that was away: below",
    29: "packages/kubernetes/src/client/follow-resource.test.ts",
    30: "packages/kubernetes/src/client/follow-resource.test.ts",
    32: "the lease",
    33: "a clock that is wrong: below",
    34: "the runner's dialler",
    35: "the gateway's keys",
  };
  const tried = new Set([...ROWS.map(([row]) => Number.parseInt(row, 10)), ...Object.keys(elsewhere).map(Number)]);
  expect(Array.from({ length: 35 }, (_, index) => index + 1).filter((row) => !tried.has(row))).toEqual([]);
});

describe("its time", () => {
  const started = (deadline: number | undefined) => {
    const pod = workingPod({ status: { startTime: at(2).toISOString() } });
    return { ...pod, spec: { ...pod.spec, ...(deadline === undefined ? {} : { activeDeadlineSeconds: deadline }) } };
  };

  test("is counted from the first stage's start, once that is known", () => {
    const { actions } = judgeEnvironment(worldOf({ pod: started(2400) }));
    expect(actions).toEqual([{ kind: "lowerDeadline", uid: POD_UID, seconds: 3 + 30 * 60 }]);
  });

  test.each([1803, 60, undefined])("is never made longer than it is: %s", (deadline) => {
    expect(judgeEnvironment(worldOf({ pod: started(deadline) })).actions).toEqual([]);
  });
});

describe("the ordinary way", () => {
  test("is told step by step, and each step is one action", () => {
    const made = worldOf();
    expect(judgeEnvironment(made).actions).toEqual([{ kind: "createPod", attempt: 1, avoidNode: null }]);
    const pulling = later(made, 2, { pod: podOf({ status: { conditions: [condition("PodScheduled", "True")] } }) });
    const proven = later(pulling, 6, {
      pod: podOf({
        status: {
          initContainerStatuses: [
            ended("probe", 0, { message: '{"facts":["user namespaces"]}' }),
            waitingFor("prepare", "PodInitializing"),
          ],
        },
      }),
    });
    const works = later(proven, 8, { pod: workingPod() });
    const done = later(works, 20, { pod: endedPod(ended("agent", 0, { message: "bye" })) });
    const phases = [made, pulling, proven, works, done].map((world) => judgeEnvironment(world).status.phase);
    expect(phases).toEqual(["Pending", "Starting", "Starting", "Running", "Succeeded"]);
    const { status, actions } = judgeEnvironment(done);
    expect(actions).toEqual([]);
    expect(status).toMatchObject({
      exit: { code: 0, reason: "exited", output: "bye" },
      facts: ["user namespaces"],
      timings: { accepted: 1000, scheduled: 2000, isolated: 6000, ready: 8000 },
      stages: [
        { name: "prepare", exitCode: 0 },
        { name: "agent", exitCode: 0 },
      ],
    });
    expect(status.conditions?.map(({ type }) => status.conditions?.filter((one) => one.type === type).length)).toEqual(
      status.conditions?.map(() => 1),
    );
  });

  test("one made by hand is started, proven, and ends because no task claims it", () => {
    const environment = environmentOf({ spec: { executionId: undefined }, metadata: { finalizers: [] } });
    const { status, actions } = judgeEnvironment(worldOf({ environment }));
    expect(actions.map(({ kind }) => kind)).toEqual(["addFinalizer", "createPod"]);
    expect(status.conditions?.[0]).toMatchObject({ type: "Accepted", status: "True", reason: "NoExecution" });
    const proven = judgeEnvironment(worldOf({ environment, pod: workingPod(), now: at(400) }));
    // Nothing happens then that it would be looked at for.
    expect(proven).toMatchObject({ status: { phase: "Running" }, againMilliseconds: 200_000 });
    const waiting = judgeEnvironment(worldOf({ environment, pod: workingPod(), now: at(601) }));
    const verdict = {
      condition: "Finished=True/StartTimeout",
      exit: "start_timeout",
      says: /No task claims this environment/,
    };
    expect(told(waiting, verdict)).toEqual(verdict);
  });

  test("what the cluster's owner doesn't want isn't begun; what has begun goes on", () => {
    const refusal = { reason: "ClassNotFound" as const, message: "There is no class big" };
    const world = worldOf({ class: { refusal, isProofRequired: true } });
    const verdict = { condition: "Accepted=False/ClassNotFound", exit: "class", says: /no class big/ };
    expect(told(judgeEnvironment(world), verdict)).toEqual(verdict);
    expect(judgeEnvironment({ ...world, pod: workingPod() }).status.phase).toBe("Running");
  });
});

describe("what is over", () => {
  const over = (seconds: number, changes: Partial<World> = {}) =>
    later(worldOf({ pod: endedPod(ended("agent", 0)), now: at(20) }), seconds, changes);

  test("stays so, whatever becomes of its pod", () => {
    const first = judgeEnvironment(over(30)).status;
    for (const pod of [null, endedPod(ended("agent", 137, { reason: "OOMKilled" })), workingPod()]) {
      const { status } = judgeEnvironment(over(40, { pod }));
      expect([status.exit, status.finishedAt]).toEqual([first.exit, first.finishedAt]);
    }
  });

  test("is told for as long as was wanted, and then it goes", () => {
    expect(judgeEnvironment(over(3600)).actions).toEqual([]);
    expect(judgeEnvironment(over(3621)).actions).toEqual([{ kind: "deleteEnvironment" }]);
  });

  test("takes a pod with it that goes on", () => {
    const { actions } = judgeEnvironment(over(30, { pod: workingPod() }));
    expect(actions).toEqual([{ kind: "deletePod", uid: POD_UID, mark: "Completed" }]);
  });
});

test("an operator that comes back after an hour tells what ended meanwhile, and does nothing to what runs", () => {
  const { status } = judgeEnvironment(worldOf({ pod: endedPod(ended("agent", 5)), now: at(3600) }));
  expect(status.exit).toMatchObject({ code: 5, reason: "exited" });
  const runs = judgeEnvironment(worldOf({ pod: workingPod(), now: at(3600) }));
  expect([runs.status.phase, runs.actions]).toEqual(["Running", []]);
});

test("the same world again says the same, however often, and changes no time", () => {
  for (const [, world] of ROWS) {
    const { status } = judgeEnvironment(world);
    const again = judgeEnvironment({ ...world, environment: { ...world.environment, status } });
    const times = (of: Judgement["status"]) => of.conditions?.map((one) => [one.type, one.lastTransitionTime]);
    expect(times(again.status)).toEqual(times(status));
  }
});

test("a clock that is before the Environment was made makes nothing late, and no time negative", () => {
  const { status, actions } = judgeEnvironment(worldOf({ now: at(-3600) }));
  expect([actions.map(({ kind }) => kind), status.timings?.accepted]).toEqual([["createPod"], 0]);
});

test("the name of its own execution is in no sentence that a person reads", () => {
  for (const [, world] of ROWS.filter(([row]) => !row.startsWith("31"))) {
    expect(judgeEnvironment(world).status.message ?? "").not.toContain(EXECUTION);
  }
});

test("after something has begun there never is a second pod, whatever the world looks like", () => {
  const begun = environmentOf({
    status: {
      ...{ pod: { name: "x", uid: POD_UID, attempt: 1, pooled: false } },
      ...{ stages: [{ name: "prepare", startedAt: at(5).toISOString() }] },
    },
  });
  for (const [, world] of ROWS) {
    const metadata = { ...begun.metadata, ...world.environment.metadata };
    const { actions } = judgeEnvironment({ ...world, environment: { ...begun, metadata } });
    expect(actions.filter(({ kind }) => kind === "createPod")).toEqual([]);
  }
});

test("what a pod says last is cut, and its container alone is asked", () => {
  const output = "x".repeat(10_000);
  const { status } = judgeEnvironment(worldOf({ pod: endedPod(ended("agent", 1, { message: output })) }));
  expect(status.exit?.output).toHaveLength(4096);
  const { status: other } = judgeEnvironment(
    worldOf({
      pod: podOf({ status: { phase: "Running", initContainerStatuses: [ended("probe", 0), running("prepare")] } }),
    }),
  );
  expect(other.exit).toBeUndefined();
});
