import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { memoryAccountStore } from "../../testing/stores/accounts/memory-account-store.ts";
import { memoryAuditStore } from "../../testing/stores/accounts/memory-audit-store.ts";
import { createMemory, type Memory } from "../../testing/stores/memory.ts";
import { getSignOff, putSignOff } from "./sign-off.ts";
import { SignOff } from "./sign-off-store.ts";

const userId = randomUUID();
const ADA = { kind: "person", userId } as const;
const MINE = { name: "Ada", email: "ada@example.com" };

let memory: Memory;
let deps: Parameters<typeof putSignOff>[1];

beforeEach(() => {
  memory = createMemory();
  deps = { accounts: memoryAccountStore(memory), audit: memoryAuditStore(memory) };
});

test("a person agrees once, takes it back, and both are written down", async () => {
  expect(await getSignOff({ actor: ADA }, deps)).toBeNull();
  expect(await putSignOff({ actor: ADA, signOff: MINE }, deps)).toMatchObject({ ...MINE, agreedAt: expect.any(Date) });
  expect(await putSignOff({ actor: ADA, signOff: null }, deps)).toBeNull();
  expect(await putSignOff({ actor: ADA, signOff: null }, deps)).toBeNull();
  expect(memory.audit.map(({ kind, facts }) => [kind, facts])).toEqual([
    ["sign_off_agreed", MINE],
    ["sign_off_withdrawn", {}],
  ]);
});

test("no program and no forge's account agrees in a person's name", async () => {
  const key = { kind: "api_key", userId, keyId: randomUUID(), role: "owner", within: null } as const;
  await expect(putSignOff({ actor: key, signOff: MINE }, deps)).rejects.toMatchObject({ code: "forbidden" });
  expect(memory.signOffs.size).toBe(0);
});

test("what would end its line, or the address, is no name", () => {
  const isTaken = (name: string, email = MINE.email) => SignOff.safeParse({ name, email }).success;
  expect(isTaken("Ada Lovelace")).toBe(true);
  expect(["", "Ada\nCo-authored-by: x", "Ada <eve@example.com>", "A\u202e"].map((name) => isTaken(name))).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(isTaken("Ada", "no address")).toBe(false);
});
