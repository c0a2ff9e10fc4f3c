import type { Task } from "@catalyst/api";
import { findElsewhere } from "../../api/find-elsewhere.ts";
import type { CliContext } from "../../cli-context.ts";
import type { Watched } from "./look-at-services.ts";

const LOOK_MILLISECONDS = 500;
/** Nothing is told or started before, and what looks takes a while to load, just as the task's agent begins. */
const FIRST_LOOK_MILLISECONDS = 2000;

/**
 * Keeps worker and gateway up while a task is followed: started again when they went away, named when the task waits for
 * them, and given up with their own words (`unavailable`) when they fail again and again. The task itself goes on once they work.
 * A server elsewhere has its own.
 */
export function watchServices(
  context: Pick<CliContext, "home" | "server" | "readConfig" | "output">,
): (task: Pick<Task, "number">) => Promise<void> {
  let nextLookAt = Date.now() + FIRST_LOOK_MILLISECONDS;
  const watched: Watched = { ensuredAt: Date.now(), named: new Set() };
  return async (task) => {
    const now = Date.now();
    if (now < nextLookAt) {
      return;
    }
    nextLookAt = now + LOOK_MILLISECONDS;
    const home = context.home ?? (await context.readConfig()).home;
    if ((await findElsewhere({ home, server: context.server })) !== null) {
      return;
    }
    const { lookAtServices } = await import("./look-at-services.ts");
    await lookAtServices(task, watched, context);
  };
}
