import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ImportInput, PublishBranchInput, RepositoryPort } from "../../result/repository-port.ts";

/** A repository, an execution on it that has a quarantine, and what happens to them from outside. */
export interface GitPlace {
  repositories: RepositoryPort;
  /** Another one in the same place, as a worker has that takes over. */
  another(): RepositoryPort;
  /** What the execution's result is brought in by. */
  import: ImportInput;
  /** The execution pushes a commit of its own on its branch. */
  push(): Promise<void>;
  close(): Promise<void>;
}

const TIMEOUT = { timeout: 180_000 };
const REF = "refs/catalyst/task-7";

/** What every git of the trusted side promises. */
export function gitContract(openPlace: () => Promise<GitPlace>): void {
  let place: GitPlace;
  let git: RepositoryPort;
  beforeEach(async () => {
    place = await openPlace();
    git = place.repositories;
  }, TIMEOUT.timeout);
  afterEach(() => place?.close());

  /** What the execution pushed, brought in. */
  async function bringIn() {
    await place.push();
    const outcome = await git.importResult(place.import);
    if (outcome.kind !== "imported" || outcome.headCommit === null) {
      throw new Error("Nothing was brought in.");
    }
    return { ...outcome, headCommit: outcome.headCommit };
  }

  function publish(headCommit: string, more: Partial<PublishBranchInput> = {}) {
    const { executionId, repo, baseCommit, branch } = place.import;
    const input = { executionId, repo, baseCommit, branch, headCommit, previousCommit: null, ownCommits: [] };
    return place.another().publishBranch({ ...input, ...more });
  }

  test(
    "a quarantine is there once, whoever ensures it how often, and is found once something is pushed",
    TIMEOUT,
    async () => {
      const { executionId, repo, startCommit } = place.import;
      const input = { executionId, repo, startCommit, otherCommits: [], keptBy: null };
      await git.ensureQuarantine(input);
      await place.another().ensureQuarantine(input);
      expect(await git.listQuarantines()).toEqual([executionId]);
      expect(await git.findQuarantine(executionId)).toBeNull();
      await place.push();
      expect(await place.another().findQuarantine(executionId)).toBe(`quarantine/${executionId}.git`);
      expect(await git.findQuarantine(randomUUID())).toBeNull();
    },
  );

  test(
    "a push is brought in under a name that means the same to everybody, and again as the same",
    TIMEOUT,
    async () => {
      const outcome = await bringIn();
      const { executionId } = place.import;
      expect(outcome).toMatchObject({ keptAt: `results/${executionId}.git`, findings: [], commits: [{}] });
      expect(await place.another().importResult(place.import)).toEqual(outcome);
      expect(await place.another().listResults()).toEqual([executionId]);
    },
  );

  test("what an execution has is removed but for what is kept, and twice is once", TIMEOUT, async () => {
    const { keptAt } = await bringIn();
    const { executionId } = place.import;
    await git.discard({ executionId, keptAt });
    expect([await git.listQuarantines(), await git.listResults()]).toEqual([[], [executionId]]);
    await git.discard({ executionId, keptAt: null });
    await place.another().discard({ executionId, keptAt: null });
    expect([await git.listQuarantines(), await git.listResults()]).toEqual([[], []]);
  });

  test("a branch is made once, and isn't moved from where nobody expects it", TIMEOUT, async () => {
    const first = await bringIn();
    expect(await publish(first.headCommit)).toEqual({ kind: "published" });
    expect(await publish(first.headCommit)).toEqual({ kind: "published" });
    const second = await bringIn();
    expect(second.headCommit).not.toBe(first.headCommit);
    expect(await publish(second.headCommit, { previousCommit: place.import.baseCommit })).toMatchObject({
      kind: "problem",
      problem: { kind: "elsewhere", commit: first.headCommit },
    });
    expect(await publish(second.headCommit, { previousCommit: first.headCommit })).toEqual({ kind: "published" });
  });

  test("the ref of a kept result goes once a branch has its commit, or when that is forced", TIMEOUT, async () => {
    const { executionId, repo, baseCommit } = place.import;
    const { headCommit } = await bringIn();
    const keep = () => git.keepInRepository({ executionId, repo, ref: REF, headCommit, baseCommit });
    const remove = (isForced: boolean) => place.another().removeKept({ repo, ref: REF, commit: headCommit, isForced });
    expect(await keep()).toBe(true);
    expect(await keep()).toBe(true);
    expect(await remove(false)).toBe(false);
    expect(await remove(true)).toBe(true);
    expect(await keep()).toBe(true);
    await publish(headCommit);
    expect(await remove(false)).toBe(true);
  });
}
