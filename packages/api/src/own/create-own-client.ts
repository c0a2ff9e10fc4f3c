import { type ApiClient, buildClient } from "../client/build-client.ts";
import type { Transport } from "../client/transport.ts";

/**
 * A client of the server that this user started on this machine, whose answers are taken as the contract has them: checking
 * them would cost a command most of its start.
 */
export function createOwnClient(transport: Transport): ApiClient {
  return buildClient(transport, (_operation, value) => value);
}
