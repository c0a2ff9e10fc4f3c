import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { searchPiece } from "./search-piece.ts";

const search = async (bytes: Buffer, path = "a.js") =>
  (await searchPiece({ bytes, encoding: "utf-8", path, isStart: true })).map(({ rule }) => rule);

const OVERRIDE = "if (x\u202e) { y }";

test("bytes that aren't text hold nothing, however many there are", async () => {
  expect(await search(randomBytes(3_000_000))).toEqual([]);
  const png = Buffer.concat([Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), randomBytes(700_000)]);
  expect(await search(png, "a.png")).toEqual([]);
});

test.each([
  [
    "a zero byte",
    Buffer.concat([Buffer.from("// \0\n".repeat(3)), Buffer.from(`${"const a = 1;\n".repeat(20)}${OVERRIDE}`)]),
  ],
  ["a byte of another encoding", Buffer.concat([Buffer.from("// caf\xe9\n", "latin1"), Buffer.from(OVERRIDE)])],
  [
    "random bytes before it",
    Buffer.concat([randomBytes(5000), Buffer.from(`\n${"const a = 1;\n".repeat(5)}${OVERRIDE} // the end`)]),
  ],
])("%s doesn't hide what is in the text", async (_what, bytes) => {
  expect(await search(bytes)).toContain("hidden_characters");
});

test("a secret's value is what tells whether it was there before", async () => {
  const token = "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";
  const [hit] = await searchPiece({
    bytes: Buffer.from(`t = "${token}"`),
    encoding: "utf-8",
    path: "a.py",
    isStart: true,
  });
  expect(hit).toMatchObject({ rule: "secret", evidence: [token] });
});

test("identifiers of two scripts are looked for in code, not in texts for people", async () => {
  const bytes = Buffer.from("sc\u043epe");
  expect(await search(bytes)).toEqual(["mixed_scripts"]);
  expect(await search(bytes, "README.ru.md")).toEqual([]);
});

test.each([
  ["a line start in the middle of a line", "rm -rf ~\recho hello\n"],
  ["steps back", "evil\b\b\b\bgood\n"],
  ["a flood of steps back", `evil${"\b".repeat(500)}good\n`],
  ["an escape of a terminal's", "\u001b[8mhidden\u001b[0m\n"],
  ["one of a single character", "\u009b8mhidden\n"],
  ["code far to the right", `a = 1;${" ".repeat(200)}evil();\n`],
  ["code far to the right of other blanks", `a = 1;${"\u3000\t".repeat(100)}evil();\n`],
])("%s is found", async (_what, text) => {
  expect(new Set(await search(Buffer.from(text)))).toEqual(new Set(["hidden_characters"]));
});

test("lines that end as on Windows, tabs, page ends, blanks at a line's end and wide tables are right", async () => {
  expect(await search(Buffer.from(`a\r\n\tb\r\n\f\nc${" ".repeat(300)}\nd\n${"\t".repeat(300)}`))).toEqual([]);
  expect(await search(Buffer.from(`a${" ".repeat(300)}b\n`), "table.md")).toEqual([]);
});

test("a flood of blanks is searched soon", async () => {
  const before = process.threadCpuUsage();
  expect(await search(Buffer.from(" ".repeat(4_000_000)))).toEqual([]);
  expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(2000);
});
