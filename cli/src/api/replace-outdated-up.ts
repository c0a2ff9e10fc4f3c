import { ensureUp } from "../up/ensure-up.ts";
import { findUp } from "../up/lock/up-lock.ts";
import type { ApiContext } from "./api-context.ts";

/** Begins the home's `up` anew where it is of another state of the code and may be ended; else names it, with the way out. */
export async function replaceOutdatedUp({ readConfig, output }: ApiContext): Promise<void> {
  const config = await readConfig();
  const up = await findUp(config.home);
  if (up === null) {
    return;
  }
  if ((await ensureUp(config)) === "started") {
    output.say(output.colors.dim("· Catalyst's services were of another state of its code: they are started anew"));
    return;
  }
  output.say(
    output.colors.yellow(
      `! The running \`up\` is of another state of Catalyst's code and may not know what is asked of it. End it and start it again: kill ${up.pid}; catalyst up`,
    ),
  );
}
