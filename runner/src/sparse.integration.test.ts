import { beforeEach, expect, test } from "vitest";
import { BRANCH, type TestEnvironment } from "./testing/start-environment.ts";
import { startForEachTest } from "./testing/start-for-each-test.ts";

let environment: TestEnvironment;
startForEachTest((started) => {
  environment = started;
});

const FILES = {
  "services/shop/a.ts": "shop\n",
  "services/other/b.ts": "other\n",
  "services/index.md": "services\n",
  "docs/deep/c.md": "docs\n",
};
const ALL = [
  ".gitignore",
  "docs/deep/c.md",
  "readme.md",
  "services/index.md",
  "services/other/b.ts",
  "services/shop/a.ts",
];

beforeEach(() => environment.commitToMirror(FILES));

/** Runs the script as the agent where only `services/shop` is checked out; returns the branch's files. */
async function run(script: string, changes: Parameters<TestEnvironment["start"]>[1] = {}) {
  const { baseCommit } = environment;
  const repository = { baseCommit, branch: BRANCH, baseBranch: "main", sparsePaths: ["services/shop"] };
  environment.start(`set -e\n${script}`, { repository, ...changes });
  const ended = await environment.exited();
  expect(ended, JSON.stringify(environment.bodies(), null, 1)).toEqual({ code: 0, output: "" });
  return (await environment.git("ls-tree", "-r", "--name-only", BRANCH)).split("\n");
}

const notes = () =>
  environment.bodies().flatMap((body) => (body.type === "log" && body.stream === "system" ? [body.text] : []));

test("only the folders, and what lies on the way to them, are there; the commit has everything", async () => {
  const files = await run(`
    test "$(find . -type f -not -path './.git/*' | sort | tr '\\n' ' ')" = "./.gitignore ./readme.md ./services/index.md ./services/shop/a.ts "
    echo 2 > services/shop/new.ts; git add -A; git commit -qm New; echo 3 > services/shop/left.ts; rm services/index.md
  `);
  expect(files).toEqual([
    ...ALL.filter((name) => name !== "services/index.md" && name !== "services/shop/a.ts"),
    "services/shop/a.ts",
    "services/shop/left.ts",
    "services/shop/new.ts",
  ]);
  expect(notes().join("\n")).not.toContain("told to skip");
});

test("what the agent brings in, makes or commits elsewhere is taken", async () => {
  const files = await run(`
    git sparse-checkout add docs; echo more >> docs/deep/c.md; echo 1 > docs/new.md; mkdir -p extra; echo 1 > extra/x
    git rm -q --sparse services/other/b.ts; git commit -qm "Remove the other"
  `);
  expect(files).toEqual([
    ...ALL.filter((name) => name.startsWith("docs") || name.startsWith(".")),
    "docs/new.md",
    "extra/x",
    "readme.md",
    "services/index.md",
    "services/shop/a.ts",
  ]);
  expect(await environment.git("show", `${BRANCH}:docs/deep/c.md`)).toBe("docs\nmore");
});

test.each([
  ["lost", "rm .git/index"],
  ["broken", "echo broken > .git/index"],
  ["emptied", "git read-tree --empty"],
  ["without its marks", "git config core.sparseCheckout false; git update-index --no-skip-worktree docs/deep/c.md"],
])("an index that is %s removes nothing elsewhere", async (what, script) => {
  const files = await run(`${script}; echo 2 >> services/shop/a.ts`);
  const isAsked = what === "without its marks";
  expect(files).toEqual(ALL.filter((name) => !(isAsked && name === "docs/deep/c.md")));
  expect(await environment.git("show", `${BRANCH}:services/shop/a.ts`)).toBe("shop\n2");
});

test("what setup was to read is there for it alone, and nothing of that is taken", async () => {
  const files = await run("test ! -e docs; echo 2 > services/shop/new.ts", {
    hooks: { setup: "echo changed > docs/deep/c.md", setupReads: ["docs"] },
  });
  expect(files).toEqual([...ALL, "services/shop/new.ts"]);
  expect(await environment.git("show", `${BRANCH}:docs/deep/c.md`)).toBe("docs");
});
