"use server";

import type { ListedTask, RouteInput, Routes } from "@catalyst/api";
import { serverClient } from "../api/server-client.ts";
import { type Result, resultOf } from "./result.ts";

export type TaskFilters = NonNullable<RouteInput<Routes["listTasks"]>["query"]>;

export interface TaskPage {
  data: ListedTask[];
  nextCursor: string | null;
}

/** A page of tasks, the newest first. */
export async function listAgentTasks(filters: TaskFilters = {}): Promise<Result<TaskPage>> {
  return resultOf(serverClient().call("listTasks", { query: filters }));
}
