import { expect, test } from "vitest";
import { BRANCH, type TestEnvironment } from "../testing/start-environment.ts";
import { startForEachTest } from "../testing/start-for-each-test.ts";

let environment: TestEnvironment;
startForEachTest((started) => {
  environment = started;
});

/** Runs the script as the agent; returns what could not be taken. */
async function run(script: string): Promise<string[]> {
  environment.start(`set -e\n${script}`);
  expect(await environment.exited()).toEqual({ code: 0, output: "" });
  const event = environment.bodies().findLast((body) => body.type === "collected");
  return event?.type === "collected" ? event.leftOut : [];
}

const files = () => environment.git("ls-tree", "-r", "--name-only", BRANCH);
const modes = () => environment.git("ls-tree", "-r", "--format=%(objectmode) %(path)", BRANCH);

test("files in the place of folders, and folders in the place of files, are taken as they are", async () => {
  await environment.commitToMirror({ file: "1", "folder/a": "1", "folder/b": "2" });
  expect(await run("rm file; mkdir file; echo 2 > file/within; rm -r folder; echo 3 > folder")).toEqual([]);
  expect(await files()).toBe(".gitignore\nfile/within\nfolder\nreadme.md");
});

test("a link in the place of a folder hides what the folder had, also where git ignores the link", async () => {
  await environment.commitToMirror({ "a/x": "1", "b/y": "2" });
  const hide = "for name in a b; do mv $name moved-$name; ln -s moved-$name $name; done";
  expect(await run(`${hide}; echo b > .git/info/exclude`)).toEqual([]);
  expect(await modes()).toBe("100644 .gitignore\n120000 a\n100644 moved-a/x\n100644 moved-b/y\n100644 readme.md");
});

test("files that are only as young as the index are told from those that changed", async () => {
  await environment.commitToMirror({ "same.md": "one\n", "other.md": "one\n" });
  await run("printf 'two\\n' > other.md; touch same.md; chmod +x readme.md");
  expect(await environment.git("diff", "--name-only", `${BRANCH}~1`, BRANCH)).toBe("other.md\nreadme.md");
});

test("what was only said to be added, and what was unstaged, is taken", async () => {
  await run("echo n > named.md; git add -N named.md; git rm -q --cached readme.md; rm -f .gitignore");
  expect(await files()).toBe("named.md\nreadme.md");
});

test("what one file is left out for costs no other", async () => {
  await environment.commitToMirror(Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`${at}.md`, "1"])));
  const leftOut = await run("for i in 2 5; do rm $i.md; mkfifo $i.md; done; for i in 1 3 4 7; do echo 2 > $i.md; done");
  expect(leftOut).toEqual(["2.md (neither a file nor a link)", "5.md (neither a file nor a link)"]);
  expect(await environment.git("diff", "--name-only", `${BRANCH}~1`, BRANCH)).toBe("1.md\n3.md\n4.md\n7.md");
});

test("settings of a repository within run nothing, not even where the index has a link to it", async () => {
  await run(`
    git init -q app; echo 1 > app/index.js; git -C app add -A; git -C app commit -qm init; git add app 2> /dev/null
    printf '#!/bin/sh\\ntouch /home/agent/ran\\n' > /home/agent/spy; chmod +x /home/agent/spy
    git -C app config core.fsmonitor /home/agent/spy
  `);
  expect(await environment.hasFile("ran")).toBe(false);
  expect(await files()).toContain("app/index.js");
});

test("changes of files that the agent marked as not to be looked at are taken", async () => {
  await environment.commitToMirror({ a: "1", b: "1", c: "1", d: "1", same: "1" });
  await run(`
    git update-index --assume-unchanged a b same; git update-index --skip-worktree b c d
    echo 2 > a; echo 2 > b; echo 2 > c; chmod +x same
  `);
  expect(await environment.git("diff", "--name-only", `${BRANCH}~1`, BRANCH)).toBe("a\nb\nc\nsame");
});

test("files that the agent took out of its checkout are kept, and it is said", async () => {
  await environment.commitToMirror({ "in/a": "1", "out/b": "1", "out/c": "1" });
  await run("git sparse-checkout set in 2> /dev/null; echo 2 > in/a");
  expect(await environment.git("diff", "--name-only", `${BRANCH}~1`, BRANCH)).toBe("in/a");
  expect(JSON.stringify(environment.bodies())).toContain("out/b, out/c");
});

test("files in folders that were closed are taken", async () => {
  await environment.commitToMirror({ "tracked/a": "1", "tracked/b": "1" });
  const leftOut = await run(`
    mkdir -p new/within listed; echo 1 > new/within/x; echo 1 > listed/y; echo 2 > tracked/a; rm tracked/b
    chmod 000 new/within new tracked; chmod 600 listed; echo 1 > z
  `);
  expect(leftOut).toEqual([]);
  expect(await files()).toBe(".gitignore\nlisted/y\nnew/within/x\nreadme.md\ntracked/a\nz");
});

test("the agent's commits are taken when it closed the repository's own folders", async () => {
  await run("echo 1 > a; git add a; git commit -qm a; echo 1 > b; chmod 000 .git/objects .git/refs .git .");
  expect(await environment.git("log", "--format=%s", BRANCH)).toMatch(/^Take over left-over changes\na\n/);
  expect(await files()).toBe(".gitignore\na\nb\nreadme.md");
});

test("a file that can't be brought into the encoding that its attribute names is taken as it is", async () => {
  const leftOut = await run(`
    printf '*.txt working-tree-encoding=UTF-16\n*.rc working-tree-encoding=none-such\n' > .gitattributes
    echo plain > a.txt; echo plain > b.rc; printf '\\377\\376h\\0i\\0' > right.txt; echo z > z
  `);
  expect(leftOut).toEqual([]);
  expect(await files()).toBe(".gitattributes\n.gitignore\na.txt\nb.rc\nreadme.md\nright.txt\nz");
  expect(await environment.git("show", `${BRANCH}:a.txt`)).toBe("plain");
  expect(await environment.git("show", `${BRANCH}:right.txt`)).toBe("hi");
});
