import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { copyEmptyImage } from "./empty-image.ts";

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "catalyst-images-"));
});
afterEach(() => rmSync(place, { recursive: true }));

const copy = (name: string, diskMib = 16) =>
  copyEmptyImage({ folder: join(place, "images"), diskMib, target: join(place, name) });
const read = (name: string) => readFileSync(join(place, name));

test("images of a size are the same, whatever was written to those before, and take no more room than what they hold", async () => {
  await Promise.all([copy("one"), copy("two")]);
  const before = read("one");
  writeFileSync(join(place, "one"), "changed");
  await copy("three");
  expect(read("three").equals(before)).toBe(true);
  expect(read("two").length).toBe(16 * 2 ** 20);
  expect(statSync(join(place, "three")).blocks * 512).toBeLessThan(2 ** 21);
});

test("each size has one that is kept, and nothing else stays", async () => {
  await Promise.all([copy("one"), copy("two"), copy("three", 32)]);
  expect(readdirSync(join(place, "images")).toSorted()).toEqual(["empty-16.ext4", "empty-32.ext4"]);
});
