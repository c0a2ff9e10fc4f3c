import { expect, test } from "vitest";
import { fileTree } from "./file-tree.ts";

const drawn = (paths: string[]) =>
  fileTree(paths).map(({ kind, name, depth }) => `${"  ".repeat(depth)}${name}${kind === "folder" ? "/" : ""}`);

test("files stand in their folders, each named once, and a folder with nothing but a folder is one with it", () => {
  expect(
    drawn([
      "README.md",
      "packages/core/src/task.ts",
      "packages/core/src/turn/a.ts",
      "packages/core/src/turn/b.ts",
      "web/x.ts",
    ]),
  ).toEqual(["README.md", "packages/core/src/", "  task.ts", "  turn/", "    a.ts", "    b.ts", "web/", "  x.ts"]);
});

test("the order is that of the files, whatever they are called", () => {
  const paths = ["__proto__/constructor", "a-b/x", "a.txt", "a/b.txt", "a/c/d", "a/e.txt", "toString"];
  const files = fileTree(paths).filter(({ kind }) => kind === "file");
  expect(files.map(({ path }) => path)).toEqual(paths);
  expect(drawn(paths).slice(0, 2)).toEqual(["__proto__/", "  constructor"]);
});

test("of a name that is a folder's and a file's both are there", () => {
  expect(drawn(["a", "a/b"])).toEqual(["a", "a/", "  b"]);
});

test("ten thousand files in folders of a hundred levels are had at once", () => {
  const paths = Array.from({ length: 10_000 }, (_, at) => `${"d/".repeat(100)}f${at}`);
  expect(fileTree(paths)).toHaveLength(10_001);
});
