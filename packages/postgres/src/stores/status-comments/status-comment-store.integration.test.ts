import { describe } from "vitest";
import { openMemoryStores, openPostgresStores } from "../../testing/contract-stores.ts";
import { statusCommentStoreContract } from "./status-comment-store.contract.ts";

describe("comments on forges in PostgreSQL", () => statusCommentStoreContract(openPostgresStores));
describe("comments on forges in memory", () => statusCommentStoreContract(openMemoryStores));
