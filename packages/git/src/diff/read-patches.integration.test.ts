import { afterEach, beforeEach, expect, test } from "vitest";
import { gitRepositories } from "../git-repositories.ts";
import { type PushedWork, startWork } from "../testing/pushed-work.ts";

let work: PushedWork;

beforeEach(async () => {
  work = await startWork("seq 1 100 > a.txt; seq 1 100 > old.txt; printf '*.txt diff=evil\\n' > .gitattributes");
});
afterEach(() => work?.remove());

async function read(paths: readonly string[]): Promise<Map<string, string>> {
  await work.push();
  const { repo, executionId } = work;
  const headCommit = await work.sh("git rev-parse HEAD");
  const baseCommit = await work.sh("git rev-parse base");
  return gitRepositories({ home: work.home, privateHosts: [] }).readPatches({
    ...{ repo, executionId, baseCommit, headCommit, paths },
  });
}

test("the patches of files are those since the change left its base, renames followed", async () => {
  await work.sh(
    "sed -i s/^50$/fifty/ a.txt; git mv old.txt new.txt; sed -i s/^7$/seven/ new.txt; git commit -qam Change",
  );
  // The base goes on by itself, in a file that the change has, too.
  await work.sh(
    "git checkout -q -b base HEAD~; sed -i s/^90$/ninety/ a.txt; git commit -qam Other; git checkout -q main",
  );
  await work.sh("git push -q origin base");
  await gitRepositories({ home: work.home, privateHosts: [] }).refreshMirror(work.repo);
  const patches = await read(["a.txt", "new.txt", "absent.txt", "../a.txt", "", ":(glob)*"]);
  expect([...patches.keys()]).toEqual(["a.txt", "new.txt"]);
  expect(patches.get("a.txt")?.match(/^[+-]\w+$/gm)).toEqual(["-50", "+fifty"]);
  expect(patches.get("new.txt")).toContain("rename from old.txt");
  expect(patches.get("new.txt")?.match(/^@@ .*/gm)).toEqual([expect.stringContaining("@@ -4,7 +4,7 @@")]);
});

test("a file that is gone, one that is new and one too large to be compared", async () => {
  await work.sh(
    "git branch base; git rm -q old.txt; echo new > b.txt; seq 1 900000 > c.txt; git add -A; git commit -qm X",
  );
  const patches = await read(["old.txt", "b.txt", "c.txt"]);
  expect(patches.get("old.txt")).toContain("@@ -1,100 +0,0 @@");
  expect(patches.get("b.txt")).toContain("@@ -0,0 +1 @@");
  expect(patches.get("c.txt") ?? "").not.toContain("@@");
});

test("commits that aren't there are told", async () => {
  const { repo, executionId, base: headCommit } = work;
  const input = { repo, executionId, baseCommit: "1".repeat(40), headCommit, paths: ["a.txt"] };
  const git = gitRepositories({ home: work.home, privateHosts: [] });
  await expect(git.readPatches(input)).rejects.toMatchObject({ code: "not_found" });
});
