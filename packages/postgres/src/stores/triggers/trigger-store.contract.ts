import { randomUUID } from "node:crypto";
import { CatalystError, TaskResult } from "@catalyst/core";
import type { NewTrigger, TriggerIdentity } from "@catalyst/core/trigger";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TriggerStores } from "../../testing/trigger-stores.ts";

const ADA = { actorId: "7", actorLogin: "ada" };
const SUBMITTED: NewTrigger = {
  ...ADA,
  ...{ delivery: "guid-1", decision: "accepted", reason: null, act: "submit", threadAct: null, isAutomatic: false },
  taskId: null,
};

/** What every store of triggers keeps. */
export function triggerStoreContract(open: () => Promise<TriggerStores>): void {
  let stores: TriggerStores;
  let number = 100;
  beforeAll(async () => {
    stores = await open();
  }, 60_000);
  afterAll(() => stores?.close());

  function identity(changes: Partial<TriggerIdentity> = {}): TriggerIdentity {
    return {
      ...{ key: `github.com/event:${randomUUID()}`, isFallback: false, repoId: stores.repoId, number: number++ },
      ...{ kind: "assigned", target: "90", happenedAt: new Date("2026-05-02T10:00:00Z") },
      ...changes,
    };
  }

  test("what was decided once is found for ever, and not decided again", async () => {
    const of = identity();
    expect(await stores.triggers.find(of)).toBeNull();
    expect(await stores.triggers.once(of, async () => SUBMITTED)).toBeNull();
    const again = await stores.triggers.once(of, () => Promise.reject(new Error("it is decided again")));
    expect(again).toMatchObject({ ...of, ...SUBMITTED });
    expect(await stores.triggers.find(of)).toMatchObject({ ...of, ...SUBMITTED });
  });

  test("who pushed to a task's pull request since a time is told once each, and of no other task", async () => {
    const [task, other] = [await stores.storeTask({}), await stores.storeTask({})];
    const push = (taskId: string, actorLogin: string) =>
      stores.triggers.once(identity({ kind: "head_changed" }), async () => ({
        ...{ ...SUBMITTED, act: "note_push", isAutomatic: true },
        ...{ actorLogin, taskId },
      }));
    for (const login of ["eve", "ada", "eve"]) {
      await push(task.id, login);
    }
    await push(other.id, "bob");
    const list = (since: Date) => stores.triggers.listPushers({ taskId: task.id, since });
    expect(await list(new Date(0))).toEqual(["eve", "ada"]);
    expect(await list(new Date(Date.now() + 3_600_000))).toEqual([]);
  });

  test("what was decided is listed to whoever sees the project, the newest first, with its task", async () => {
    const task = await stores.storeTask({});
    const [first, second] = [identity(), identity()];
    await stores.triggers.once(first, async () => ({ ...SUBMITTED, taskId: task.id }));
    await stores.triggers.once(second, async () => ({ ...SUBMITTED, decision: "ignored", reason: "draft", act: null }));
    const listed = await stores.log.listTriggers({ projects: stores.projects, limit: 2 });
    expect(listed).toMatchObject([
      { key: second.key, decision: "ignored", reason: "draft", act: null, taskNumber: null, number: second.number },
      { key: first.key, decision: "accepted", reason: null, act: "submit", taskNumber: task.number, actorLogin: "ada" },
    ]);
    expect(listed[0]?.decidedAt).toBeInstanceOf(Date);
    expect(listed[0]?.repositoryName).not.toBe("");
    expect(await stores.log.listTriggers({ projects: [randomUUID()], limit: 2 })).toEqual([]);
    expect(await stores.log.listTriggers({ projects: [], limit: 2 })).toEqual([]);
  });

  test("of many who decide one signal at once, one does", async () => {
    const of = identity();
    let count = 0;
    const work = async () => {
      count += 1;
      return SUBMITTED;
    };
    const all = await Promise.all(Array.from({ length: 6 }, () => stores.triggers.once(of, work)));
    expect(count).toBe(1);
    expect(all.filter((one) => one === null)).toHaveLength(1);
  });

  test("what happens to one subject at once is decided one after the other: the second sees the first", async () => {
    const [first, second] = [identity(), identity()].map((one) => ({ ...one, number: 7 })) as [
      TriggerIdentity,
      TriggerIdentity,
    ];
    const seen: number[] = [];
    const decide = (one: TriggerIdentity) =>
      stores.triggers.once(one, async ({ triggers }) => {
        seen.push((await triggers.count({ ...ADA, repoId: one.repoId, number: 7, botIds: [] })).inRepositoryToday);
        return SUBMITTED;
      });
    await Promise.all([decide(first), decide(second)]);
    const [one = 0, other] = seen;
    expect(other).toBe(one + 1);
  });

  test("rounds of failed checks are counted by pull request, whoever pushed", async () => {
    const of = identity({ kind: "checks_failed", number: 8 });
    const count = async (number: number) => {
      let rounds: number | undefined;
      await stores.triggers.once(identity(), async ({ triggers }) => {
        rounds = (await triggers.count({ ...ADA, repoId: of.repoId, number, botIds: [] })).checkRounds;
        return null;
      });
      return rounds;
    };
    await stores.triggers.once(of, async () => ({ ...SUBMITTED, actorId: "91", act: "message", isAutomatic: true }));
    await stores.triggers.once(identity({ number: 8 }), async () => SUBMITTED);
    expect([await count(8), await count(9)]).toEqual([1, 0]);
  });

  test("what bots began is counted since a person's last word, wherever something happens by itself", async () => {
    const of = identity({ number: 18 });
    const begin = (actorId: string, isAutomatic = false) =>
      stores.triggers.once({ ...identity(), number: 18 }, async () => ({ ...SUBMITTED, actorId, isAutomatic }));
    const count = async () => {
      let inRow: number | undefined;
      await stores.triggers.once(identity(), async ({ triggers }) => {
        inRow = (await triggers.count({ ...of, actorId: "92", botIds: ["92", "93"] })).byBotsInRow;
        return null;
      });
      return inRow;
    };
    await begin("92");
    await begin("93");
    await begin("94", true);
    expect(await count()).toBe(2);
    await begin("94");
    expect(await count()).toBe(0);
    await begin("92");
    expect(await count()).toBe(1);
  });

  test("what concerned nobody leaves nothing", async () => {
    const of = identity();
    expect(await stores.triggers.once(of, async () => null)).toBeNull();
    expect(await stores.triggers.find(of)).toBeNull();
  });

  test("an event whose key came late is the one whose key was made of its time, and the other way round", async () => {
    const of = identity({ isFallback: true });
    const late = { ...of, key: `github.com/event:${randomUUID()}`, isFallback: false };
    await stores.triggers.once(of, async () => SUBMITTED);
    const seconds = (count: number) => new Date(of.happenedAt.getTime() + count * 1000);
    expect(await stores.triggers.find({ ...late, happenedAt: seconds(9) })).not.toBeNull();
    const others = [
      { ...late, happenedAt: seconds(11) },
      { ...late, target: "91" },
      { ...late, kind: "unassigned" as const },
      { ...late, number: late.number + 1000 },
    ];
    expect(await Promise.all(others.map((one) => stores.triggers.find(one)))).toEqual([null, null, null, null]);
    const early = identity();
    await stores.triggers.once(early, async () => SUBMITTED);
    expect(await stores.triggers.find({ ...early, key: "github.com/other", isFallback: true })).not.toBeNull();
    // Two that the forge numbered are two, were they at the same time.
    expect(await stores.triggers.find({ ...early, key: "github.com/event:0" })).toBeNull();
  });

  test("a thread is quiet as it was said last", async () => {
    const of = identity();
    const thread = { repoId: of.repoId, number: of.number };
    const say = (threadAct: "leave_thread" | "follow_thread") =>
      stores.triggers.once({ ...identity(), ...thread }, async () => ({ ...SUBMITTED, act: "thread", threadAct }));
    const isQuiet = async () => {
      let quiet: boolean | null = null;
      await stores.triggers.once({ ...identity(), ...thread }, async ({ triggers }) => {
        quiet = await triggers.isQuiet(thread);
        return null;
      });
      return quiet;
    };
    expect(await isQuiet()).toBe(false);
    await say("leave_thread");
    expect(await isQuiet()).toBe(true);
    await say("follow_thread");
    expect(await isQuiet()).toBe(false);
  });

  test("who asked for a task is known, and how often outsiders were told that they may not", async () => {
    const of = identity();
    const { id: taskId } = await stores.storeTask({ sourceType: "github_issue", sourceNumber: of.number });
    await stores.triggers.once(of, async () => ({ ...SUBMITTED, taskId }));
    const told = { ...SUBMITTED, decision: "refused", reason: "outsider", act: null, actorId: "13" } as const;
    for (const number of [of.number, of.number, of.number + 5000]) {
      await stores.triggers.once({ ...identity(), number }, async () => told);
    }
    await stores.triggers.once(identity(), async ({ triggers }) => {
      const asked = [ADA.actorId, "13"].map((actorId) => triggers.hasAskedFor({ taskId, actorId }));
      expect(await Promise.all(asked)).toEqual([true, false]);
      const count = (actorId: string) => triggers.countOutsiders({ ...of, actorId });
      expect([await count("13"), await count("14")]).toEqual([
        { here: 2, thisHour: 3 },
        { here: 0, thisHour: 3 },
      ]);
      return null;
    });
  });

  test("a limit is told of once in its time, to the account, of the repository or of the pull request that it is of", async () => {
    const of = identity();
    const list = async (actorId: string, number = of.number) => {
      let told: unknown[] = [];
      await stores.triggers.once(identity(), async ({ triggers }) => {
        told = (await triggers.listLimitsTold({ actorId, repoId: of.repoId, number })).toSorted();
        return null;
      });
      return told;
    };
    expect(await list("21")).toEqual([]);
    const refused = { ...SUBMITTED, decision: "refused", act: null, actorId: "21" } as const;
    await stores.triggers.once(of, async () => ({ ...refused, reason: "too_many_by_author" }));
    expect([await list("21"), await list("22")]).toEqual([["too_many_by_author"], []]);
    const next = { ...identity(), number: of.number };
    await stores.triggers.once(next, async () => ({ ...refused, reason: "too_many_turns" }));
    expect([await list("22"), await list("22", of.number + 5000)]).toEqual([["too_many_turns"], []]);
  });

  test("a pull request is its own task's, whoever asked for another about it since", async () => {
    const of = { repoId: stores.repoId, number: 4711 };
    expect(await stores.triggers.findTask({ ...of, branch: "catalyst/4711-own" })).toBeNull();
    const own = await stores.storeTask({ branch: "catalyst/4711-own", sourceType: "github_issue", sourceNumber: 4710 });
    const review = await stores.storeTask({
      ...{ taskType: "pr_review", branch: "catalyst/4711-own", sourceType: "github_pr", sourceNumber: 4711 },
    });
    expect((await stores.triggers.findTask({ ...of, branch: "catalyst/4711-own" }))?.id).toBe(own.id);
    expect((await stores.triggers.findTask({ ...of, branch: null }))?.id).toBe(review.id);
    expect((await stores.triggers.findTask({ ...of, number: 4710, branch: null }))?.id).toBe(own.id);
  });

  test("what a task proposed is known while another turn goes on, and after one that published nothing", async () => {
    const task = await stores.storeTask({ sourceType: "github_issue", sourceNumber: 4712 });
    const find = () => stores.triggers.findProposed(task.id);
    expect(await find()).toBeNull();
    const at = { url: "https://github.com/acme/shop/pull/9", branch: "catalyst/4712", isDraft: false };
    const publication = { kind: "pull_request", number: 9, ...at } as const;
    const diffStat = { files: 0, insertions: 0, deletions: 0 };
    const left = { summary: null, headCommit: null, commits: [], diffStat, findings: [] };
    const nothing = TaskResult.parse({ ...left, publication: { kind: "nothing" } });
    for (const headCommit of ["a".repeat(40), "b".repeat(40)]) {
      await stores.storeTurn(task, { ...nothing, publication, headCommit });
    }
    await stores.storeTurn(task, { ...nothing, headCommit: "c".repeat(40) });
    await stores.storeTurn(task, null);
    expect(await find()).toEqual({ number: 9, headCommit: "b".repeat(40) });
  });

  test("what a use case of the work throws comes out, and nothing was decided", async () => {
    const of = identity();
    const refusal = new CatalystError("conflict", "It can't be done.");
    await expect(stores.triggers.once(of, () => Promise.reject(refusal))).rejects.toBe(refusal);
    expect(await stores.triggers.find(of)).toBeNull();
  });
}
