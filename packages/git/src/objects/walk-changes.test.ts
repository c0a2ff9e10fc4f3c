import fc from "fast-check";
import { expect, test } from "vitest";
import { FOLDER_MODE, type Tree } from "./parse-tree.ts";
import { type Change, walkChanges } from "./walk-changes.ts";

type Files = { [name: string]: Files | string };

const trees = new Map<string, Tree>();

/** Stores folders under names that are alike for what is alike, as git does. */
function store(files: Files): string {
  const entries = Object.entries(files).map(([name, inner]) =>
    typeof inner === "string" ? { name, mode: "100644", id: inner } : { name, mode: FOLDER_MODE, id: store(inner) },
  );
  const id = JSON.stringify(entries.toSorted((a, b) => (a.name < b.name ? -1 : 1)));
  trees.set(id, new Map(entries.map((entry) => [entry.name, entry])));
  return id;
}

const reader = { tree: async (id: string) => trees.get(id) as Tree };

async function walk(now: Files, ...parents: Files[]): Promise<Change[]> {
  const changes: Change[] = [];
  for await (const change of walkChanges({ reader, tree: store(now), parents: parents.map(store), maxDepth: 10 })) {
    changes.push(change);
  }
  return changes;
}

function filesIn(files: Files, at = ""): Map<string, string> {
  return new Map(
    Object.entries(files).flatMap(([name, inner]) =>
      typeof inner === "string" ? [[`${at}${name}`, inner] as const] : [...filesIn(inner, `${at}${name}/`)],
    ),
  );
}

const { tree } = fc.letrec<{ tree: Files; entry: Files | string }>((tie) => ({
  tree: fc.dictionary(fc.constantFrom("a", "b", "c"), tie("entry"), { maxKeys: 3, noNullPrototype: true }),
  entry: fc.oneof({ maxDepth: 3 }, fc.constantFrom("1", "2"), tie("tree")),
}));

async function changedFiles(now: Files, ...parents: Files[]): Promise<string[]> {
  const changes = await walk(now, ...parents);
  const isFile = (each: Change["entry"]) => each !== null && each.mode !== FOLDER_MODE;
  const files = changes.filter(({ entry, before }) => isFile(entry) || isFile(before));
  return files.map(({ path }) => path).toSorted();
}

function compareFiles(now: Files, ...parents: Files[]): string[] {
  const [files, ...olds] = [now, ...parents].map((each) => filesIn(each));
  const names = new Set([files, ...olds].flatMap((each) => [...(each?.keys() ?? [])]));
  return [...names].filter((name) => olds.every((old) => old.get(name) !== files?.get(name))).toSorted();
}

test("what is compared file by file is what the walk finds", async () => {
  await fc.assert(
    fc.asyncProperty(tree, fc.array(tree, { maxLength: 1 }), async (now, parents) => {
      expect(await changedFiles(now, ...parents)).toEqual(compareFiles(now, ...parents));
    }),
  );
});

test("of a merge, everything is found that no parent has so", async () => {
  await fc.assert(
    fc.asyncProperty(tree, tree, tree, async (now, one, other) => {
      expect(await changedFiles(now, one, other)).toEqual(expect.arrayContaining(compareFiles(now, one, other)));
    }),
  );
});

test("a changed folder comes before what is in it, and one that is alike isn't read", async () => {
  const changes = await walk({ a: { b: { c: "2" } }, same: { x: "1" } }, { a: { b: { c: "1" } }, same: { x: "1" } });
  expect(changes.map(({ path }) => path)).toEqual(["a", "a/b", "a/b/c"]);
});

test("folders within folders have an end", async () => {
  let deep: Files = { f: "1" };
  for (let depth = 0; depth < 11; depth += 1) {
    deep = { d: deep };
  }
  await expect(walk(deep)).rejects.toThrow("more than 10 levels");
});
