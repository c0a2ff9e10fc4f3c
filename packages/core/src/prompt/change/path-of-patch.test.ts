import fc from "fast-check";
import { expect, test } from "vitest";
import { pathOfPatch } from "./path-of-patch.ts";

test.each([
  [
    "a b/AGENTS.md",
    ["--- a/a b/AGENTS.md\t", "+++ b/a b/AGENTS.md\t", "@@ -1 +1 @@", "-1", "+2"],
    "a/a b/AGENTS.md b/a b/AGENTS.md",
  ],
  ["bin b", ["index 20b5be9..88f3700 100644", "Binary files a/bin b and b/bin b differ"], "a/bin b b/bin b"],
  ["new name", ["similarity index 100%", "rename from old name", "rename to new name"], "a/old name b/new name"],
  [
    "dü/AGENTS.md",
    ['--- "a/d\\303\\274/AGENTS.md"', "+++ /dev/null", "@@ -1 +0,0 @@"],
    '"a/d\\303\\274/AGENTS.md" "b/d\\303\\274/AGENTS.md"',
  ],
  [
    "ü b/CLAUDE.md",
    ["--- /dev/null", '+++ "b/\\303\\274 b/CLAUDE.md"\t', "@@ -0,0 +1 @@"],
    '"a/\\303\\274 b/CLAUDE.md" "b/\\303\\274 b/CLAUDE.md"',
  ],
  ['d"q/x', ["old mode 100644", "new mode 100755"], '"a/d\\"q/x" "b/d\\"q/x"'],
])("git's words for %s are read", (path, lines, names) => {
  expect(pathOfPatch([`diff --git ${names}`, ...lines].join("\n"))).toBe(path);
});

const LETTERS: Record<number, string> = {
  7: "a",
  8: "b",
  9: "t",
  10: "n",
  11: "v",
  12: "f",
  13: "r",
  34: '"',
  92: "\\",
};
const isPlain = (byte: number) => byte >= 0x20 && byte < 0x7f;

/** As `quote_c_style` of git has it. */
function quoted(name: string): string {
  const bytes = [...Buffer.from(name)];
  const written = bytes.map((byte) => {
    const plain = isPlain(byte) ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, "0")}`;
    return LETTERS[byte] === undefined ? plain : `\\${LETTERS[byte]}`;
  });
  const text = written.join("");
  return text === name ? name : `"${text}"`;
}

const NAME = fc
  .array(
    fc.oneof(
      fc.constantFrom(...' \t\n"\\/ab\u0001\u007f', " b/", "a/", "ü", "\u2028", "/dev/null"),
      fc.string({ unit: "grapheme" }),
    ),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((parts) => parts.join("").replaceAll("\0", ""))
  .filter((name) => name !== "" && !name.startsWith("/") && name.isWellFormed());

test("whatever a file is called, its patch is known as that file's: changed, new, gone, renamed, or without a line to show", () => {
  const tab = (name: string) => (name.includes(" ") ? "\t" : "");
  fc.assert(
    fc.property(NAME, NAME, (name, former) => {
      const [a, b] = [quoted(`a/${name}`), quoted(`b/${name}`)];
      const hunk = ["@@ -1 +1 @@", "+++ b/other", "--- a/other", "+rename to other"];
      const first = `diff --git ${a} ${b}`;
      const patches = [
        [first, "index 1..2 100644", `--- ${a}${tab(name)}`, `+++ ${b}${tab(name)}`, ...hunk],
        [first, "new file mode 100644", "--- /dev/null", `+++ ${b}${tab(name)}`, ...hunk],
        [first, "deleted file mode 100644", `--- ${a}${tab(name)}`, "+++ /dev/null", ...hunk],
        [
          `diff --git ${quoted(`a/${former}`)} ${b}`,
          "similarity index 100%",
          `rename from ${quoted(former)}`,
          `rename to ${quoted(name)}`,
        ],
        [first, "index 1..2 100644", `Binary files ${a} and ${b} differ`],
        [first, "old mode 100644", "new mode 100755", ""],
      ];
      expect(patches.map((lines) => pathOfPatch(lines.join("\n")))).toEqual(patches.map(() => name));
    }),
  );
});
