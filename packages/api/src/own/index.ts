export { ApiError } from "../client/api-error.ts";
export type { ApiClient } from "../client/build-client.ts";
export type { ApiRequest, ApiResponse, Transport } from "../client/transport.ts";
export { listExecutions } from "../tasks/list-executions.ts";
export { awaitWish, type WishWatch } from "../wishes/await-wish.ts";
export type { Wish } from "../wishes/wish.ts";
export { createOwnClient } from "./create-own-client.ts";
