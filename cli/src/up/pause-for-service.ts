import { setTimeout as wait } from "node:timers/promises";
import { CatalystError, type CatalystErrorCode } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { cleanTerminalText } from "../output/clean-terminal-text.ts";
import { ensureUp, upFailure, upLogPath } from "./ensure-up.ts";
import { isFailing } from "./service-state.ts";
import { findUp } from "./up-lock.ts";

const LOOK_MILLISECONDS = 100;

export interface AwaitedService {
  name: "gateway" | "worker";
  /** What is thrown when it fails again and again. */
  code: CatalystErrorCode;
}

/**
 * How a command waits for what it asks of a service: it keeps one running meanwhile, and gives up when that fails again and
 * again, or when it is interrupted. Lets some time pass.
 */
export async function pauseForService(
  { name, code }: AwaitedService,
  { readConfig, interrupted }: Pick<CliContext, "readConfig" | "interrupted">,
): Promise<void> {
  if (interrupted.aborted) {
    throw new CatalystError(
      "cancelled",
      `Not waited for any longer. The ${name} does what it was asked for all the same.`,
    );
  }
  const config = await readConfig();
  await ensureUp(config);
  const services = (await findUp(config.home))?.services ?? [];
  const service = services.find((one) => one.name === name && isFailing(one, Date.now()));
  const failure = service ?? upFailure(config.home);
  if (failure !== null) {
    throw new CatalystError(
      code,
      `Asking the ${name} failed: the ${failure.name} failed ${failure.failures} times in a row. It said last: ${cleanTerminalText(failure.lastWords)}\nAll that it said is in ${upLogPath(config.home)}.`,
    );
  }
  await wait(LOOK_MILLISECONDS, undefined, { signal: interrupted }).catch(() => undefined);
}
