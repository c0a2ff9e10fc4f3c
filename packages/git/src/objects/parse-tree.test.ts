import fc from "fast-check";
import { expect, test } from "vitest";
import { MalformedObject, parseTree } from "./parse-tree.ts";

const entry = fc.record({
  mode: fc.constantFrom("100644", "100755", "120000", "40000", "160000"),
  name: fc.string({ minLength: 1, maxLength: 20, unit: "binary" }).filter((name) => !/[\0/]/.test(name)),
  id: fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString("hex")),
});

function encode(entries: readonly { mode: string; name: string; id: string }[]): Buffer {
  return Buffer.concat(
    entries.flatMap(({ mode, name, id }) => [Buffer.from(`${mode} ${name}\0`, "utf8"), Buffer.from(id, "hex")]),
  );
}

test("what git stores is read back, every entry, also those that stand there twice", () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 20 }), (entries) => {
      const read = [...parseTree(encode(entries), 20).values()];
      const latin1 = entries.map((each) => ({ ...each, name: Buffer.from(each.name, "utf8").toString("latin1") }));
      expect(read).toEqual(latin1);
    }),
  );
});

test("any bytes are a tree or a malformed object, nothing else", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        parseTree(Buffer.from(bytes), 20);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedObject);
      }
    }),
  );
});

test("a mode with zeros before it is the same mode", () => {
  expect(parseTree(encode([{ mode: "040000", name: "d", id: "00".repeat(20) }]), 20).get("d")?.mode).toBe("40000");
});
