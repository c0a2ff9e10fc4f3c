import { describe } from "vitest";
import { openMemoryPeople, openPostgresPeople } from "../../testing/people-stores.ts";
import { projectStoreContract } from "./project-store.contract.ts";

describe("projects in PostgreSQL", () => projectStoreContract(openPostgresPeople));
describe("projects in memory", () => projectStoreContract(openMemoryPeople));
