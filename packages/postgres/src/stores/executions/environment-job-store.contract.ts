import { randomUUID } from "node:crypto";
import { hashToken, type JobWish, type Lease, type PlannedGrant, RUNNER_EXIT_CODES, StageJob } from "@catalyst/core";
import { jobOf } from "@catalyst/core/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { ContractStores } from "../../testing/contract-stores.ts";

const ADDRESS = "10.244.0.7";
const { done, notVerified, notCompleted } = RUNNER_EXIT_CODES;

/** What every EnvironmentJobStore promises. */
export function environmentJobStoreContract(openStores: () => Promise<ContractStores>): void {
  let stores: ContractStores;
  beforeAll(async () => {
    stores = await openStores();
  });
  afterAll(() => stores?.close());

  const STAGES = ["prepare", "agent", "verify", "agent", "verify"] as const;

  /** An execution with grants and jobs for these stages. */
  async function prepare(first = 0) {
    const { task, executionId } = await stores.storeTask();
    const lease = (await stores.executions.claim({ executionId, workerId: "w", leaseSeconds: 60 })) as Lease;
    const jobs = STAGES.map((stage, index) =>
      StageJob.parse({ ...jobOf(stage, `\u0000 "prompt" of ${index}`), executionId, stageNumber: first + index }),
    );
    const fixed = { llm: null, secrets: [], maskedSecrets: [], allowedHosts: [], allowedFeatures: [], modelPrices: [] };
    const planned = jobs.flatMap(({ stage, stageNumber }) =>
      (["runner", "agent"] as const).map((holder): PlannedGrant => {
        const whose = { executionId, taskId: task.id, repoId: task.repoId, branch: task.branch };
        return { ...fixed, ...whose, holder, stage, stageNumber, seconds: 60 };
      }),
    );
    await stores.grants.plan(lease, planned);
    await stores.environmentJobs.keep(executionId, jobs);
    return { task, executionId, lease, jobs, podUid: randomUUID() };
  }

  const bind = ({ podUid, executionId }: { podUid: string; executionId: string }, address: string | null = ADDRESS) =>
    stores.environmentJobs.bind({ podUid, executionId, address, isolatedAt: new Date() });

  const wishOf = (podUid: string, stage: string, more: Partial<JobWish> = {}): JobWish => {
    const token = randomUUID();
    const tokenHashes = { runner: hashToken(`${token} runner`), agent: hashToken(`${token} agent`) };
    return { podUid, stage, identityId: "identity", address: ADDRESS, tokenHashes, ...more };
  };

  const handOut = (wish: JobWish) => stores.environmentJobs.handOut(wish);
  const isLive = async ({ tokenHashes }: JobWish) => (await stores.grants.findLive(tokenHashes.runner)) !== null;

  /** Hands a stage's job out and lets it end so. */
  async function run(of: { podUid: string; executionId: string; address?: string }, stage: string, exitCode: number) {
    const { address = ADDRESS } = of;
    const answer = await handOut(wishOf(of.podUid, stage, { address }));
    if (answer.kind === "handed_out") {
      await stores.environmentJobs.noteEnd({ ...of, stageNumber: answer.job.stageNumber, exitCode });
    }
    return answer.kind;
  }

  test("a stage that asks from its pod gets its own job, as it was kept, with tokens that count from there alone", async () => {
    const { task, jobs, podUid, executionId } = await prepare();
    const wish = wishOf(podUid, "prepare");
    expect(await handOut(wish)).toEqual({ kind: "unbound" });
    await bind({ podUid, executionId });
    expect(await isLive(wish)).toBe(false);
    expect(await handOut(wish)).toEqual({ kind: "handed_out", job: jobs[0], taskId: task.id });
    expect(await stores.grants.findLive(wish.tokenHashes.agent)).toMatchObject({
      ...{ executionId, holder: "agent", stage: "prepare" },
      ...{ pod: { uid: podUid, address: ADDRESS }, isUsed: false },
    });
  });

  test("from another address than its pod's nothing is handed out, unless the cluster hides addresses", async () => {
    const one = await prepare();
    await bind(one);
    const elsewhere = wishOf(one.podUid, "prepare", { address: "10.244.0.8" });
    expect(await handOut(elsewhere)).toEqual({ kind: "elsewhere" });
    expect(await isLive(elsewhere)).toBe(false);
    const other = await prepare();
    await bind(other, null);
    const hidden = wishOf(other.podUid, "prepare", { address: "10.0.0.1" });
    expect((await handOut(hidden)).kind).toBe("handed_out");
    expect((await stores.grants.findLive(hidden.tokenHashes.runner))?.pod).toEqual({
      uid: other.podUid,
      address: null,
    });
  });

  test("an answer that was lost is given again to the same identity, and the tokens of the first are dead", async () => {
    const of = await prepare();
    await bind(of);
    const [first, second] = [wishOf(of.podUid, "prepare"), wishOf(of.podUid, "prepare")];
    await handOut(first);
    expect((await handOut(second)).kind).toBe("handed_out");
    expect([await isLive(first), await isLive(second)]).toEqual([false, true]);
    expect(await handOut(wishOf(of.podUid, "prepare", { identityId: "another" }))).toEqual({ kind: "over" });
    expect(await isLive(second)).toBe(true);
  });

  test("once a token of it was used, or after a minute, nobody gets it again", async () => {
    const used = await prepare();
    await bind(used);
    const wish = wishOf(used.podUid, "prepare");
    await handOut(wish);
    expect(await stores.grants.use(wish.tokenHashes.agent)).toBe(true);
    expect(await handOut(wishOf(used.podUid, "prepare"))).toEqual({ kind: "over" });
    expect(await stores.grants.use(hashToken("another"))).toBe(false);
    const late = await prepare();
    await bind(late);
    await handOut(wishOf(late.podUid, "prepare"));
    await stores.ageHandOuts(late.executionId, 61);
    expect(await handOut(wishOf(late.podUid, "prepare"))).toEqual({ kind: "over" });
  });

  test("of many who ask at once, the last one's tokens count and no others", async () => {
    const of = await prepare();
    await bind(of);
    const wishes = Array.from({ length: 8 }, (_, index) => wishOf(of.podUid, "prepare", { identityId: `${index}` }));
    const answers = await Promise.all(wishes.map(handOut));
    expect(answers.filter(({ kind }) => kind === "handed_out")).toHaveLength(1);
    expect((await Promise.all(wishes.map(isLive))).filter((live) => live)).toHaveLength(1);
  });

  test("a stage is needed for what those before it left, as their runners told it", async () => {
    const accepted = await prepare();
    await bind(accepted);
    const ends: string[] = [];
    for (const stage of ["prepare", "agent", "verify", "agent-2", "verify-2"]) {
      ends.push(await run(accepted, stage, done));
    }
    expect(ends).toEqual(["handed_out", "handed_out", "handed_out", "not_needed", "not_needed"]);
    const refused = await prepare();
    await bind(refused);
    await run(refused, "prepare", done);
    await run(refused, "agent", done);
    await run(refused, "verify", notVerified);
    expect([await run(refused, "agent-2", done), await run(refused, "verify-2", notVerified)]).toEqual([
      "handed_out",
      "handed_out",
    ]);
    expect(await stores.environmentJobs.listEnds(accepted.executionId)).toMatchObject([
      { stageNumber: 0, name: "prepare", isBegun: true, exitCode: done },
      { stageNumber: 1, name: "agent", isBegun: true, exitCode: done },
      { stageNumber: 2, name: "verify", isBegun: true, exitCode: done },
      { stageNumber: 3, name: "agent-2", isBegun: false, exitCode: null },
      { stageNumber: 4, name: "verify-2", isBegun: false, exitCode: null },
    ]);
  });

  test("after an agent that didn't complete nothing is needed, and what was told first stays", async () => {
    const of = await prepare();
    await bind(of);
    await run(of, "prepare", done);
    await run(of, "agent", notCompleted);
    await stores.environmentJobs.noteEnd({ executionId: of.executionId, stageNumber: 1, exitCode: done });
    expect(await run(of, "verify", done)).toBe("not_needed");
  });

  test("a stage before whose former one told its end gets nothing, and neither does one that nobody ordered", async () => {
    const of = await prepare();
    await bind(of);
    await handOut(wishOf(of.podUid, "prepare"));
    expect(await handOut(wishOf(of.podUid, "agent"))).toEqual({ kind: "over" });
    expect(await handOut(wishOf(of.podUid, "agent-3"))).toEqual({ kind: "over" });
    expect(await handOut(wishOf(of.podUid, "setup"))).toEqual({ kind: "over" });
  });

  test("a pod belongs to one execution for ever, and what one pod began no other one goes on with", async () => {
    const [one, other] = [await prepare(), await prepare()];
    await bind(one);
    await bind(one);
    await expect(bind({ ...other, podUid: one.podUid })).rejects.toMatchObject({ code: "conflict" });
    const second = randomUUID();
    await bind({ ...one, podUid: second });
    await run({ ...one, podUid: second }, "prepare", done);
    expect(await handOut(wishOf(one.podUid, "agent"))).toEqual({ kind: "over" });
    expect((await handOut(wishOf(second, "agent"))).kind).toBe("handed_out");
  });

  test("the jobs of the next environment take the place of the former one's; kept again, what was handed out stays so", async () => {
    const of = await prepare();
    await bind(of);
    await run(of, "prepare", done);
    await stores.environmentJobs.keep(of.executionId, of.jobs);
    expect((await stores.environmentJobs.listEnds(of.executionId))[0]).toMatchObject({ isBegun: true, exitCode: done });
    const next = of.jobs.slice(1, 3).map((job) => ({ ...job, stageNumber: job.stageNumber + 10 }));
    await stores.environmentJobs.keep(of.executionId, next);
    const ends = await stores.environmentJobs.listEnds(of.executionId);
    expect(ends.map(({ stageNumber, name, isBegun }) => [stageNumber, name, isBegun])).toEqual([
      [11, "agent", false],
      [12, "verify", false],
    ]);
  });

  test("by which key a stage's setup is kept is known of that stage of that execution alone", async () => {
    const of = await prepare();
    const setupKey = "a".repeat(64);
    const [first, ...others] = of.jobs;
    const { hooks, ...rest } = first as StageJob;
    await stores.environmentJobs.forget(of.executionId);
    await stores.environmentJobs.keep(of.executionId, [{ ...rest, hooks: { ...hooks, setupKey } }, ...others]);
    expect(await stores.environmentJobs.findSetupKey(of.executionId, 0)).toBe(setupKey);
    expect(await stores.environmentJobs.findSetupKey(of.executionId, 1)).toBeNull();
    expect(await stores.environmentJobs.findSetupKey((await prepare()).executionId, 0)).toBeNull();
  });

  test("an execution that ended gets nothing", async () => {
    const of = await prepare();
    await bind(of);
    const failed = { state: "failed", failureReason: "agent_failed", errorMessage: null, result: null } as const;
    await stores.executions.end(of.lease, failed, {});
    expect(await handOut(wishOf(of.podUid, "prepare"))).toEqual({ kind: "over" });
  });

  test("a pod whose isolation is lost ends its execution's grants, gets nothing more, and it is said why", async () => {
    const of = await prepare();
    const address = `10.1.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}`;
    await bind(of, address);
    const wish = wishOf(of.podUid, "prepare", { address });
    await handOut(wish);
    const onChange = vi.fn();
    const stop = await stores.environmentJobs.watch(onChange);
    expect(await stores.environmentJobs.tripByAddress("10.9.9.9", "x")).toBeNull();
    expect(await stores.environmentJobs.findTrip(of.executionId)).toBeNull();
    expect(await stores.environmentJobs.tripByAddress(address, "The canary was reached")).toBe(of.executionId);
    await stores.environmentJobs.trip(of.executionId, "later");
    expect(await stores.environmentJobs.findTrip(of.executionId)).toBe("The canary was reached");
    const trip = { podUid: of.podUid, executionId: of.executionId, reason: "The canary was reached" };
    expect(await stores.environmentJobs.listTrips()).toContainEqual(trip);
    expect(await isLive(wish)).toBe(false);
    expect(await handOut(wishOf(of.podUid, "agent", { address }))).toEqual({ kind: "over" });
    await expect.poll(() => onChange.mock.calls).toContainEqual([of.podUid]);
    await stop();
    await stores.environmentJobs.forget(of.executionId);
    expect(await stores.environmentJobs.listTrips()).not.toContainEqual(trip);
  });

  test("whoever is at the address of a pod whose work is over isn't taken for it", async () => {
    const address = `10.2.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}`;
    const former = { ...(await prepare()), address };
    await bind(former, address);
    for (const stage of ["prepare", "agent", "verify"]) {
      expect(await run(former, stage, done)).toBe("handed_out");
    }
    // Its own probe comes there before it is bound.
    expect(await stores.environmentJobs.tripByAddress(address, "The canary was reached")).toBeNull();
    expect(await stores.environmentJobs.findTrip(former.executionId)).toBeNull();
    const next = await prepare();
    await bind(next, address);
    expect(await stores.environmentJobs.tripByAddress(address, "The canary was reached")).toBe(next.executionId);
    expect(await stores.environmentJobs.findTrip(former.executionId)).toBeNull();
  });

  test("an execution whose environment is a pod has no socket, and one that is forgotten has neither jobs nor pod", async () => {
    const of = await prepare();
    await bind(of);
    expect(await stores.grants.listExecutions()).not.toContain(of.executionId);
    await stores.environmentJobs.forget(of.executionId);
    expect(await stores.environmentJobs.listEnds(of.executionId)).toEqual([]);
    expect(await handOut(wishOf(of.podUid, "prepare"))).toEqual({ kind: "unbound" });
    expect(await stores.grants.listExecutions()).toContain(of.executionId);
  });
}
