import { request } from "node:http";
import { join } from "node:path";
import { upLogPath } from "../up/ensure-up.ts";
import { findUp } from "../up/up-lock.ts";
import { type Finding, failed, ok } from "./finding.ts";

const HEALTH_MILLISECONDS = 3000;

/** Whether an `up` runs, and its gateway answers. */
export async function checkServices(home: string): Promise<Finding> {
  const holder = await findUp(home);
  if (holder === null) {
    return ok("Services", "not running; `catalyst run` starts them when needed");
  }
  const socketPath = join(home, "gateway", "gateway.sock");
  try {
    const status = await askHealth(socketPath);
    return status === 200
      ? ok("Services", `running, process ${holder.pid}; the gateway answers`)
      : failed("Services", `the gateway at ${socketPath} answered ${status}.`, `See its log: ${upLogPath(home)}`);
  } catch (error) {
    return failed(
      "Services",
      `process ${holder.pid} runs, but the gateway at ${socketPath} doesn't answer: ${(error as Error).message}.`,
      `See its log (${upLogPath(home)}), or end it and try again: kill ${holder.pid}`,
    );
  }
}

function askHealth(socketPath: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path: "/health", timeout: HEALTH_MILLISECONDS }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.once("timeout", () => asked.destroy(new Error(`no answer within ${HEALTH_MILLISECONDS / 1000} s`)));
    asked.once("error", reject);
    asked.end();
  });
}
