"use server";

import type { ApiKey, RouteInput, RouteOutput, Routes } from "@catalyst/api";
import { serverClient } from "../api/server-client.ts";
import { type Result, resultOf } from "./result.ts";

export type MadeApiKey = RouteOutput<Routes["createApiKey"]>;
export type NewApiKey = RouteInput<Routes["createApiKey"]>["body"];
export type Session = RouteOutput<Routes["listSessions"]>["data"][number];

/** One's own, the newest first, without the keys. */
export async function listApiKeys(): Promise<Result<ApiKey[]>> {
  return resultOf(
    serverClient()
      .call("listApiKeys", {})
      .then(({ data }) => data),
  );
}

/** The key is told this once. */
export async function createApiKey(body: NewApiKey): Promise<Result<MadeApiKey>> {
  return resultOf(serverClient().call("createApiKey", { body }));
}

export async function deleteApiKey(id: string): Promise<Result<null>> {
  return resultOf(serverClient().call("removeApiKey", { params: { key: id } }));
}

/** Where one is signed in, the newest first. */
export async function listSessions(): Promise<Result<Session[]>> {
  return resultOf(
    serverClient()
      .call("listSessions", {})
      .then(({ data }) => data),
  );
}

/** Signs out in one place. */
export async function endSession(id: string): Promise<Result<null>> {
  return resultOf(serverClient().call("endSession", { params: { session: id } }));
}
