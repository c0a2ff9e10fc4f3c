// biome-ignore lint/style/noRestrictedImports: what it takes away is compared with ours
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { removeTerminalSequences } from "./terminal-sequences.ts";

const ESCAPE = "\u001b";

test("colours, moves, titles and links go, and their words stay", () => {
  const link = `${ESCAPE}]8;;https://a.example${ESCAPE}\\words${ESCAPE}]8;;\u0007`;
  expect(removeTerminalSequences(`${ESCAPE}[31mred${ESCAPE}[0m ${ESCAPE}]0;title\u0007${link}\u009b2J!`)).toBe(
    "red words!",
  );
});

test("a title that nobody ends hides nothing that follows", () => {
  expect(removeTerminalSequences(`${ESCAPE}] all the rest`)).toBe(`${ESCAPE}] all the rest`);
  expect(removeTerminalSequences(`${ESCAPE}]0;a${ESCAPE}[31mb\u0007c`)).toBe(";ab\u0007c");
});

test("what has no title in it is read as Node reads it", () => {
  const unit = fc.constantFrom(ESCAPE, "\u009b", ..."[()#;?:0123459aAmJQz=<~ \u0007");
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 30 }), (text) => {
      expect(removeTerminalSequences(text)).toBe(stripVTControlCharacters(text));
    }),
  );
});

test.each([`${ESCAPE}]`, `${ESCAPE}]8;;a`, `${ESCAPE}[`, "\u009b", `${ESCAPE}[1;`, ";1", ";?"])(
  "many beginnings of one take no time: %j",
  (part) => {
    const before = process.threadCpuUsage();
    removeTerminalSequences(ESCAPE + part.repeat(500_000));
    expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(2000);
  },
);
