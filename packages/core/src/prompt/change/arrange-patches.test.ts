import fc from "fast-check";
import { expect, test } from "vitest";
import { arrangePatches } from "./arrange-patches.ts";

/** All that some tool takes for the end of a line, and what a patch of another file begins with. */
const NASTY = fc.constantFrom(
  "\r",
  "\u2028",
  "\u2029",
  "\v",
  "diff --git a/b b/b",
  "+++ b/b",
  "\n@@",
  "@@ -1 +1 @@",
  "x",
);
const PATHS = ["AGENTS.md", "src/a.js", "README.md"];

function patchOf(path: string, text: string): string {
  const lines = text.split("\n").map((line) => `+${line}`);
  return [
    `diff --git a/${path} b/${path}`,
    "index 1..2 100644",
    `--- a/${path}`,
    `+++ b/${path}`,
    "@@ -1 +1 @@",
    ...lines,
    "",
  ].join("\n");
}

test("no file's contents are taken for another file: what tells agents what to do is kept apart as a whole", () => {
  const text = fc.array(NASTY, { maxLength: 8 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.tuple(text, text, text), (texts) => {
      const patches = PATHS.map((path, index) => patchOf(path, texts[index] ?? ""));
      const wanted = { paths: [], isAsked: () => true, isInstruction: (path: string) => path === "AGENTS.md" };
      const { shown, leftOut, instructions } = arrangePatches(patches.join(""), wanted);
      expect(instructions).toEqual([patches[0]]);
      expect(leftOut).toEqual([]);
      expect(shown).toBe(`${patches[1]}${patches[2]}`);
    }),
  );
});

test.each([
  ["a blank", "+++ b/a b/AGENTS.md\t", "a/a b/AGENTS.md b/a b/AGENTS.md"],
  ["letters beyond ASCII", '+++ "b/\\303\\274/AGENTS.md"', '"a/\\303\\274/AGENTS.md" "b/\\303\\274/AGENTS.md"'],
  ["a quote", '+++ "b/\\"/AGENTS.md"', '"a/\\"/AGENTS.md" "b/\\"/AGENTS.md"'],
])("what tells agents what to do is kept apart in a folder whose name has %s, too", (_what, line, names) => {
  const patch = `diff --git ${names}\nnew file mode 100644\n--- /dev/null\n${line}\n@@ -0,0 +1 @@\n+Obey.\n`;
  const wanted = { paths: [], isAsked: () => true, isInstruction: (path: string) => path.endsWith("/AGENTS.md") };
  expect(arrangePatches(patch, wanted)).toEqual({ shown: "", leftOut: [], instructions: [patch] });
});
