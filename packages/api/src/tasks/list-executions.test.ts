import { expect, test } from "vitest";
import type { ApiClient } from "../client/build-client.ts";
import { listExecutions } from "./list-executions.ts";

/** A server that answers with these pages, and what it was asked. */
function play(pages: object[]) {
  const asked: unknown[] = [];
  const call = async (_operation: string, { query }: { query: object }) => {
    asked.push(query);
    return pages[asked.length - 1] ?? pages.at(-1);
  };
  return { asked, client: { call } as unknown as Pick<ApiClient, "call"> };
}

test("all pages are had, in their order, each from where the one before ended", async () => {
  const { asked, client } = play([
    { data: [{ run: 1 }, { run: 2 }], nextCursor: "two" },
    { data: [{ run: 3 }], nextCursor: null },
  ]);
  expect((await listExecutions("7", client)).map(({ run }) => run)).toEqual([1, 2, 3]);
  expect(asked).toEqual([{}, { cursor: "two" }]);
});

test("a server of before there were pages answers with all of them", async () => {
  const { asked, client } = play([{ data: [{ run: 1 }] }]);
  expect(await listExecutions("7", client)).toHaveLength(1);
  expect(asked).toHaveLength(1);
});

test("a server whose pages never end is left", async () => {
  const { asked, client } = play([{ data: [], nextCursor: "again" }]);
  expect(await listExecutions("7", client)).toEqual([]);
  expect(asked.length).toBeLessThan(1000);
});
