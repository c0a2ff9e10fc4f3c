import { type Former, formerOf } from "../tasks/new/former.ts";
import { serverClient } from "./server-client.ts";

/** The task that a new one is to be made of; null: none is named, or it can't be read. */
export async function readFormer(named: string | undefined): Promise<Former | null> {
  if (named === undefined || !/^\d{1,9}$/.test(named)) {
    return null;
  }
  const client = serverClient();
  const [task, { data: projects }] = await Promise.all([
    client.call("getTask", { params: { task: named }, query: {} }).catch(() => null),
    client.call("listProjects", {}).catch(() => ({ data: [] })),
  ]);
  return task === null ? null : formerOf(task, projects);
}
