import { createPushReader } from "@catalyst/git";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodePacket, FLUSH_PACKET } from "./pkt-line.ts";
import { pushCapabilities, refusedPushReport } from "./refused-push-report.ts";

const ZERO = "0".repeat(40);
const REF = fc.stringMatching(/^refs\/[a-z]{1,8}\/[^\s\0]{1,200}$/u);

/** What git would read of them: each line's data, null for a flush. Throws for what git doesn't take. */
function readPackets(bytes: Buffer): (Buffer | null)[] {
  const packets: (Buffer | null)[] = [];
  for (let at = 0; at < bytes.length; ) {
    const digits = bytes.toString("latin1", at, at + 4);
    const length = Number.parseInt(digits, 16);
    if (
      !/^[0-9a-f]{4}$/.test(digits) ||
      (length > 0 && (length < 5 || length > 65_520 || at + length > bytes.length))
    ) {
      throw new Error(`no pkt-line at ${at}: ${digits}`);
    }
    packets.push(length === 0 ? null : bytes.subarray(at + 4, at + length));
    at += Math.max(length, 4);
  }
  return packets;
}

test("git reads why each ref was refused, however many and however long they are", () => {
  const property = fc.property(
    fc.array(REF, { minLength: 1, maxLength: 5 }),
    fc.integer({ min: 1, max: 600 }),
    fc.string({ unit: "binary", maxLength: 300 }),
    (names, times, reason) => {
      const refs = Array.from({ length: times }, (_, index) => `${names[index % names.length]}${index}`);
      const commands = refs.map((ref) => ({ from: ZERO, to: ZERO, ref }));
      const bare = readPackets(refusedPushReport(commands, { reason, capabilities: "report-status" }));
      expect(bare.at(-1)).toBeNull();
      expect(bare.slice(1, -1).map((line) => line?.toString().split(" ")[1])).toEqual(refs);
      const banded = readPackets(refusedPushReport(commands, { reason, capabilities: "side-band-64k" }));
      const pieces = banded.slice(0, -1).map((line) => line?.subarray(1) ?? Buffer.alloc(0));
      expect(readPackets(Buffer.concat(pieces))).toEqual(bare);
    },
  );
  fc.assert(property, { numRuns: 30 });
});

test("a report that is longer than a line of git's is told in several", () => {
  const refs = Array.from({ length: 600 }, (_, index) => `refs/heads/${"x".repeat(100)}${index}`);
  const commands = refs.map((ref) => ({ from: ZERO, to: ZERO, ref }));
  const packets = readPackets(refusedPushReport(commands, { reason: "no", capabilities: "side-band-64k" }));
  expect(packets).toHaveLength(3);
  const huge = [{ from: ZERO, to: ZERO, ref: "x".repeat(65_000) }];
  const reason = "y".repeat(65_000);
  expect(readPackets(refusedPushReport(huge, { reason, capabilities: "report-status" }))).toHaveLength(3);
});

test("a push is read as it was written, whatever it is cut into, and of anything else no ref is made up", () => {
  const head = fc.array(REF, { minLength: 1, maxLength: 20 }).map((refs) => {
    const lines = refs.map((ref, index) =>
      encodePacket(`${ZERO} ${ZERO} ${ref}${index === 0 ? "\0report-status" : ""}`),
    );
    return { refs, bytes: Buffer.concat([...lines, FLUSH_PACKET]) };
  });
  fc.assert(
    fc.property(head, fc.nat(), ({ refs, bytes }, cut) => {
      const reader = createPushReader();
      const early = reader.add(bytes.subarray(0, cut % bytes.length));
      const read = reader.add(bytes.subarray(cut % bytes.length));
      expect(early.kind).toBe("more");
      expect(read.kind === "commands" && read.commands.map(({ ref }) => ref)).toEqual(refs);
      expect(reader.bytes()).toEqual(bytes);
      expect(pushCapabilities(bytes)).toBe("report-status");
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
      const bytes = Buffer.from(noise);
      expect(["more", "invalid"]).toContain(createPushReader().add(Buffer.concat([Buffer.from("0006"), bytes])).kind);
      expect(typeof pushCapabilities(bytes)).toBe("string");
    }),
  );
});

test("a push that comes byte by byte is read once: before, it held everybody up for half a minute", () => {
  const lines = Array.from({ length: 700 }, (_, index) => encodePacket(`${ZERO} ${ZERO} r${index}`));
  const bytes = Buffer.concat([...lines, FLUSH_PACKET]);
  const reader = createPushReader();
  const kinds = new Set(Array.from(bytes.subarray(0, -1), (byte) => reader.add(Buffer.from([byte])).kind));
  expect(kinds).toEqual(new Set(["more"]));
  expect(reader.add(bytes.subarray(-1))).toMatchObject({ kind: "commands", commands: { length: 700 } });
});
