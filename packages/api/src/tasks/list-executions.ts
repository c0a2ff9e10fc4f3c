import type { ApiClient, CallOptions } from "../client/build-client.ts";
import type { Execution } from "./task.ts";

/** Many more pages than a task has: who asks doesn't go on for ever, whatever the server says. */
const MAX_PAGES = 200;

/** All attempts at a task, the oldest first, page by page. Throws what the API refuses. */
export async function listExecutions(
  task: string,
  client: Pick<ApiClient, "call">,
  options: CallOptions = {},
): Promise<Execution[]> {
  const executions: Execution[] = [];
  let cursor: string | null | undefined;
  for (let page = 0; cursor !== null && page < MAX_PAGES; page++) {
    // Without a word of pages at first: a server of before there were any answers with all of them.
    const query = cursor === undefined ? {} : { cursor };
    const { data, nextCursor }: { data: Execution[]; nextCursor?: string | null } = await client.call(
      "listExecutions",
      { params: { task }, query },
      options,
    );
    executions.push(...data);
    cursor = nextCursor ?? null;
  }
  return executions;
}
