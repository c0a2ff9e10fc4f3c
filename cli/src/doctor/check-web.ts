import { fileURLToPath } from "node:url";
import type { CliConfig } from "../config.ts";
import { findUp } from "../up/lock/up-lock.ts";
import { findWebBuild } from "../up/web/build-web.ts";
import { findWebKey } from "../up/web/web-key.ts";
import { webLogOf } from "../up/web/web-places.ts";
import type { WebState } from "../up/web/web-state.ts";
import { type Finding, limited, ok } from "./finding.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const NAME = "Web app";

/** Whether the pages are there. Without them agents run all the same: nothing here is a failure. */
export async function checkWeb({ home, isWebWanted }: Pick<CliConfig, "home" | "isWebWanted">): Promise<Finding> {
  const web = (await findUp(home))?.web ?? null;
  if (web !== null) {
    return describeWeb(web, webLogOf(home));
  }
  if (!isWebWanted) {
    return ok(NAME, "not started here, as the settings say");
  }
  const built = await findWebBuild({ root: ROOT, key: await findWebKey(ROOT) });
  return ok(
    NAME,
    built === null ? "built by the first `catalyst up`, in the background" : "built; `catalyst up` starts it",
  );
}

export function describeWeb({ state, lastWords }: WebState, logPath: string): Finding {
  switch (state) {
    case "ready":
      return ok(NAME, "running");
    case "building":
      return ok(NAME, "is being built, once; it answers in a minute or two");
    case "starting":
      return lastWords === ""
        ? ok(NAME, "is starting")
        : limited(
            NAME,
            `doesn't start. It said: ${lastWords}`,
            "What it says is where `catalyst up` runs; start that again",
          );
    case "failed":
      return limited(
        NAME,
        `wasn't built: ${lastWords}`,
        `All that was said is in ${logPath}. Mend it, then: catalyst up`,
      );
  }
}
