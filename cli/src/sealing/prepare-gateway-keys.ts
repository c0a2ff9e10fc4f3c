import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { CatalystError, CatalystErrorCode } from "@catalyst/core";
import { z } from "zod";
import type { CliConfig } from "../config.ts";

const PROGRAM = fileURLToPath(new URL("../../../gateway/src/keys/main.ts", import.meta.url));
const MAX_MILLISECONDS = 60_000;

const Refusal = z.object({ code: CatalystErrorCode, message: z.string() });

/** Has the gateway's own program make and publish its keys: this process never holds them. Throws what that refused. */
export async function prepareGatewayKeys({ processEnv }: Pick<CliConfig, "processEnv">): Promise<void> {
  const child = spawn(process.execPath, [PROGRAM], {
    env: processEnv,
    cwd: "/",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: MAX_MILLISECONDS,
  });
  const ended = new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
  const [exitCode, said, complaint] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (exitCode !== 0) {
    throw readRefusal(said) ?? unexplained(complaint || `it ended with ${exitCode ?? "a signal"}`);
  }
}

function readRefusal(said: string): CatalystError | null {
  try {
    const { code, message } = Refusal.parse(JSON.parse(said));
    return new CatalystError(code, message);
  } catch {
    return null;
  }
}

function unexplained(complaint: string): CatalystError {
  const last = complaint.trimEnd().split("\n").slice(-3).join("\n").slice(0, 1000);
  return new CatalystError(
    "unavailable",
    `Preparing the gateway's keys failed: ${last}\nTry again, or see: catalyst doctor`,
  );
}
