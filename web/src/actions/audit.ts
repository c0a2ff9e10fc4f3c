"use server";

import type { RouteInput, RouteOutput, Routes } from "@catalyst/api";
import { serverClient } from "../api/server-client.ts";
import { type Result, resultOf } from "./result.ts";

export type AuditPage = RouteOutput<Routes["listAudit"]>;
export type AuditEntry = AuditPage["data"][number];
type AuditQuery = NonNullable<RouteInput<Routes["listAudit"]>["query"]>;

/** A page of what was written down, the newest first; without a team, of the whole server. */
export async function listAudit(query: AuditQuery): Promise<Result<AuditPage>> {
  return resultOf(serverClient().call("listAudit", { query }));
}
