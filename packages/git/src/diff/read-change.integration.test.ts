import { afterEach, beforeEach, expect, test } from "vitest";
import { gitRepositories } from "../git-repositories.ts";
import { type PushedWork, startWork } from "../testing/pushed-work.ts";

let work: PushedWork;

beforeEach(async () => {
  work = await startWork("seq 1 100 > a.txt; seq 1 100 > old.txt; echo '*.txt diff=evil' > .gitattributes");
});
afterEach(() => work?.remove());

test("a change is told since it left its base, with names and counts, and without what package managers write", async () => {
  await work.sh("git branch base; sed -i s/^50$/fifty/ a.txt; git mv old.txt new.txt; mkdir sub");
  await work.sh("seq 1 9 > sub/package-lock.json; printf 'a\\0b' > b.bin; git add -A; git commit -qm Change");
  await work.sh("git checkout -q base; echo more >> a.txt; git commit -qam Other; git push -q origin base");
  await work.sh("git checkout -q main");
  await gitRepositories({ home: work.home, privateHosts: [] }).refreshMirror(work.repo);
  await work.push();
  const { repo, executionId } = work;
  const [headCommit, baseCommit] = [await work.sh("git rev-parse HEAD"), await work.sh("git rev-parse base")];
  const git = gitRepositories({ home: work.home, privateHosts: [] });
  const { files, patch, isWhole } = await git.readChange({ repo, executionId, baseCommit, headCommit });
  expect(files).toEqual([
    { path: "a.txt", lines: { insertions: 1, deletions: 1 } },
    { path: "b.bin", lines: null },
    { path: "new.txt", lines: { insertions: 0, deletions: 0 } },
    { path: "sub/package-lock.json", lines: { insertions: 9, deletions: 0 } },
  ]);
  expect(patch.match(/^[+-][^+-].*$/gm)).toEqual(["-50", "+fifty"]);
  expect(patch).toContain("rename from old.txt");
  expect(patch).toContain("Binary files /dev/null and b/b.bin differ");
  expect(patch).not.toContain("package-lock");
  expect(isWhole).toBe(true);
});

test("of a change that no forge would show the first mebibyte is told, and all its files", async () => {
  await work.sh("git branch base; for i in $(seq 1 400); do seq 1 1000 > f$i.txt; done; git add -A; git commit -qm X");
  await work.push();
  const { repo, executionId } = work;
  const [headCommit, baseCommit] = [await work.sh("git rev-parse HEAD"), await work.sh("git rev-parse base")];
  const git = gitRepositories({ home: work.home, privateHosts: [] });
  const { files, patch, isWhole } = await git.readChange({ repo, executionId, baseCommit, headCommit });
  expect(files).toHaveLength(400);
  expect(Buffer.byteLength(patch)).toBe(1024 * 1024);
  expect(isWhole).toBe(false);
});
