import { OWNER } from "@catalyst/core/testing";
import { describe, expect, test } from "vitest";
import { openMemoryStores, openPostgresStores } from "../../testing/contract-stores.ts";
import { messageStoreContract } from "./message-store.contract.ts";

describe("messages in PostgreSQL", () => messageStoreContract(openPostgresStores));
describe("messages in memory", () => messageStoreContract(openMemoryStores));

test("a message with characters that PostgreSQL can't hold is stored with the replacement character", async () => {
  const stores = await openPostgresStores();
  const { task } = await stores.storeTask();
  expect(await stores.messages.add(task.id, "a\u0000b\ud800", OWNER)).toMatchObject({
    number: 1,
    text: "a\ufffdb\ufffd",
  });
  await stores.close();
});
