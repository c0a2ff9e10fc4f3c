import fc from "fast-check";
import { expect, test } from "vitest";
import { FOLDER_MODE, LINK_MODE, type Tree } from "../../objects/parse-tree.ts";
import { resolveLink } from "./resolve-link.ts";

type Files = { [name: string]: Files | string };

/** Folders are objects, links are `-> target`, everything else is a file. */
function readerOf(files: Files) {
  const trees = new Map<string, Tree>();
  const targets = new Map<string, string>();
  const add = (folder: Files, id: string): string => {
    const entries = Object.entries(folder).map(([name, inner]) => {
      const own = `${id}/${name}`;
      if (typeof inner !== "string") {
        return { name, mode: FOLDER_MODE, id: add(inner, own) };
      }
      targets.set(own, inner.replace("-> ", ""));
      return { name, mode: inner.startsWith("-> ") ? LINK_MODE : "100644", id: own };
    });
    trees.set(id, new Map(entries.map((entry) => [entry.name, entry])));
    return id;
  };
  add(files, "root");
  return {
    tree: async (id: string) => trees.get(id) as Tree,
    read: async (id: string, onPiece: (piece: Buffer) => void) => {
      onPiece(Buffer.from(targets.get(id) as string));
      return { type: "blob", bytes: 0 };
    },
  };
}

const resolve = (files: Files, path: string) =>
  resolveLink({ reader: readerOf(files), root: "root", path, id: `root/${path}` });

test.each<[string, Files, string]>([
  ["to a file", { a: "x", l: "-> a" }, "a"],
  ["up and down again", { d: { l: "-> ../e/f" }, e: { f: "x" } }, "e/f"],
  ["to what isn't there", { l: "-> dist/x" }, "dist/x"],
  ["through another link", { d: { e: { x: "y" } }, s: "-> d/e", l: "-> s/x" }, "d/e/x"],
  ["out of what is no folder", { a: "x", l: "-> a/../b" }, "b"],
  ["to the root itself", { d: { l: "-> .." } }, ""],
])("a link %s stays inside", async (_what, files, path) => {
  expect(await resolve(files, "l" in files ? "l" : "d/l")).toMatchObject({ kind: "inside", path });
});

test.each<[string, Files]>([
  ["that is absolute", { l: "-> /etc/passwd" }],
  ["to a drive", { l: "-> C:/x" }],
  ["with backslashes", { l: "-> ..\\x" }],
  ["above the root", { l: "-> ../x" }],
  ["above the root of what isn't there", { l: "-> dist/../../x" }],
  ["that a second link takes out", { d: { d: { k: "-> ../.." } }, l: "-> d/d/k/../etc" }],
  ["that a link of another case takes out", { d: { K: "-> .." }, l: "-> d/k/../etc" }],
  ["to itself", { l: "-> l" }],
  ["into git's folder", { l: "-> .git/hooks" }],
  ["into git's folder by its short name", { l: "-> GIT~1/hooks" }],
  ["longer than any path", { l: `-> ${"a/".repeat(3000)}` }],
])("a link %s leads out", async (_what, files) => {
  expect(await resolve(files, "l")).toMatchObject({ kind: "outside" });
});

test("the links on the way are told", async () => {
  const files = { docs: { rules: "x" }, b: "-> docs/rules", l: "-> b" };
  expect(await resolve(files, "l")).toEqual({ kind: "inside", path: "docs/rules", through: ["b"] });
});

/** Names of a tree, none of which is the link itself. */
const steps = fc.array(fc.constantFrom("..", ".", "a", "d", "e", "m", "b"), { minLength: 1, maxLength: 8 });

/** Where a walk by names comes to where nothing else leads anywhere; null: above the root, on the way or in the end. */
function walk(from: readonly string[], to: readonly string[]): string | null {
  const names = [...from];
  for (const name of to.filter((one) => one !== ".")) {
    if (name !== "..") {
      names.push(name);
    } else if (names.pop() === undefined) {
      return null;
    }
  }
  return names.join("/");
}

test("where nothing else leads anywhere, a link stays inside exactly where no step of it is above the root", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (to) => {
      const end = await resolve({ a: "x", d: { e: { m: "x" }, l: `-> ${to.join("/")}` } }, "d/l");
      const path = walk(["d"], to);
      expect(end).toMatchObject(path === null ? { kind: "outside" } : { kind: "inside", path, through: [] });
    }),
  );
});

test("wherever links lead, each comes to an end, and none that stays inside has a way above the root", async () => {
  const unit = fc.constantFrom("../", "./", "/", "l", "m", "d", "d/l", "a", "\\", "C:", "\0", ".git", "~1");
  const link = fc.string({ unit, maxLength: 8 }).map((to) => `-> ${to}`);
  await fc.assert(
    fc.asyncProperty(link, link, link, async (one, other, third) => {
      const end = await resolve({ a: "x", l: one, m: other, d: { e: { a: "x" }, l: third } }, "l");
      const names = end.kind === "inside" ? [end.path, ...end.through].flatMap((path) => path.split("/")) : [];
      expect(names.filter((name) => name === ".." || name === "." || name.toLowerCase() === ".git")).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});
