import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ImportInput, PublishBranchInput, RepositoryPort } from "../../result/repository-port.ts";

/** What the base has beside anything else: `long.txt` has 300 letters, `binary` isn't UTF-8. */
export const BASE_FILES = { "a.txt": "one\n", "long.txt": "x".repeat(300) };

/** A repository, an execution on it that has a quarantine, and what happens to them from outside. */
export interface GitPlace {
  repositories: RepositoryPort;
  /** Another one in the same place, as a worker has that takes over. */
  another(): RepositoryPort;
  /** What the execution's result is brought in by. */
  import: ImportInput;
  /** The execution pushes a commit of its own on its branch, with this file in it. */
  push(file?: string): Promise<void>;
  /** The execution pushes a commit beside its branch, as `refs/beside/1`. Returns the commit. */
  pushBeside(): Promise<string>;
  /** Leaves what a worker that is killed in the middle of its work leaves. */
  leaveUnfinished(): Promise<void>;
  /** What lies where quarantines and results are, by any name. */
  listAll(): Promise<string[]>;
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

  test("what a result changes can be read as long as it is kept, and says where it goes on", TIMEOUT, async () => {
    const { executionId, repo, baseCommit } = place.import;
    const { headCommit } = await bringIn();
    const input = { executionId, repo, baseCommit, headCommit, offset: 0 };
    const { text, nextOffset } = await place.another().readDiff(input);
    expect(text).toContain("+more\n");
    expect(nextOffset).toBeNull();
    const nowhere = { ...input, headCommit: "0".repeat(39).concat("1") };
    await expect(git.readDiff(nowhere)).rejects.toMatchObject({ code: "not_found" });
  });

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

  test("a repository is looked at as it is, with its branches, its HEAD and its files", TIMEOUT, async () => {
    const { repo, baseCommit: commit } = place.import;
    const seen = await git.look(repo, async (snapshot) => ({
      defaultBranch: snapshot.defaultBranch.name,
      asked: await snapshot.findBase(null, { ref: "refs/heads/main", commit }),
      named: await snapshot.findBase("main", null),
      branch: await snapshot.findBranch("main"),
      none: await snapshot.findBranch("nobody/made-it"),
      at: await snapshot.listBranchesAt(commit),
      files: await snapshot.readFiles({ commit, paths: ["a.txt", "none"], maxBytes: 100 }),
      listed: await snapshot.listFiles({ commit, folder: "none" }),
      absent: await snapshot.listAbsentFolders({ commit, folders: ["none", "a.txt", "a/b"] }),
    }));
    expect(seen).toMatchObject({ defaultBranch: "main", asked: { commit }, named: { name: "main", commit } });
    expect(seen).toMatchObject({ branch: commit, none: null, at: ["main"], listed: [] });
    expect(seen.absent).toEqual(["none", "a.txt", "a/b"]);
    expect([...seen.files]).toEqual([["a.txt", BASE_FILES["a.txt"]]]);
  });

  test("files are read within their bounds, and are named by what they are", TIMEOUT, async () => {
    const { repo, executionId, baseCommit: commit } = place.import;
    const of = { repo, executionId, commit };
    const paths = ["a.txt", "long.txt", "binary", "none", "../a.txt"];
    expect([...(await git.readFiles({ ...of, paths, maxBytes: 299 })).keys()]).toEqual(["a.txt"]);
    expect([...(await git.readFiles({ ...of, paths, maxBytes: 300 })).keys()]).toEqual(["a.txt", "long.txt"]);
    for (const path of ["long.txt", "binary"]) {
      const asked = git.readFiles({ ...of, paths: [path], maxBytes: 299, mustBeReadable: true });
      await expect(asked).rejects.toMatchObject({ code: "invalid_configuration" });
    }
    expect(await git.readFiles({ ...of, paths: ["none"], maxBytes: 299, mustBeReadable: true })).toEqual(new Map());
    const name = async (patterns: string[] | null) => (await git.identifyFiles({ ...of, patterns })).name;
    const elsewhere = await place.another().identifyFiles({ ...of, patterns: ["*.txt", "none"] });
    expect(elsewhere).toEqual({ name: await name(["*.txt"]), unmatched: ["none"] });
    expect(await name(["a.txt"])).not.toBe(await name(["long.txt"]));
    expect(await name(["none"])).not.toBe(await name(null));
  });

  test("a finding comes with a result that is kept all the same", TIMEOUT, async () => {
    await place.push(".github/workflows/ci.yml");
    const outcome = await git.importResult(place.import);
    const { executionId } = place.import;
    expect(outcome).toMatchObject({ kind: "imported", findings: [{ path: ".github/workflows/ci.yml" }] });
    expect(outcome).toMatchObject({ keptAt: `results/${executionId}.git`, headCommit: expect.any(String) });
    expect(await place.another().importResult(place.import)).toEqual(outcome);
  });

  test(
    "what was pushed beside the branch is listed where it is kept, and none where nothing was",
    TIMEOUT,
    async () => {
      const { executionId } = place.import;
      const take = () => place.another().takeBeside({ executionId, seconds: 60 });
      expect((await take()).commits).toEqual([]);
      const commit = await place.pushBeside();
      const taken = { keptAt: `results/${executionId}.git`, commits: [{ ref: "refs/beside/1", commit }] };
      expect([await take(), await take()]).toEqual([taken, taken]);
    },
  );

  test("of two workers that do the same at once both come to the same", TIMEOUT, async () => {
    const { executionId, repo, startCommit } = place.import;
    const both = <Result>(act: (git: RepositoryPort) => Promise<Result>) =>
      Promise.all([act(git), act(place.another())]);
    const room = { repo, startCommit, otherCommits: [], keptBy: null, executionId: randomUUID() };
    await both((one) => one.ensureQuarantine(room));
    expect((await git.listQuarantines()).sort()).toEqual([executionId, room.executionId].sort());
    await place.push();
    const [outcome, same] = await both((one) => one.importResult(place.import));
    expect(same).toEqual(outcome);
    const headCommit = outcome.kind === "imported" ? (outcome.headCommit ?? "") : "";
    const made = await both(() => publish(headCommit));
    expect(made).toEqual([{ kind: "published" }, { kind: "published" }]);
    await both((one) => one.discard({ executionId, keptAt: null }));
    expect(await git.listResults()).toEqual([]);
  });

  test("what a killed worker left is in nobody's way, and goes with its execution", TIMEOUT, async () => {
    const { executionId } = place.import;
    await place.push();
    const kill = new AbortController();
    const killed = git.importResult({ ...place.import, signal: kill.signal }).catch(() => null);
    kill.abort(new Error("The worker was killed."));
    await killed;
    await place.leaveUnfinished();
    expect(await git.listQuarantines()).toEqual([executionId]);
    expect(await place.another().importResult(place.import)).toMatchObject({ kind: "imported", commits: [{}] });
    expect(await git.listResults()).toEqual([executionId]);
    await place.another().discard({ executionId, keptAt: null });
    expect(await place.listAll()).toEqual([]);
  });
}
