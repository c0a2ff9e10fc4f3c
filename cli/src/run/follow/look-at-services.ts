import type { Task } from "@catalyst/api";
import { CatalystError } from "@catalyst/core/apart";
import type { CliContext } from "../../cli-context.ts";
import { ensureUp, upFailure } from "../../up/ensure-up.ts";
import { findUp } from "../../up/lock/up-lock.ts";
import { logPlace } from "../../up/log/log-place.ts";
import { describeFailing } from "../../up/service/describe-failing.ts";
import { describeServiceWait } from "../../up/service/describe-service-wait.ts";
import { isFailing, type ServiceState } from "../../up/service/service-state.ts";

const ENSURE_MILLISECONDS = 2000;
const SAY_AFTER_MILLISECONDS = 2000;

/** What is known of the services that a task is followed with. */
export interface Watched {
  /** Milliseconds since 1970. */
  ensuredAt: number;
  /** Those of which it was told that they are waited for. */
  named: Set<string>;
}

/** Starts again what went away and tells what is waited for. Throws `unavailable` for what fails again and again. */
export async function lookAtServices(
  task: Pick<Task, "number">,
  watched: Watched,
  { readConfig, output }: Pick<CliContext, "readConfig" | "output">,
): Promise<void> {
  const now = Date.now();
  const { named } = watched;
  const config = await readConfig();
  const up = await findUp(config.home);
  if (up === null && now - watched.ensuredAt > ENSURE_MILLISECONDS) {
    watched.ensuredAt = now;
    await ensureUp(config);
  }
  const failure = up === null ? upFailure(config.home) : (up.services.find((one) => isFailing(one, now)) ?? null);
  if (failure !== null) {
    throw givenUp(failure, { task, place: logPlace(config.home, up) });
  }
  for (const service of (up?.services ?? []).filter((one) => isWaitedFor(one, now) && !named.has(one.name))) {
    named.add(service.name);
    output.sayOnce(output.colors.dim(`· ${describeServiceWait(service)}`));
  }
}

function isWaitedFor({ state, since }: ServiceState, now: number): boolean {
  return state !== "ready" && now - since > SAY_AFTER_MILLISECONDS;
}

function givenUp(
  { name, ...failing }: Pick<ServiceState, "name" | "failures" | "lastWords">,
  { task, place }: { task: Pick<Task, "number">; place: string },
): CatalystError {
  const { code, words } = describeFailing(failing);
  return new CatalystError(
    code,
    [
      `Working on task #${task.number} waits for the ${name}, which ${words}`,
      `All that it said is ${place}. The task isn't lost: once that is mended, go on with: catalyst tasks logs -f ${task.number}`,
    ].join("\n"),
  );
}
