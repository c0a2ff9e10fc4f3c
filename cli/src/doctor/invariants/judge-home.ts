import { readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  type Breach,
  type FactsReader,
  isGatewayFolderName,
  judgeLeft,
  judgeOverdue,
  judgeTask,
  type LeftFacts,
  type Patience,
} from "@catalyst/core";

/** Everything that must hold of a home and its database and doesn't. Reads in pages; nothing is changed. */
export async function* judgeHome(home: string, reader: FactsReader, patience: Patience): AsyncGenerator<Breach> {
  for (let after: number | null = 0; after !== null; ) {
    const page = await reader.tasks(after);
    yield* page.facts.flatMap((task) => judgeTask(task, patience));
    after = page.next;
  }
  yield* (await reader.overdue()).flatMap((overdue) => judgeOverdue(overdue, patience));
  yield* (await listLeft(home, reader)).flatMap((left) => judgeLeft(left, patience));
}

/** What stands on the machine for executions, with how long each of them has ended. */
async function listLeft(home: string, reader: FactsReader): Promise<LeftFacts[]> {
  const held = [
    ...(await list(join(home, "environments"))).map((name) => ({ what: "environment" as const, name })),
    ...(await list(join(home, "gateway")))
      .filter(isGatewayFolderName)
      .map((name) => ({ what: "socket" as const, name })),
  ];
  // After what is there: what begins meanwhile is known by then.
  const ended = await reader.endedSeconds(held.map(({ name }) => name));
  return held.map(({ what, name }) => ({ what, name, endedSeconds: ended.get(name) ?? null }));
}

/** What was never made isn't there. */
async function list(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") {
      return [];
    }
    throw error;
  });
}
