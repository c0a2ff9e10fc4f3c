import type { Task } from "@catalyst/api";
import { findElsewhere } from "../../api/find-elsewhere.ts";
import type { CliContext } from "../../cli-context.ts";
import type { Watched } from "./look-at-services.ts";

const LOOK_MILLISECONDS = 500;

/**
 * Keeps worker and gateway up while a task is followed: started again when they went away, named when the task waits for
 * them, and given up with their own words (`unavailable`) when they fail again and again. The task itself goes on once they work.
 * What looks after them is loaded when it is time: most tasks are decided on before. A server elsewhere has its own.
 */
export function watchServices(
  context: Pick<CliContext, "home" | "server" | "readConfig" | "output">,
): (task: Pick<Task, "number">) => Promise<void> {
  let lookedAt = Date.now();
  const watched: Watched = { ensuredAt: Date.now(), named: new Set() };
  return async (task) => {
    const now = Date.now();
    if (now - lookedAt < LOOK_MILLISECONDS) {
      return;
    }
    lookedAt = now;
    const home = context.home ?? (await context.readConfig()).home;
    if ((await findElsewhere({ home, server: context.server })) !== null) {
      return;
    }
    const { lookAtServices } = await import("./look-at-services.ts");
    await lookAtServices(task, watched, context);
  };
}
