import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { sendMessage } from "../../task/act/send-message.ts";
import { updateBranch } from "../../task/act/update-branch.ts";
import type { AgentTask } from "../../task/task.ts";
import { type MemoryForge, memoryForge } from "../../testing/forge/memory-forge.ts";
import type { MemoryPullRequest } from "../../testing/forge/memory-pull-requests.ts";
import { BASE_COMMIT } from "../../testing/memory-repositories.ts";
import { ASKING, createTurns, type Turns } from "../../testing/play-turns.ts";

const [WORK, BASE, MERGE] = ["c", "d", "e"].map((digit) => digit.repeat(40)) as [string, string, string];
const [MORE, OTHERS] = ["9".repeat(40), "7".repeat(40)];
const CONFLICT = { kind: "conflicts", files: [{ path: "a.js", hunks: "<<<<<<< ours" }], leftOut: 2 } as const;

const REQUEST = randomUUID();

let turns: Turns;
let task: AgentTask;

/** A task whose branch is published, and whose base has moved on since. */
beforeEach(async () => {
  turns = createTurns();
  task = await turns.submit({});
  await turns.run(task, { head: WORK, summary: "Mended the sum." });
  turns.repositories.base = { name: "main", commit: BASE };
});

const update = (isRebase = false, onceId?: string) =>
  updateBranch({ ...ASKING, task: turns.now(task), isRebase, onceId }, turns.useCases).then(({ kind }) => kind);
const made = () => turns.environments.requests.length;

test("a base that conflicts with nothing is merged in without an agent, and what was said of the work holds", async () => {
  turns.repositories.merge = { kind: "merged", commit: MERGE };
  const before = made();
  expect(await update()).toBe("started");
  await turns.runAlone(task);
  expect(turns.now(task)).toMatchObject({
    status: "completed",
    resultPayload: { headCommit: MERGE, summary: "Mended the sum.", publication: { kind: "branch" } },
  });
  expect(turns.repositories.published.get(String(turns.now(task).branch))).toBe(MERGE);
  expect(made()).toBe(before);
  expect(turns.executionsOf(task).at(-1)).toMatchObject({ baseCommit: BASE, agentCommand: "" });
});

test("what the same request asks for again was begun by it: while it goes on, and once it is over", async () => {
  turns.repositories.merge = { kind: "merged", commit: MERGE };
  const again = () => update(false, REQUEST);
  expect([await again(), await again()]).toEqual(["started", "started"]);
  expect(await turns.deps.messages.listUndelivered(task.id)).toEqual([]);
  await turns.runAlone(task);
  expect(await again()).toBe("started");
  expect(turns.executionsOf(task)).toHaveLength(2);
  expect(await update(false, randomUUID())).toBe("started");
  expect(turns.executionsOf(task)).toHaveLength(3);
});

test("what a working agent was told by a request is not begun by the same request when that agent is done", async () => {
  await sendMessage({ ...ASKING, task: turns.now(task), text: "And the docs" }, turns.useCases);
  const again = () => update(false, REQUEST);
  const job = await turns.run(task, {
    head: MERGE,
    during: async () => expect([await again(), await again()]).toEqual(["queued", "queued"]),
  });
  expect(job.prompt).toContain("And the docs");
  const told = await turns.run(task, { head: MORE });
  expect(told.prompt.match(/newest state of the base/g)).toHaveLength(1);
  expect(await again()).toBe("queued");
  expect(turns.executionsOf(task)).toHaveLength(3);
});

test("a message that waits goes with it, and its agent begins at the merge", async () => {
  turns.repositories.merge = { kind: "merged", commit: MERGE };
  await update();
  expect((await sendMessage({ ...ASKING, task: turns.now(task), text: "And the docs" }, turns.useCases)).kind).toBe(
    "queued",
  );
  const job = await turns.run(task, { head: MERGE });
  expect(job).toMatchObject({ stage: "agent", repository: { baseCommit: MERGE } });
  expect(job.prompt).toContain("And the docs");
});

test("a message that was taken before a crash is heard by who repeats the step", async () => {
  turns.repositories.merge = { kind: "merged", commit: MERGE };
  await update();
  await sendMessage({ ...ASKING, task: turns.now(task), text: "And the docs" }, turns.useCases);
  const { ensure } = turns.environments;
  turns.environments.ensure = () => {
    turns.environments.ensure = ensure;
    return Promise.reject(new Error("the worker died"));
  };
  const job = await turns.run(task, { head: MERGE });
  expect(job).toMatchObject({ stage: "agent" });
  expect(job.prompt).toContain("And the docs");
});

test("where they conflict an agent is told where, in a fence", async () => {
  turns.repositories.merge = CONFLICT;
  await update();
  const job = await turns.run(task, { head: MERGE });
  expect(job).toMatchObject({ stage: "agent", repository: { baseCommit: WORK } });
  expect(job.prompt).toContain(`git merge ${BASE}`);
  expect(job.prompt).toMatch(
    /BEGIN CONFLICTS (\S+)\n"a\.js"\n<<<<<<< ours\n\(2 more files conflict\.\)\nEND CONFLICTS \1/,
  );
});

test("a branch that is rebased has no commits of others: nothing is done where it has, and that is said", async () => {
  turns.repositories.merge = { kind: "merged", commit: MERGE };
  turns.repositories.beyond = [WORK, "f".repeat(40)];
  await update(true);
  await turns.runAlone(task);
  expect(turns.now(task)).toMatchObject({ status: "completed", resultPayload: { headCommit: WORK } });
  expect(turns.executionsOf(task).at(-1)?.refusal).toMatchObject({
    message: expect.stringContaining("commits of others (ffffffffffff)"),
    way: { kind: "update_branch" },
  });
  turns.repositories.beyond = [WORK];
  await update(true);
  await turns.runAlone(task);
  expect(turns.now(task)).toMatchObject({ status: "completed", resultPayload: { headCommit: MERGE } });
});

test("an agent that works already is told it", async () => {
  await sendMessage({ ...ASKING, task: turns.now(task), text: "And the docs" }, turns.useCases);
  expect(await update()).toBe("queued");
  const job = await turns.run(task, { head: MERGE });
  expect(job.prompt).toContain("Bring the newest state of the base branch into this branch.");
});

describe("a further turn of a pull request whose base has moved on", () => {
  let forge: MemoryForge;
  const say = () => sendMessage({ ...ASKING, task: turns.now(task), text: "And the docs" }, turns.useCases);

  beforeEach(async () => {
    forge = memoryForge("/srv/shop");
    forge.branches.has = () => true;
    turns.deps.findForge = async () => forge;
    turns.repositories.base = { name: "main", commit: BASE_COMMIT };
    task = await turns.submit({});
    await turns.run(task, { head: WORK });
    expect(turns.now(task).resultPayload?.publication.kind).toBe("pull_request");
    turns.repositories.branches.set(String(turns.now(task).branch), WORK);
  });

  const moveBase = () => {
    turns.repositories.base = { name: "main", commit: BASE };
    turns.repositories.branches.set("main", BASE);
  };

  test("is told where the two conflict, and to merge that before it does what is asked", async () => {
    turns.repositories.merge = CONFLICT;
    moveBase();
    await say();
    const job = await turns.run(task, { head: MORE });
    expect(job).toMatchObject({ stage: "agent", repository: { baseCommit: WORK } });
    expect(job.prompt).toContain(`git merge ${BASE}`);
    expect(job.prompt).toContain("Do that first, and then what else is asked of you.");
    expect(job.prompt).toContain("And the docs");
    const last = turns.executionsOf(task).at(-1);
    expect(last).toMatchObject({ baseCommit: BASE, resolution: { bringsBase: true } });
    expect(turns.now(task).status).toBe("completed");
  });

  test("goes on as it was where they don't conflict", async () => {
    turns.repositories.merge = { kind: "merged", commit: MERGE };
    moveBase();
    await say();
    const job = await turns.run(task, { head: MORE });
    expect(job).toMatchObject({ stage: "agent", repository: { baseCommit: WORK } });
    expect(job.prompt).not.toContain("git merge");
    expect(turns.executionsOf(task).at(-1)).toMatchObject({ baseCommit: BASE_COMMIT });
  });

  test("is for the base that its pull request has by now, whoever chose another or renamed it", async () => {
    turns.repositories.merge = CONFLICT;
    turns.repositories.branches.set("next", BASE_COMMIT);
    await say();
    forge.pullRequests[0] = { ...(forge.pullRequests[0] as MemoryPullRequest), base: "next" };
    await turns.run(task, { head: MORE });
    expect(turns.now(task)).toMatchObject({ baseBranch: "next", status: "completed" });
    expect(turns.executionsOf(task).at(-1)).toMatchObject({ baseCommit: BASE_COMMIT });
  });

  test("goes on as it was where the base hasn't moved", async () => {
    turns.repositories.merge = CONFLICT;
    await say();
    expect((await turns.run(task, { head: MORE })).prompt).not.toContain("git merge");
  });
});

/** Others push to the branch while the turn for a message works. */
async function workBesideOthers(head: string) {
  await sendMessage({ ...ASKING, task: turns.now(task), text: "And the docs" }, turns.useCases);
  turns.repositories.isOnward = true;
  const job = await turns.run(task, {
    head,
    during: async () => void turns.repositories.published.set(String(turns.now(task).branch), OTHERS),
  });
  expect(job.prompt).toContain("And the docs");
}

test("what others pushed meanwhile and conflicts with the work is brought together with it by a turn that nobody asks for", async () => {
  await workBesideOthers(MORE);
  expect(turns.now(task)).toMatchObject({ status: "pending", failureReason: null });
  turns.repositories.merge = CONFLICT;
  const job = await turns.run(task, { head: MERGE });
  expect(job).toMatchObject({ stage: "agent", repository: { baseCommit: MORE } });
  expect(job.prompt).toContain(`git merge ${OTHERS}`);
  expect(turns.now(task)).toMatchObject({ status: "completed", resultPayload: { headCommit: MERGE } });
});

test("where nothing conflicts any more it is merged without an agent", async () => {
  await workBesideOthers(MORE);
  turns.repositories.merge = { kind: "merged", commit: MERGE };
  await turns.runAlone(task);
  expect(turns.now(task)).toMatchObject({ status: "completed", resultPayload: { headCommit: MERGE } });
});

test("others who are faster once more end it, with what was done kept", async () => {
  await workBesideOthers(MORE);
  turns.repositories.merge = CONFLICT;
  const branch = String(turns.now(task).branch);
  await turns.run(task, {
    head: MERGE,
    during: async () => void turns.repositories.published.set(branch, "8".repeat(40)),
  });
  expect(turns.now(task)).toMatchObject({ status: "failed", failureReason: "branch_conflict" });
  expect(turns.executionsOf(task)).toHaveLength(3);
});

test("an agent that leaves nothing of it loses nothing: the work stays kept", async () => {
  await workBesideOthers(MORE);
  turns.repositories.merge = CONFLICT;
  await turns.run(task, { head: null });
  expect(turns.now(task)).toMatchObject({
    ...{ status: "failed", failureReason: "branch_conflict" },
    resultPayload: { headCommit: MORE, publication: { kind: "kept" } },
  });
});
