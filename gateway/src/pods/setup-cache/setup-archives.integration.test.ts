import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { setupArchives } from "./setup-archives.ts";

const LIMITS = { maxBytes: 100, maxOfRepository: 2, maxTotalBytes: 250 };
const keyOf = (letter: string) => letter.repeat(64);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-archives-"));
});
afterEach(() => rm(folder, { recursive: true }));

const archives = () => setupArchives(folder, LIMITS);
const keep = (repoId: string, letter: string, content: string) =>
  archives().keep({ repoId, key: keyOf(letter) }, { id: randomUUID(), content: Readable.from([Buffer.from(content)]) });

/** As if it had been used last so long ago. */
async function age(repoId: string, letter: string, seconds: number): Promise<void> {
  const time = new Date(Date.now() - seconds * 1000);
  await utimes(join(folder, `${repoId}-${keyOf(letter)}`), time, time);
}

test("what is too large isn't kept, and leaves nothing", async () => {
  const content = Readable.from([Buffer.alloc(60), Buffer.alloc(60)]);
  const keeping = archives().keep({ repoId: randomUUID(), key: keyOf("a") }, { id: "x", content });
  await expect(keeping).rejects.toMatchObject({ kind: "too_large" });
  expect(await readdir(folder)).toEqual([]);
});

test("of one repository those that were used last stay, and to be given is a use", async () => {
  const repoId = randomUUID();
  await keep(repoId, "a", "a");
  await keep(repoId, "b", "b");
  await age(repoId, "a", 300);
  await age(repoId, "b", 200);
  const found = await archives().find({ repoId, key: keyOf("a") });
  expect(found && (await text(found.open()))).toBe("a");
  await keep(repoId, "c", "c");
  const names = (await readdir(folder)).toSorted();
  expect(names).toEqual([`${repoId}-${keyOf("a")}`, `${repoId}-${keyOf("c")}`]);
});

test("of all together the oldest goes, and one repository's many are no reason for another one's to go", async () => {
  const [one, other] = [randomUUID(), randomUUID()];
  await keep(one, "a", "x".repeat(90));
  await age(one, "a", 400);
  await keep(other, "a", "x".repeat(90));
  await age(other, "a", 300);
  await keep(one, "b", "x");
  await age(one, "b", 200);
  await keep(one, "c", "x");
  expect((await readdir(folder)).toSorted()).toEqual(
    [`${one}-${keyOf("b")}`, `${one}-${keyOf("c")}`, `${other}-${keyOf("a")}`].toSorted(),
  );
  await age(one, "c", 100);
  await keep(randomUUID(), "d", "x".repeat(100));
  await keep(randomUUID(), "d", "x".repeat(100));
  expect(await readdir(folder)).not.toContain(`${other}-${keyOf("a")}`);
});

test("what a gateway left that was killed goes", async () => {
  await mkdir(join(folder, ".draft-old"));
  await utimes(join(folder, ".draft-old"), new Date(0), new Date(0));
  await mkdir(join(folder, `.dropped-${randomUUID()}-${keyOf("a")}`));
  const repoId = randomUUID();
  await keep(repoId, "a", "x");
  expect(await readdir(folder)).toEqual([`${repoId}-${keyOf("a")}`]);
});
