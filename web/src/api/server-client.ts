import { type ApiClient, createClient } from "@catalyst/api";
import { forwardedTransport } from "./forwarded-transport.ts";

/** The API as whoever asked for this page may use it. */
export function serverClient(): ApiClient {
  return createClient(forwardedTransport());
}
