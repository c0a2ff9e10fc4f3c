import { describe } from "vitest";
import { openMemoryStores, openPostgresStores } from "../../testing/contract-stores.ts";
import { budgetStoreContract } from "./budget-store.contract.ts";

describe("budgets in PostgreSQL", () => budgetStoreContract(openPostgresStores));
describe("budgets in memory", () => budgetStoreContract(openMemoryStores));
