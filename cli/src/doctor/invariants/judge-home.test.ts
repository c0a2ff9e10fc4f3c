import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FactsReader, TaskFacts } from "@catalyst/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { judgeHome } from "./judge-home.ts";

const ENDED = "0a1b2c3d-0000-4000-8000-000000000001";
const RUNNING = "1a1b2c3d-0000-4000-8000-000000000002";
const UNKNOWN = "2a1b2c3d-0000-4000-8000-000000000003";

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "catalyst-invariants-"));
});
afterEach(() => rm(home, { recursive: true, force: true }));

function stuck(number: number): TaskFacts {
  const changes = { count: 0, first: null, last: null };
  return { number, status: "running", quietSeconds: 900, isNew: false, changes, broughtKeys: 0, executions: [] };
}

function reader(pages: TaskFacts[][] = [[]]): FactsReader {
  const known = new Map([ENDED, RUNNING].flatMap((id) => [id, id.slice(0, 8)].map((name) => [name, id] as const)));
  return {
    tasks: async (after) => ({ facts: pages[after] ?? [], next: after + 1 < pages.length ? after + 1 : null }),
    overdue: async () => [],
    endedSeconds: async (names) =>
      new Map(names.flatMap((name) => (known.has(name) ? [[name, known.get(name) === ENDED ? 900 : 0]] : []))),
  };
}

async function judge(of: FactsReader) {
  const found = [];
  for await (const { invariant, detail } of judgeHome(home, of, { graceSeconds: 600 })) {
    found.push(`${invariant}: ${detail}`);
  }
  return found;
}

test("a home in which nothing was made yet breaks nothing", async () => {
  expect(await judge(reader())).toEqual([]);
});

test("every page is read", async () => {
  const found = await judge(reader([[stuck(1)], [stuck(2), stuck(3)], []]));
  expect(found).toEqual([1, 2, 3].map((number) => expect.stringContaining(`Task ${number} is running`)));
});

test("what stands for executions that ended, or that nobody knows, is told; what others hold is not", async () => {
  for (const id of [ENDED, RUNNING, UNKNOWN]) {
    await mkdir(join(home, "environments", id), { recursive: true });
    await mkdir(join(home, "gateway", id.slice(0, 8)), { recursive: true });
  }
  await mkdir(join(home, "gateway", "another folder"));
  const found = await judge(reader());
  expect(found).toHaveLength(4);
  for (const name of [ENDED, UNKNOWN, ENDED.slice(0, 8), UNKNOWN.slice(0, 8)]) {
    expect(found).toContainEqual(expect.stringContaining(` ${name} is there`));
  }
});
