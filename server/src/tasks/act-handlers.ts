import { cancelTask, findTask } from "@catalyst/core";
import type { Handlers } from "../api/handler.ts";
import type { ServerDeps } from "../server-deps.ts";
import { presentTask } from "./present-task.ts";

type ActHandlers = Pick<Handlers, "cancelTask">;

/** What is done with tasks. */
export function actHandlers(deps: ServerDeps): ActHandlers {
  return {
    async cancelTask({ params }, { actor }) {
      const { id: taskId } = await findTask({ actor, reference: params.task }, deps);
      return presentTask(await cancelTask({ taskId, actor }, deps));
    },
  };
}
