import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCommit } from "./parse-commit.ts";
import { MalformedObject } from "./parse-tree.ts";

const TREE = "a".repeat(40);
const HEADERS = `tree ${TREE}\nparent ${"b".repeat(40)}\nparent ${"c".repeat(40)}\nauthor A <a@b> 1 +0000\ncommitter C <c@d> 2 +0100\n`;

test("headers and message are read; a signature's lines and unknown headers mean nothing", () => {
  const commit = parseCommit(
    Buffer.from(`${HEADERS}gpgsig x\n parent ${"d".repeat(40)}\nx-note y\n\nSubject\n\nBody\n`),
  );
  expect(commit).toEqual({
    tree: TREE,
    parents: ["b".repeat(40), "c".repeat(40)],
    author: "A <a@b> 1 +0000",
    committer: "C <c@d> 2 +0100",
    message: "Subject\n\nBody\n",
  });
});

test.each([
  ["iso-8859-1", Buffer.from("caf\xe9", "latin1"), "café"],
  ["no-such", Buffer.from("caf\xe9", "latin1"), "café"],
  ["utf-8", Buffer.from("café"), "café"],
])("a message in %s is read as text", (encoding, message, text) => {
  const head = Buffer.from(`${HEADERS}encoding ${encoding}\n\n`);
  expect(parseCommit(Buffer.concat([head, message])).message).toBe(text);
});

test.each([
  ["a parent after another header", `tree ${TREE}\nauthor A <a@b> 1 +0000\nparent ${"b".repeat(40)}\n\nSubject`],
  ["a second tree", `${HEADERS}tree ${"d".repeat(40)}\n\nSubject`],
  ["a parent before the tree", `parent ${"b".repeat(40)}\ntree ${TREE}\n\nSubject`],
  ["a parent that is no name", `tree ${TREE}\nparent b\n\nSubject`],
  ["no tree", "author A <a@b> 1 +0000\n\nSubject"],
])("a commit with %s is malformed", (_what, text) => {
  expect(() => parseCommit(Buffer.from(text))).toThrow(MalformedObject);
});

test("a commit without a message is one", () => {
  expect(parseCommit(Buffer.from(HEADERS)).message).toBe("");
});

test("any bytes are a commit or a malformed object, nothing else", () => {
  const lines = fc.array(fc.oneof(fc.string(), fc.constantFrom(...HEADERS.split("\n"), "")), { maxLength: 12 });
  fc.assert(
    fc.property(lines, (parts) => {
      try {
        parseCommit(Buffer.from(parts.join("\n")));
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedObject);
      }
    }),
  );
});
