import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { findSessionAsker } from "./find-session-asker.ts";
import { signInForTest } from "./testing/sign-in-for-test.ts";

let server: TestServer;
let userId: string;
beforeAll(async () => {
  server = await startTestServer();
  userId = (await server.deps.accounts.ensureUser("ann")).id;
});
afterAll(() => server.close());

/** What the database is asked while this is done. */
async function queriesOf(work: () => Promise<unknown>): Promise<string[]> {
  const { pool } = server.db;
  const query = pool.query.bind(pool);
  const asked: string[] = [];
  Object.assign(pool, {
    query: (...args: [unknown]) => {
      asked.push(String((args[0] as { text?: string }).text ?? args[0]));
      return (query as (...args: unknown[]) => unknown)(...args);
    },
  });
  try {
    await work();
  } finally {
    Object.assign(pool, { query });
  }
  return asked;
}

test("who asks by a session is found out by one query, and who it is not by none more", async () => {
  const { bearer, id } = await signInForTest(server.db, userId);
  const ask = (authorization: string) => findSessionAsker({ headers: { authorization } }, server.deps);
  // The library is loaded with the first.
  await ask(`Bearer ${bearer}`);
  let asker: unknown;
  const asked = await queriesOf(async () => {
    asker = await ask(`Bearer ${bearer}`);
  });
  expect(asked).toHaveLength(1);
  expect(asker).toMatchObject({ actor: { kind: "person", userId }, right: { kind: "session", id } });
  expect(await queriesOf(() => ask(`Bearer ${bearer.replace(".", ".x")}`))).toEqual([]);
  await server.deps.signedIn.end({ userId, id });
  expect(await queriesOf(() => ask(`Bearer ${bearer}`))).toHaveLength(1);
  expect(await ask(`Bearer ${bearer}`)).toBeNull();
});
