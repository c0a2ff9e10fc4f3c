import type { Route } from "../contract/route.ts";
import { ROUTES } from "../contract/routes.ts";
import { type ApiClient, buildClient } from "./build-client.ts";
import type { Transport } from "./transport.ts";

/** A client of any server: whatever it answers is checked by the contract. */
export function createClient(transport: Transport): ApiClient {
  return buildClient(transport, (operation, value) => {
    const { response }: Route = ROUTES[operation];
    return response.schema === undefined ? null : response.schema.parse(value);
  });
}
