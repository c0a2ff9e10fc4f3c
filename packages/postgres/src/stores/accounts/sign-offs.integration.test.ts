import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../database.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresPersonStore } from "../people/person-store.ts";
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

test("who is removed signs nothing off any more, and their name goes with it", async () => {
  const accounts = postgresAccountStore(db);
  const cem = await accounts.ensureUser("cem");
  await accounts.putSignOff(cem.id, { name: "Cem", email: "cem@example.com" });
  await postgresPersonStore(db).remove({ id: cem.id, heirId: null });
  expect(await accounts.getSignOff(cem.id)).toBeNull();
  const { rows } = await db.pool.query("select sign_off_name, sign_off_email, sign_off_at from users where id = $1", [
    cem.id,
  ]);
  expect(rows).toEqual([{ sign_off_name: null, sign_off_email: null, sign_off_at: null }]);
});
