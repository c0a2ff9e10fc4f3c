import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { AskedHead, Repo, RepositorySnapshot } from "@catalyst/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type PersonRepository, personRepository, testFolder } from "../testing/person-repository.ts";
import { readAskedHead } from "../view/read/read-asked-head.ts";
import { look } from "./look.ts";

const TEXT = "a: 1\n";

let folder: Awaited<ReturnType<typeof testFolder>>;
let count = 0;

beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

/** A repository with one commit on `main`. */
function make(): { person: PersonRepository; commit: string; repo: Repo } {
  count += 1;
  const person = personRepository(join(folder.path, `shop ${count}`));
  const commit = person.commit({ "a.txt": "a\n", ".catalyst/config.yaml": TEXT });
  const id = randomUUID();
  const place = { vcs: "local", url: person.path, name: "shop", defaultBranch: null } as const;
  return { person, commit, repo: { id, projectId: id, ...place, createdAt: new Date() } };
}

const lookAt = <Result>(repo: Repo, work: (snapshot: RepositorySnapshot) => Promise<Result>) =>
  look(repo, { home: join(folder.path, "home"), privateHosts: [] }, work);

const findBase = (repo: Repo, asked: string | null, head: AskedHead | null) =>
  lookAt(repo, (snapshot) => snapshot.findBase(asked, head));

test("HEAD is what it was when the work was asked for, wherever it has gone since", async () => {
  const { person, commit, repo } = make();
  person.commit({ b: "b\n" });
  const asked = await readAskedHead(join(person.path, ".catalyst"));
  expect(asked).toEqual({
    path: person.path,
    head: { ref: "refs/heads/main", commit: person.git("rev-parse", "main") },
  });
  person.git("checkout", "--quiet", "-b", "other");
  const later = person.commit({ c: "c\n" });
  expect(await findBase(repo, null, asked.head)).toEqual({ name: "main", commit: asked.head?.commit });
  expect(await findBase(repo, "@~1", asked.head)).toEqual({ name: commit, commit });
  expect(await findBase(repo, "other", asked.head)).toEqual({ name: "other", commit: later });
});

test("HEAD at a commit is that commit, and one without a commit is told by the repository", async () => {
  const { person, commit, repo } = make();
  person.git("checkout", "--quiet", "--detach");
  expect((await readAskedHead(person.path)).head).toEqual({ ref: null, commit });
  expect(await findBase(repo, null, { ref: null, commit })).toEqual({ name: commit, commit });
  person.git("checkout", "--quiet", "--orphan", "empty");
  expect((await readAskedHead(person.path)).head).toBeNull();
  await expect(findBase(repo, null, null)).rejects.toMatchObject({ code: "not_found" });
  expect(await findBase(repo, "main", null)).toEqual({ name: "main", commit });
});

test("a commit that HEAD was at and that is gone ends with its own words", async () => {
  const { repo } = make();
  const head = { ref: "refs/heads/main", commit: "c".repeat(40) };
  await expect(findBase(repo, null, head)).rejects.toMatchObject({
    code: "base_gone",
    message: expect.stringContaining("isn't in the repository any more. Ask for it again."),
  });
});

test("branches, files and what a person should know are told of the folder itself, without a copy of it", async () => {
  const { person, commit, repo } = make();
  person.git("branch", "same");
  person.write({ "a.txt": "changed\n" });
  await lookAt(repo, async (snapshot) => {
    expect(snapshot.defaultBranch).toEqual({ name: "main", isSaid: false });
    expect(await snapshot.findBranch("same")).toBe(commit);
    expect(await snapshot.findBranch("none")).toBeNull();
    expect(await snapshot.listBranchesAt(commit)).toEqual(["main", "same"]);
    expect(await snapshot.listFiles({ commit, folder: ".catalyst" })).toEqual(["config.yaml"]);
    const paths = ["a.txt", ".catalyst/config.yaml", "none"];
    expect([...(await snapshot.readFiles({ commit, paths, maxBytes: 100 }))]).toEqual([
      ["a.txt", "a\n"],
      [".catalyst/config.yaml", TEXT],
    ]);
    expect(await snapshot.describe()).toEqual([expect.stringContaining("uncommitted changes")]);
  });
});

test("a repository that is gone, or has no commits, is refused before anything is read", async () => {
  const { person, repo } = make();
  await rm(join(person.path, ".git"), { recursive: true });
  await expect(findBase(repo, null, null)).rejects.toMatchObject({
    code: expect.stringMatching("not_found|invalid_input"),
  });
  const empty = personRepository(join(folder.path, "empty"));
  await expect(findBase({ ...repo, url: empty.path }, null, null)).rejects.toThrow("it has no commits");
});
