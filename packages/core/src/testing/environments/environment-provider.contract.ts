import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { EnvironmentProvider, EnvironmentRequest, EnvironmentStatus } from "../../environment/environment.ts";
import { RUNNER_EXIT_CODES } from "../../environment/stages/runner-exit-codes.ts";
import type { StageKind } from "../../environment/stages/stage.ts";
import type { Behaviour } from "./behaviour.ts";
import { jobOf, requestOf } from "./environment-request.ts";

/** A provider in its place, and what a test does to that place from outside. */
export interface ProviderPlace {
  provider: EnvironmentProvider;
  /** Another one in the same place, as a worker has that takes over. */
  another(): EnvironmentProvider;
  /** The prompt of a job by which the stand-in for a runner does so. */
  promptOf(behaviour: Behaviour): string;
  /** Ensures it in a process that dies right after. */
  ensureAndDie(request: EnvironmentRequest): Promise<void>;
  /** Ends what keeps the environment, which has no last word. */
  killKeeper(executionId: string): Promise<void>;
  /** Puts the environment into a state that this version doesn't know of. */
  makeUnknown(executionId: string): Promise<void>;
  /** Takes the environment's place away; only where the contract is told that somebody does. */
  evict?(executionId: string): Promise<void>;
  close(): Promise<void>;
}

const TIMEOUT = { timeout: 180_000 };
const FOREVER: Behaviour = { kind: "forever" };
const DONE: Behaviour = { kind: "exit", exitCode: RUNNER_EXIT_CODES.done };
const REFUSED: Behaviour = { kind: "exit", exitCode: RUNNER_EXIT_CODES.notVerified };

/** What every EnvironmentProvider promises. `canEvict`: it may take away what it gave. */
export function environmentProviderContract(
  openPlace: () => Promise<ProviderPlace>,
  { canEvict }: { canEvict: boolean },
): void {
  let place: ProviderPlace;
  let provider: EnvironmentProvider;
  beforeEach(async () => {
    place = await openPlace();
    provider = place.provider;
  });
  afterEach(() => place?.close());

  const stagesOf = (...stages: [StageKind, Behaviour][]) =>
    stages.map(([stage, behaviour]) => ({ job: jobOf(stage, place.promptOf(behaviour)) }));
  const requestFor = (behaviour: Behaviour, changes: Partial<EnvironmentRequest> = {}) =>
    requestOf({ stages: stagesOf(["agent", behaviour]), ...changes });

  async function start(behaviour: Behaviour, changes: Partial<EnvironmentRequest> = {}): Promise<string> {
    const request = requestFor(behaviour, changes);
    await ensureStarted(request);
    return request.executionId;
  }

  /** Not every provider waits for the start by itself. */
  async function ensureStarted(request: EnvironmentRequest): Promise<EnvironmentStatus> {
    const signal = AbortSignal.timeout(TIMEOUT.timeout);
    for (let status = await provider.ensure(request); ; status = await provider.observe(request.executionId)) {
      if (status.kind !== "starting") {
        return status;
      }
      signal.throwIfAborted();
      await provider.watch(request.executionId, status, signal);
    }
  }

  /** As a worker waits for an environment's end. */
  async function waitForEnd(executionId: string): Promise<Extract<EnvironmentStatus, { kind: "exited" }>> {
    const signal = AbortSignal.timeout(TIMEOUT.timeout);
    for (;;) {
      const status = await provider.observe(executionId);
      if (status.kind === "exited") {
        return status;
      }
      signal.throwIfAborted();
      await provider.watch(executionId, status, signal);
    }
  }

  describe("making", () => {
    test("what nobody made is absent, isn't listed, and can be destroyed", async () => {
      const executionId = randomUUID();
      expect(await provider.observe(executionId)).toEqual({ kind: "absent" });
      await provider.destroy(executionId);
      expect(await provider.list()).toEqual([]);
    });

    test("what is only prepared isn't made, and leaves nothing when it is destroyed", TIMEOUT, async () => {
      const executionId = randomUUID();
      await provider.prepare(executionId);
      await provider.prepare(executionId);
      expect(await provider.observe(executionId)).toEqual({ kind: "absent" });
      await provider.destroy(executionId);
      expect(await provider.list()).toEqual([]);
      await provider.prepare(executionId);
      await provider.ensure(requestFor(DONE, { executionId }));
      expect(await waitForEnd(executionId)).toMatchObject({ exitCode: 0 });
    });

    test("it is there once, whoever ensures it how often, and its request is the first one's", TIMEOUT, async () => {
      const request = requestFor({ kind: "exit", exitCode: 3, output: "once" });
      const foreign = requestFor({ kind: "exit", exitCode: 4, output: "foreign" }, request);
      const other = { ...request, stages: foreign.stages };
      await Promise.all([provider.ensure(request), place.another().ensure(request)]);
      await provider.ensure({ ...other, executionId: request.executionId });
      const end = await waitForEnd(request.executionId);
      expect(end).toMatchObject({ exitCode: 3, reason: "exited" });
      expect(end.output.match(/once|foreign/g)).toEqual(["once"]);
      expect(await place.another().ensure(other)).toMatchObject({ kind: "exited", exitCode: 3 });
      expect(await provider.list()).toEqual([request.executionId]);
    });

    test("a request of an older worker counts with the defaults of what it doesn't say", TIMEOUT, async () => {
      const { setupCache: _later, ...request } = requestFor(DONE);
      const stages = request.stages.map(({ job }) => ({ job }));
      await provider.ensure({ ...request, stages } as EnvironmentRequest);
      expect(await waitForEnd(request.executionId)).toMatchObject({ exitCode: 0 });
    });

    test.each<[string, object]>([
      ["without a stage", { stages: [] }],
      ["with a job that isn't one", { stages: [{ job: { prompt: "x" } }] }],
      ["without a time", { timeoutSeconds: 0 }],
      ["whose execution is a path", { executionId: "../gateway" }],
    ])("a request %s is refused before anything of it is made", async (_what, change) => {
      await expect(provider.ensure({ ...requestFor(DONE), ...change } as EnvironmentRequest)).rejects.toThrow();
      expect(await provider.list()).toEqual([]);
    });
  });

  describe("its end", () => {
    test("has the runner's exit code, its last output, and how limits were enforced", TIMEOUT, async () => {
      const end = await waitForEnd(await start({ kind: "exit", exitCode: 3, output: "last words" }));
      expect(end).toMatchObject({ exitCode: 3, reason: "exited", stages: [{ kind: "agent" }] });
      expect(end.output).toContain("last words");
      expect(end.facts.length).toBeGreaterThan(0);
    });

    test.each<[string, Behaviour, string]>([
      ["memory", { kind: "fill_memory" }, "out_of_memory"],
      ["disk", { kind: "fill_disk" }, "disk_full"],
    ])("says when it was for want of %s", TIMEOUT, async (_what, behaviour, reason) => {
      expect(await waitForEnd(await start(behaviour))).toMatchObject({ kind: "exited", reason });
    });

    test("says when it was a signal", TIMEOUT, async () => {
      expect(await waitForEnd(await start({ kind: "kill_itself" }))).toMatchObject({ reason: "signal" });
    });

    test("comes after its time, whatever the runner does", TIMEOUT, async () => {
      const executionId = await start(FOREVER, { timeoutSeconds: 1 });
      expect(await waitForEnd(executionId)).toMatchObject({ reason: "timeout", exitCode: null });
    });

    test("is that it was lost when what kept it is gone, and it isn't started again", TIMEOUT, async () => {
      const request = requestFor(FOREVER);
      await ensureStarted(request);
      await place.killKeeper(request.executionId);
      expect(await waitForEnd(request.executionId)).toMatchObject({ reason: "lost" });
      expect(await place.another().ensure(request)).toMatchObject({ kind: "exited", reason: "lost" });
    });

    if (canEvict) {
      test("is that it was evicted, when its place was taken away", TIMEOUT, async () => {
        const executionId = await start(FOREVER);
        await place.evict?.(executionId);
        expect(await waitForEnd(executionId)).toMatchObject({ reason: "evicted" });
      });
    }
  });

  describe("stages", () => {
    async function play(...stages: [StageKind, Behaviour][]) {
      const request = requestOf({ stages: stagesOf(...stages) });
      await provider.ensure(request);
      const end = await waitForEnd(request.executionId);
      return end.stages.map((stage) => [stage.kind, stage.end?.exitCode ?? null]);
    }

    test("run in their order until one accepts, and the rest is skipped", TIMEOUT, async () => {
      const turns: [StageKind, Behaviour][] = [
        ["agent", DONE],
        ["verify", REFUSED],
        ["agent", DONE],
        ["verify", DONE],
        ["agent", DONE],
        ["verify", DONE],
      ];
      const codes = [0, 0, RUNNER_EXIT_CODES.notVerified, 0, 0, null, null];
      const ends = await play(["prepare", DONE], ...turns);
      expect(ends.map(([, exitCode]) => exitCode)).toEqual(codes);
    });

    test("end with the first that wasn't done", TIMEOUT, async () => {
      const failed: Behaviour = { kind: "exit", exitCode: RUNNER_EXIT_CODES.notPrepared };
      expect(await play(["prepare", failed], ["agent", DONE])).toEqual([
        ["prepare", RUNNER_EXIT_CODES.notPrepared],
        ["agent", null],
      ]);
    });
  });

  describe("watching", () => {
    const forever = new AbortController().signal;

    test("ends with the next status, and at once where it is another one already", TIMEOUT, async () => {
      const request = requestFor(FOREVER, { timeoutSeconds: 1 });
      const known = await provider.ensure(request);
      await place.another().watch(request.executionId, known, forever);
      expect(await waitForEnd(request.executionId)).toMatchObject({ reason: "timeout" });
      await provider.watch(request.executionId, known, forever);
    });

    test("ends when the environment is destroyed", TIMEOUT, async () => {
      const request = requestFor(FOREVER);
      const watching = provider.watch(request.executionId, await provider.ensure(request), forever);
      await place.another().destroy(request.executionId);
      await watching;
    });

    test("ends when nobody wants to know any more, and changes nothing by that", TIMEOUT, async () => {
      const request = requestFor(FOREVER);
      const known = await ensureStarted(request);
      const stop = new AbortController();
      const watching = provider.watch(request.executionId, known, stop.signal);
      stop.abort();
      await watching;
      await provider.watch(request.executionId, known, stop.signal);
      expect((await provider.observe(request.executionId)).kind).toBe("running");
    });
  });

  describe("workers", () => {
    test("may die: it runs on, is found by the next one, and ends as it would have", TIMEOUT, async () => {
      const request = requestFor(FOREVER, { timeoutSeconds: 5 });
      await place.ensureAndDie(request);
      expect(await provider.list()).toEqual([request.executionId]);
      expect((await ensureStarted(request)).kind).toMatch(/running|exited/);
      expect(await waitForEnd(request.executionId)).toMatchObject({ reason: "timeout" });
    });

    test(
      "that don't know its state take it neither for gone nor for ended, and make no second one",
      TIMEOUT,
      async () => {
        const request = requestFor(FOREVER);
        await ensureStarted(request);
        await place.makeUnknown(request.executionId);
        const status = await provider.observe(request.executionId);
        expect(status.kind).toMatch(/starting|running/);
        expect((await place.another().ensure(request)).kind).toBe(status.kind);
        expect(await provider.list()).toEqual([request.executionId]);
        await provider.destroy(request.executionId);
        expect(await provider.observe(request.executionId)).toEqual({ kind: "absent" });
      },
    );
  });

  describe("destroying", () => {
    test.each<[string, Behaviour]>([
      ["runs", FOREVER],
      ["has ended", DONE],
    ])("one that %s leaves nothing, twice as once", TIMEOUT, async (_what, behaviour) => {
      const executionId = await start(behaviour);
      if (behaviour === DONE) {
        await waitForEnd(executionId);
      }
      await Promise.all([provider.destroy(executionId), place.another().destroy(executionId)]);
      await provider.destroy(executionId);
      expect(await provider.observe(executionId)).toEqual({ kind: "absent" });
      expect(await provider.list()).toEqual([]);
    });

    test("makes room for another environment of the same execution", TIMEOUT, async () => {
      const executionId = await start(FOREVER);
      await provider.destroy(executionId);
      await provider.ensure(requestFor({ kind: "exit", exitCode: 3, output: "second" }, { executionId }));
      const end = await waitForEnd(executionId);
      expect([end.exitCode, end.output.includes("second")]).toEqual([3, true]);
    });

    test("is no matter of other environments", TIMEOUT, async () => {
      const [gone, kept] = [await start(FOREVER), await start(FOREVER)];
      await provider.destroy(gone);
      expect((await provider.observe(kept)).kind).toBe("running");
      expect(await provider.list()).toEqual([kept]);
    });
  });
}
