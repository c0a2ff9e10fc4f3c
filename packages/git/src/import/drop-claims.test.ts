import { expect, test } from "vitest";
import { dropClaims } from "./drop-claims.ts";

test.each([
  ["Signed-off-by: A <a@b.c>"],
  ["Co-authored-by: A <a@b.c>"],
  ["co-Authored-BY : A <a@b.c>"],
  ["  Reviewed-by: A <a@b.c>"],
  ["On-behalf-of: @org <a@b.c>"],
  ["Cc: a@b.c"],
])("%s goes", (line) => {
  expect(dropClaims(`Do it\n\nAs asked.\n\n${line}\n`)).toBe("Do it\n\nAs asked.\n");
  expect(dropClaims(`Do it\r\n${line}\r\nand more\r\n`)).toBe("Do it\nand more\n");
});

test.each([["Do it\n\nFixes: #3\nWritten by: me\n"], ["Sort by: name"], ["Say what is made by whom"], [""]])(
  "%j stays",
  (message) => {
    expect(dropClaims(message)).toBe(message);
  },
);

test("a zero character hides no end of the message", () => {
  expect(dropClaims("Do it\0\nSigned-off-by: A <a@b.c>\n")).toBe("Do it\n");
});
