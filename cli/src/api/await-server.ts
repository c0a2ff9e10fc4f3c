import { createConnection } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { CatalystError } from "@catalyst/core/apart";
import { ensureUp, upFailure } from "../up/ensure-up.ts";
import { findUp, type UpHolder } from "../up/lock/up-lock.ts";
import { logPlace } from "../up/log/log-place.ts";
import { describeFailing } from "../up/service/describe-failing.ts";
import { describeServiceWait } from "../up/service/describe-service-wait.ts";
import type { ApiContext } from "./api-context.ts";

const LOOK_MILLISECONDS = 20;
const SAY_AFTER_MILLISECONDS = 2000;
const MAX_FAILURES = 3;
/** What a command needs of an `up`: the others are waited for by who needs them. */
const SERVER = "server";

/**
 * Until the home's server answers, which is started where none is. Says after 2 seconds what is waited for. Throws `unavailable`
 * with the words of what fails again and again, and `cancelled` when the user interrupts.
 */
export async function awaitServer(socketPath: string, { readConfig, output, interrupted }: ApiContext): Promise<void> {
  const config = await readConfig();
  const startedAt = Date.now();
  let [isTold, isSaid] = [false, false];
  output.status("starting the server …");
  try {
    while (!(await isAnswering(socketPath))) {
      if (interrupted.aborted) {
        throw new CatalystError("cancelled", "Nothing was asked of the server.");
      }
      if ((await ensureUp(config)) === "started" && !isTold) {
        isTold = true;
        output.say(
          output.colors.dim("· starting Catalyst's services, which end by themselves when they aren't needed"),
        );
      }
      const up = await findUp(config.home);
      const failure = failureOf(up) ?? upFailure(config.home);
      if (failure !== null) {
        throw givenUp(failure, logPlace(config.home, up));
      }
      if (!isSaid && Date.now() - startedAt > SAY_AFTER_MILLISECONDS) {
        isSaid = true;
        output.sayOnce(output.colors.dim(`· ${describeWait(up)}`));
      }
      await wait(LOOK_MILLISECONDS, undefined, { signal: interrupted }).catch(() => undefined);
    }
  } finally {
    output.status(null);
  }
}

function isAnswering(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(socketPath, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

function failureOf(up: UpHolder | null) {
  return (
    up?.services.find(
      ({ name, state, failures }) => name === SERVER && state !== "ready" && failures >= MAX_FAILURES,
    ) ?? null
  );
}

function describeWait(up: UpHolder | null): string {
  const server = up?.services.find(({ name }) => name === SERVER);
  if (server === undefined) {
    return "waiting for the services, which are starting";
  }
  return server.failures === 0
    ? "waiting for the database and the server, which are starting"
    : describeServiceWait(server);
}

function givenUp(
  { name, ...failing }: { name: string; failures: number; lastWords: string },
  place: string,
): CatalystError {
  const { code, words } = describeFailing(failing);
  return new CatalystError(code, `Asking the server failed: the ${name} ${words}\nAll that it said is ${place}.`);
}
