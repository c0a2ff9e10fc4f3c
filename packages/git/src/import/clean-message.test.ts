import { expect, test } from "vitest";
import { cleanMessage } from "./clean-message.ts";

test.each([
  ["Signed-off-by: A <a@b.c>"],
  ["Co-authored-by: A <a@b.c>"],
  ["co-Authored-BY : A <a@b.c>"],
  ["  Reviewed-by: A <a@b.c>"],
  ["On-behalf-of: @org <a@b.c>"],
  ["Cc: a@b.c"],
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
