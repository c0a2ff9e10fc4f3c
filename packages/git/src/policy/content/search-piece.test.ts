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
