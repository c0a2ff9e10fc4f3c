import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../database.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresAccountStore } from "./account-store.ts";

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
}, 60_000);
afterAll(() => db?.close());

test("a person's word is kept with its time, is nobody else's, and can be taken back", async () => {
  const accounts = postgresAccountStore(db);
  const [ada, bea] = [await accounts.ensureUser("ada"), await accounts.ensureUser("bea")];
  const mine = { name: "Ada", email: "ada@example.com" };
  await accounts.putSignOff(ada.id, mine);
  expect(await accounts.getSignOff(ada.id)).toEqual({ ...mine, agreedAt: expect.any(Date) });
  expect(await accounts.getSignOff(bea.id)).toBeNull();
  await accounts.putSignOff(ada.id, null);
  expect(await accounts.getSignOff(ada.id)).toBeNull();
});
