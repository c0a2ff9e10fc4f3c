import { describe } from "vitest";
import { openMemoryStores, openPostgresStores } from "../../testing/contract-stores.ts";
import { environmentJobStoreContract } from "./environment-job-store.contract.ts";

describe("jobs of environments in PostgreSQL", () => environmentJobStoreContract(openPostgresStores));
describe("jobs of environments in memory", () => environmentJobStoreContract(openMemoryStores));
