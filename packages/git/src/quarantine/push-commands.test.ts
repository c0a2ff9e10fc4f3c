import fc from "fast-check";
import { expect, test } from "vitest";
import { createPushReader, refusePush } from "./push-commands.ts";

const BRANCH = "catalyst/0a1b2c3d-fix";
const ZEROS = "0".repeat(40);

const line = (text: string) => `${(Buffer.byteLength(text) + 4).toString(16).padStart(4, "0")}${text}`;
const id = fc.constantFrom("a".repeat(40), "b".repeat(40), "c".repeat(64), ZEROS);
const ref = fc.oneof(
  fc.constantFrom(
    ...[
      `refs/heads/${BRANCH}`,
      `refs/heads/${BRANCH}x`,
      `refs/heads/${BRANCH.toUpperCase()}`,
      `refs/heads/${BRANCH}\n`,
    ],
    ...[
      "refs/beside/1",
      "refs/beside/20",
      "refs/beside/21",
      "refs/beside/01",
      "refs/beside/1\n",
      "refs/tags/v1",
      "HEAD",
    ],
  ),
  fc.string({ minLength: 1, unit: "binary" }),
);
const command = fc.tuple(id, id, ref).map(([from, to, name]) => line(`${from} ${to} ${name}\0 report-status`));
const packet = fc.oneof(
  { weight: 4, arbitrary: command },
  fc.constantFrom(line(`shallow ${"a".repeat(40)}`), line("push-cert\0"), "0001", "0004", "zzzz", "-001", "ffff"),
  fc.string({ unit: "binary" }).map(line),
  fc.string(),
);
const push = fc.array(packet, { maxLength: 8 }).map((packets) => Buffer.from(`${packets.join("")}0000PACK`));

/** What is known first, of pieces of these lengths. */
function readIn(bytes: Buffer, lengths: readonly number[]) {
  const reader = createPushReader();
  let known = reader.add(Buffer.alloc(0));
  for (let at = 0, turn = 0; known.kind === "more" && at < bytes.length; turn++) {
    const length = lengths[turn % lengths.length] ?? bytes.length;
    known = reader.add(bytes.subarray(at, at + length));
    at += length;
  }
  return known;
}

test("what a push wants is the same, or refused for the same, wherever it is cut", () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(push, lengths, (bytes, cuts) => {
      expect(readIn(bytes, cuts)).toEqual(readIn(bytes, [bytes.length]));
    }),
  );
});

test("whatever is pushed, no more is kept of it than a push may want, and nothing is thrown", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(["more", "invalid", "commands"]).toContain(createPushReader().add(Buffer.from(bytes)).kind);
    }),
  );
  const many = Buffer.from(line(`${ZEROS} ${"a".repeat(40)} refs/heads/x`).repeat(2000));
  expect(readIn(many, [1000])).toEqual({ kind: "invalid", reason: "too many refs in one push" });
});

test("what isn't refused moves the execution's own branch and what lies beside it, and nothing else", () => {
  fc.assert(
    fc.property(push, (bytes) => {
      const read = readIn(bytes, [bytes.length]);
      const commands = read.kind === "commands" ? read.commands : [];
      const isRefused = refusePush(commands, BRANCH) !== null;
      const isOwn = commands.every(
        ({ to, ref: name }) =>
          (name === `refs/heads/${BRANCH}` ||
            Array.from({ length: 20 }, (_, at) => `refs/beside/${at + 1}`).includes(name)) &&
          /[^0]/.test(to),
      );
      expect(isRefused).toBe(!isOwn);
    }),
  );
});
