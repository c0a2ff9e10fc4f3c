import { type ChildProcess, spawn } from "node:child_process";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";
import { readConfig } from "../config.ts";

const SERVICES = ["server", "gateway"] as const;
const PATIENCE = { timeout: 180_000, interval: 50 };

/** Server and gateway of a home without a worker: what is asked for is stored, and nobody does it. Returns how they are ended. */
export async function startServices(env: Record<string, string>): Promise<() => Promise<void>> {
  const { home, processEnv } = readConfig(env);
  const children = SERVICES.map((name) => {
    const path = fileURLToPath(new URL(`../../../${name}/src/main.ts`, import.meta.url));
    return spawn(process.execPath, [path], { env: processEnv, cwd: "/", stdio: "ignore" });
  });
  const places = SERVICES.map((name) => join(home, name, `${name}.sock`));
  await vi.waitFor(() => Promise.all(places.map((place) => access(place))), PATIENCE);
  return async () => {
    await Promise.all(children.map(end));
  };
}

async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  if (child.exitCode === null && child.kill("SIGTERM")) {
    await ended;
  }
}
