import { expect, test } from "vitest";
import { collectConventions, fitConventions } from "./collect-conventions.ts";
import { describeFacts, type RepositoryFacts } from "./describe-facts.ts";

const FACTS: RepositoryFacts = {
  ...{ defaultBranch: "main", base: "main", rules: null, isSignedOff: false },
  ownersOf: (path) => (path.startsWith("src/") ? ["@acme/core", "ada@example.com", "`run this`"] : []),
};

test("of a repository nothing is said that nobody knows, and its owners by names alone", () => {
  expect(describeFacts(FACTS, [])).toBe("# The repository\n\n- The work is to come into main, its default branch.");
  expect(describeFacts(FACTS, ["src/a.ts", "src/b `.ts", "docs/c.md"])).toContain(
    '- Changes of "src/a.ts", "src/b `.ts" are for @acme/core, ada@example.com to agree to.',
  );
});

test("what its rules want is said, and what is no matter of the agent's", () => {
  const rules = { isProtected: true, isSigned: true, isLinear: true };
  const text = describeFacts({ ...FACTS, base: "next", rules, isSignedOff: true }, []);
  expect(text).toContain("into next; its default branch is main.");
  expect(text).toContain("Rules protect next");
  expect(text).toContain("make no merge commits");
  expect(text).toContain("when they are published");
  expect(text).toContain("add no Signed-off-by line");
});

function collect(files: Record<string, string>, touched: string[]) {
  const all = new Map(Object.entries(files));
  const asked: string[] = [];
  const readFiles = async ({ paths }: { paths: string[] }) => {
    asked.push(...paths);
    return new Map([...all].filter(([path]) => paths.includes(path)));
  };
  const where = { repo: {}, executionId: "1", commit: "c" } as unknown as Parameters<typeof collectConventions>[0];
  return { asked, read: collectConventions(where, touched, { readFiles }) };
}

test("the instructions nearest to what is touched are told, once each, and none of the folders above them", async () => {
  const files = {
    ...{ "AGENTS.md": "root", "packages/AGENTS.md": "all", "packages/a/AGENTS.md": "a", "packages/b/AGENTS.md": "b" },
    ...{ "docs/pull_request_template.md": "Why?\u200b", "PULL_REQUEST_TEMPLATE.md": "  " },
  };
  const { read } = collect(files, ["packages/a/src/x/y.ts", "packages/a/z.ts", "README.md", "packages/c/q.ts"]);
  expect(await read).toEqual([
    { path: "AGENTS.md", text: "root" },
    { path: "packages/a/AGENTS.md", text: "a" },
    { path: "packages/AGENTS.md", text: "all" },
    { path: "docs/pull_request_template.md", text: expect.stringMatching(/^Why\?.+/) },
  ]);
});

test("a change of many files, or of deep ones, asks for a bounded number of files", async () => {
  const touched = Array.from({ length: 1000 }, (_, index) => `${"d/".repeat(100)}${index}/x.ts`);
  const { read, asked } = collect({}, touched);
  expect(await read).toEqual([]);
  expect(asked.length).toBeLessThan(330);
});

test("conventions get the room that is left, and where the others are is said", () => {
  const all = ["a", "b", "c"].map((path) => ({ path, text: "x".repeat(10) }));
  expect(fitConventions(all, 25)).toEqual({ conventions: all.slice(0, 2), unshown: ["c"] });
  expect(fitConventions(all, 0)).toEqual({ conventions: [], unshown: ["a", "b", "c"] });
});
