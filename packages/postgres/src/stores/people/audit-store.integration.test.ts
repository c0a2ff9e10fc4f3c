import { describe, expect, test } from "vitest";
import { openMemoryPeople, openPostgresPeople } from "../../testing/people-stores.ts";
import { testDatabase } from "../../testing/test-database.ts";
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
