import { expect, test } from "vitest";
import { BRANCH, type TestEnvironment } from "../testing/start-environment.ts";
import { startForEachTest } from "../testing/start-for-each-test.ts";

let environment: TestEnvironment;
startForEachTest((started) => {
  environment = started;
});

/** Runs the script as the agent; returns what was collected beside the branch. */
async function run(script: string) {
  environment.start(`set -e\n${script}`);
  const ended = await environment.exited();
  expect(ended, JSON.stringify(environment.bodies(), null, 1)).toEqual({ code: 0, output: "" });
  const event = environment.bodies().findLast((body) => body.type === "collected");
  return event?.type === "collected" ? event : { beside: [], leftOut: [] };
}

const commit = (name: string) => `echo ${name} > ${name}.md; git add ${name}.md; git commit -qm "Add ${name}"`;
const subjects = (ref = BRANCH) => environment.git("log", "--format=%s", ref);
const files = (ref = BRANCH) => environment.git("ls-tree", "-r", "--name-only", ref);
const modes = () => environment.git("log", "-m", "--raw", "--format=%s", BRANCH);

test("a repository within is taken as its files, without what it ignores and with what it tracks all the same", async () => {
  const { leftOut } = await run(`
    mkdir -p app/dist; cd app; git init -q; echo 1 > index.js; echo dist > .gitignore; echo x > dist/x; echo y > dist/y
    git add index.js .gitignore; git add -f dist/x; git commit -qm init; echo 2 > left.js
  `);
  expect((await files()).split("\n").filter((name) => name.startsWith("app/"))).toEqual([
    "app/.gitignore",
    "app/dist/x",
    "app/index.js",
    "app/left.js",
  ]);
  expect(leftOut).toEqual([]);
});

test("one without a commit, and one within another, are taken too", async () => {
  await run("git init -q empty; echo 1 > empty/a; git init -q outer; git init -q outer/inner; echo 2 > outer/inner/b");
  expect(await files()).toBe(".gitignore\nempty/a\nouter/inner/b\nreadme.md");
});

test("a repository within that the agent committed is in its commits as files", async () => {
  const { beside } = await run(`
    mkdir app; cd app; git init -q; echo 1 > index.js; git add -A; git commit -qm init; cd ..
    git add -A; git commit -qm "Add the app"; echo 2 > app/more.js; git -C app add -A; git -C app commit -qm more
    git add -A; git commit -qm "More of the app"
  `);
  expect(await subjects()).toBe("More of the app\nAdd the app\nBegin");
  expect(await modes()).not.toContain("160000");
  expect(beside).toEqual([]);
  expect(await files(`${BRANCH}~1`)).toBe(".gitignore\napp/index.js\nreadme.md");
  expect(await files()).toBe(".gitignore\napp/index.js\napp/more.js\nreadme.md");
});

test("a link to a repository that is nowhere stays one, and its files are taken where there are any", async () => {
  await run(`
    mkdir app; cd app; git init -q; echo 1 > index.js; git add -A; git commit -qm init; cd ..
    git add -A; git commit -qm "Add the app"; rm -rf app/.git
    git update-index --add --cacheinfo 160000,$(printf 'a%.0s' $(seq 40)),gone; git commit -qm Gone
  `);
  expect(await files()).toContain("app/index.js");
  expect(await modes()).toContain("160000");
});

test("work on other branches, on tags and in stashes lies beside the result, each by its name", async () => {
  const { beside } = await run(`
    git checkout -qb side; ${commit("side")}; git tag -a v1 -m v1; ${commit("later")}
    git checkout -q ${BRANCH}; git branch same; ${commit("own")}
    echo stashed >> readme.md; git stash -q; echo again >> readme.md; git stash -q; git checkout -q ${BRANCH}
  `);
  expect(beside.map(({ name }) => name)).toEqual(["side", "v1", "stash@{0}", "stash@{1}"]);
  expect(await subjects()).toBe("Add own\nBegin");
  expect(await subjects("refs/beside/1")).toBe("Add later\nAdd side\nBegin");
  expect(await environment.git("rev-parse", "refs/beside/2")).toBe(beside[1]?.commit);
  expect(await environment.git("show", "refs/beside/4:readme.md")).toContain("stashed");
});

test("what the agent's branch has that it left lies beside, and so do further working trees with their changes", async () => {
  const { beside } = await run(`
    ${commit("first")}; git worktree add -q ../second -b second HEAD~1; echo w > ../second/w.md
    git worktree add -q within -b within HEAD~1; echo w > within/x.md
    git checkout -qb mine HEAD~1; ${commit("mine")}
  `);
  expect(await subjects()).toBe("Add mine\nBegin");
  expect(await files()).not.toContain("within");
  expect(beside.map(({ name }) => name).toSorted()).toEqual(
    ["/workspace/repository/within", "/workspace/second", "where it was last"].toSorted(),
  );
  const found = await Promise.all(beside.map((_one, index) => files(`refs/beside/${index + 1}`)));
  expect(found.join()).toMatch(/first\.md/);
  expect(found.join()).toMatch(/w\.md[\s\S]*x\.md|x\.md[\s\S]*w\.md/);
});

test("no more lies beside than there is room for, and the rest is told", async () => {
  const { beside, leftOut } = await run(`
    for i in $(seq 23); do git checkout -q -b side$i ${BRANCH}; git commit -q --allow-empty -m $i; done; git checkout -q ${BRANCH}
  `);
  expect(beside).toHaveLength(20);
  expect(leftOut).toEqual(["3 more branches and tags beside the result"]);
});

test("work is kept when the agent says of its own commits, or of the start, that they have no history", async () => {
  await environment.commitToMirror({ more: "1" });
  await run(`
    git rev-parse HEAD > /tmp/shallow
    echo 1 > w.md; git add w.md; git commit -qm First; git rev-parse HEAD >> /tmp/shallow
    echo 2 > w.md; git commit -qam Second; git rev-parse HEAD >> /tmp/shallow; cp /tmp/shallow .git/shallow
  `);
  expect(await subjects(BRANCH)).toMatch(/^Second\nFirst\n.+\nBegin$/);
});
