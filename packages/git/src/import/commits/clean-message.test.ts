import { expect, test } from "vitest";
import { cleanMessage } from "./clean-message.ts";

test.each([
  ["Signed-off-by: A <a@b.c>"],
  ["Co-authored-by: A <a@b.c>"],
  ["co-Authored-BY : A <a@b.c>"],
  ["  Reviewed-by: A <a@b.c>"],
  ["On-behalf-of: @org <a@b.c>"],
  ["Cc: a@b.c"],
  ["Catalyst-Task: 7"],
])("%s goes", (line) => {
  expect(cleanMessage(`Do it\n\nAs asked.\n\n${line}\n`)).toBe("Do it\n\nAs asked.\n");
  expect(cleanMessage(`Do it\r\n${line}\r\nand more\r\n`)).toBe("Do it\nand more\n");
});

test.each([["Do it\n\nFixes: #3\nWritten by: me\n"], ["Sort by: name"], ["Say what is made by whom"], [""]])(
  "%j stays",
  (message) => {
    expect(cleanMessage(message)).toBe(message);
  },
);

test("no control character hides a line, or moves a cursor", () => {
  expect(cleanMessage("Do it\0\nSigned-off-by: A <a@b.c>\n")).toBe("Do it\n");
  expect(cleanMessage("Do\u001b[2J it\n\u0008Signed-off-by: A <a@b.c>\n\tx\n")).toBe("Do[2J it\n\tx\n");
});

test.each([
  ["Do it [skip ci]", "Do it (skip ci)"],
  ["[CI skip] Do it", "(CI skip) Do it"],
  ["Do it\n\n[no ci][skip actions]\n", "Do it\n\n(no ci)(skip actions)\n"],
  ["Do it [ci-skip] [skip netlify] [CF-Pages-Skip]", "Do it (ci-skip) (skip netlify) (CF-Pages-Skip)"],
  ["Do it ***NO_CI***", "Do it (NO_CI)"],
  ["[skip [skip ci]ci]", "[skip (skip ci)ci]"],
  ["[sk\u0000ip ci]", "(skip ci)"],
])("%j tells no forge to run no checks", (message, cleaned) => {
  expect(cleanMessage(message)).toBe(cleaned);
});

test("a line that tells a forge to run no checks goes", () => {
  expect(cleanMessage("Do it\n\nskip-checks: true\n")).toBe("Do it\n");
});

test("what is only in brackets stays", () => {
  const message = "[fix] Skip empty lines [#12] [skipped] [ci] [no cache]\n";
  expect(cleanMessage(message)).toBe(message);
});
