import { afterEach, beforeEach, expect, test } from "vitest";
import { gitRepositories } from "../git-repositories.ts";
import { type PushedWork, startWork } from "../testing/pushed-work.ts";

let work: PushedWork;

beforeEach(async () => {
  work = await startWork("seq 1 20000 > long.txt; echo old > a.txt; printf '*.txt diff=evil\\n' > .gitattributes");
});
afterEach(() => work?.remove());

/** All pieces of what the clone's HEAD changes, once it is brought in. */
async function readAll(): Promise<string[]> {
  const outcome = await work.import();
  const headCommit = outcome.kind === "imported" ? outcome.headCommit : null;
  const repositories = gitRepositories({ home: work.home, privateHosts: [] });
  const { repo, executionId, base: baseCommit } = work;
  const pieces: string[] = [];
  for (let offset: number | null = 0; offset !== null; ) {
    const input = { repo, executionId, baseCommit, headCommit: headCommit ?? "", offset };
    const piece = await repositories.readDiff(input);
    pieces.push(piece.text);
    offset = piece.nextOffset;
  }
  return pieces;
}

test("a long diff comes in pieces of whole lines that are all of it", async () => {
  await work.sh("seq 20001 40000 > long.txt; echo new > a.txt; git commit -qam Change");
  const pieces = await readAll();
  expect(pieces.length).toBeGreaterThan(3);
  for (const piece of pieces) {
    expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(64 * 1024);
    expect(piece).toMatch(/\n$/);
  }
  expect(pieces.join("").trimEnd()).toBe(await work.sh("git diff --no-renames --no-abbrev HEAD~"));
});

test("a line longer than a piece is cut, what is binary is named, and a database can take all of it", async () => {
  await work.sh(
    "head -c 200000 /dev/zero | tr '\\0' x > long.txt; head -c 100 /dev/zero > b.bin; git add -A; git commit -qm Change",
  );
  await work.sh("(head -c 9000 /dev/zero | tr '\\0' y; printf '\\0z\\n') > a.txt; git commit -qam More");
  const diff = (await readAll()).join("");
  expect(diff).toContain(`+${"x".repeat(200_000)}`);
  expect(diff).toContain("Binary files /dev/null and b/b.bin differ");
  expect(diff).toContain("y\ufffdz");
  expect(diff).not.toContain("\0");
});
