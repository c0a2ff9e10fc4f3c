import { describe, expect, test } from "vitest";
import { openMemoryPeople, openPostgresPeople } from "../../testing/people-stores.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresRetentionStore } from "../retention/retention-store.ts";
import { auditStoreContract } from "./audit-store.contract.ts";
import { postgresAuditStore } from "./audit-store.ts";

describe("the audit in PostgreSQL", () => auditStoreContract(openPostgresPeople));
describe("the audit in memory", () => auditStoreContract(openMemoryPeople));

test("of tries that fail a thousand an hour are told one by one, and all others are counted, also those at once", async () => {
  const db = await testDatabase();
  const store = postgresAuditStore(db);
  await db.pool.query("insert into audit_entries (kind) select 'sign_in_failed' from generate_series(1, 998)");
  const failed = { kind: "sign_in_failed", userId: null, teamId: null, facts: { address: "192.0.2.1" } } as const;
  await Promise.all(Array.from({ length: 40 }, () => store.add(failed)));
  await store.add({ ...failed, facts: { address: "192.0.2.2" } });
  await store.add({ ...failed, kind: "signed_in" });
  const { rows } = await db.pool.query("select kind, count(*)::int as count from audit_entries group by 1 order by 1");
  expect(rows).toEqual([
    { kind: "sign_in_failed", count: 1001 },
    { kind: "signed_in", count: 1 },
  ]);
  const [, counted] = await store.list({ limit: 2 });
  expect(counted?.facts).toEqual({ address: "192.0.2.2", more: "38" });
  await db.close();
});

test("entries go once they have had their time, some at once, and no others", async () => {
  const db = await testDatabase();
  await db.pool.query(
    "insert into audit_entries (kind, at) select 'invited', now() - make_interval(days => day) from generate_series(1, 20) as day",
  );
  const before = new Date(Date.now() - 10.5 * 24 * 3600 * 1000);
  const retained = postgresRetentionStore(db);
  expect(await retained.deleteAudit({ before, limit: 7 })).toEqual({ count: 7, isDone: false });
  expect(await retained.deleteAudit({ before, limit: 7 })).toEqual({ count: 3, isDone: true });
  expect(await postgresAuditStore(db).list({ limit: 100 })).toHaveLength(10);
  await db.close();
});
