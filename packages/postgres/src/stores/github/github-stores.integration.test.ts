import { describe } from "vitest";
import { openMemoryGitHub, openPostgresGitHub } from "../../testing/github-stores.ts";
import { githubAppStoreContract } from "./github-app-store.contract.ts";
import { githubDeliveryStoreContract } from "./github-delivery-store.contract.ts";
import { githubLookStoreContract } from "./github-look-store.contract.ts";

describe("Apps in PostgreSQL", () => githubAppStoreContract(openPostgresGitHub));
describe("Apps in memory", () => githubAppStoreContract(openMemoryGitHub));
describe("deliveries in PostgreSQL", () => githubDeliveryStoreContract(openPostgresGitHub));
describe("deliveries in memory", () => githubDeliveryStoreContract(openMemoryGitHub));
describe("looks in PostgreSQL", () => githubLookStoreContract(openPostgresGitHub));
describe("looks in memory", () => githubLookStoreContract(openMemoryGitHub));
