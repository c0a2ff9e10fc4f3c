import fc from "fast-check";
import { expect, test } from "vitest";
import { fitText, hasMark, markText, replaceMarked, sequenceOf } from "./marked-text.ts";

const MARK = "task-7";

test("our part of a text is replaced, and what people wrote around it stays", () => {
  const before = `Please look.\n\n${markText(MARK, "one")}\n\nThanks.`;
  expect(replaceMarked(MARK, before, { text: "two" })).toBe(`Please look.\n\n${markText(MARK, "two")}\n\nThanks.`);
  expect(replaceMarked(MARK, "Please look.\n", { text: "one" })).toBe(`Please look.\n\n${markText(MARK, "one")}`);
  expect(replaceMarked(MARK, "", { text: "one" })).toBe(markText(MARK, "one"));
});

test("one mark isn't the beginning of another", () => {
  expect(hasMark("task-7", markText("task-70", "x"))).toBe(false);
});

test("a text says which of its mark it is, and what it holds says nothing of that", () => {
  expect(sequenceOf(MARK, markText(MARK, "<!-- catalyst-sequence:99 -->", 14))).toBe(14);
  expect(sequenceOf(MARK, markText(MARK, "<!-- catalyst-sequence:99 -->"))).toBe(0);
  expect(sequenceOf(MARK, "Thanks.")).toBe(0);
});

test("a text without end is cut, and says so", () => {
  const cut = fitText("x".repeat(1_000_000));
  expect(cut.length).toBeLessThan(50_000);
  expect(cut).toMatch(/left out: it is too long\.$/);
});

test("whatever our text is, it is found again whole and replaced whole", { timeout: 60_000 }, () => {
  const pieces = fc.constantFrom(
    "<!--",
    "-->",
    `<!-- /catalyst:${MARK} -->`,
    `<!-- catalyst:${MARK} -->`,
    "\n",
    "x",
    "&lt;",
  );
  const text = fc.array(fc.oneof(pieces, fc.string({ maxLength: 5 }))).map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, text, (one, two) => {
      const around = (part: string) => `before\n\n${part}\n\nafter`;
      expect(replaceMarked(MARK, around(markText(MARK, one)), { text: two })).toBe(around(markText(MARK, two)));
    }),
  );
});
