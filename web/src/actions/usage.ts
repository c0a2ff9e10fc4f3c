"use server";

import type { DaySpending, ListedTask, RouteOutput, Routes } from "@catalyst/api";
import { serverClient } from "../api/server-client.ts";
import { type Result, resultOf } from "./result.ts";

/** Each is asked for by itself. */
const TASKS = 30;
const PROJECTS = 12;
const AT_ONCE = 6;

type TaskUsage = RouteOutput<Routes["getUsage"]>;

export interface UsedTask {
  task: ListedTask;
  /** null: it is gone by now. */
  usage: TaskUsage | null;
}

export interface UsedTasks {
  data: UsedTask[];
  nextCursor: string | null;
}

/** What a project has spent of a budget of its own. */
export interface ProjectBudgets {
  project: string;
  limits: TaskUsage["limits"];
}

/** What was spent in so many days, with today: summed up where it was metered, however many tasks there were. */
export async function listSpending(project: string, days: number): Promise<Result<DaySpending[]>> {
  const query = { days, ...(project === "" ? {} : { project }) };
  return resultOf(
    serverClient()
      .call("listSpending", { query })
      .then(({ data }) => data),
  );
}

/** What tasks cost, the newest first. */
export async function listUsage({ project, cursor }: { project: string; cursor?: string }): Promise<Result<UsedTasks>> {
  const client = serverClient();
  const read = async () => {
    const { data, nextCursor } = await client.call("listTasks", {
      query: { limit: TASKS, ...(project === "" ? {} : { project }), ...(cursor === undefined ? {} : { cursor }) },
    });
    const used = await inTurn(data, async (task) => ({
      task,
      usage: await client.call("getUsage", { params: { task: task.id } }).catch(() => null),
    }));
    return { data: used, nextCursor };
  };
  return resultOf(read());
}

/** The budgets of projects as their newest tasks tell of them; a project without one isn't there. */
export async function listProjectBudgets(project: string): Promise<Result<ProjectBudgets[]>> {
  const client = serverClient();
  const read = async () => {
    const { data } = await client.call("listProjects", {});
    const wanted = data.filter(({ name }) => project === "" || name === project).slice(0, PROJECTS);
    const found = await inTurn(wanted, async ({ name }) => {
      const { data: newest } = await client.call("listTasks", { query: { limit: 1, project: name } });
      const usage = newest[0] && (await client.call("getUsage", { params: { task: newest[0].id } }));
      const limits = (usage?.limits ?? []).filter(({ scope }) => scope === "project" || scope === "day");
      return { project: name, limits };
    });
    return found.filter(({ limits }) => limits.length > 0);
  };
  return resultOf(read());
}

/** A few at once: a page is no flood to the server that it comes from. */
async function inTurn<Item, Found>(items: readonly Item[], ask: (item: Item) => Promise<Found>): Promise<Found[]> {
  const found: Found[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    found.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(ask))));
  }
  return found;
}
