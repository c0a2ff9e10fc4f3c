import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type EnvironmentLimits,
  type EnvironmentProvider,
  EnvironmentRequest,
  type EnvironmentStatus,
  gatewayFolderName,
  type StageKind,
} from "@catalyst/core";
import { jobOf, requestOf } from "@catalyst/core/testing";
import { waitUntil } from "@catalyst/machine";
import type { z } from "zod";
import { openTrialGateway } from "../keepers/trial-gateway.ts";
import type { LocalEnvironmentOptions } from "../local-environment-options.ts";
import { localEnvironmentProvider } from "../local-environment-provider.ts";
import { removeFolder } from "../remove-folder.ts";

export const SMALL_LIMITS: EnvironmentLimits = { cpus: 1, memoryMib: 256, processes: 64, diskMib: 32 };

/** A CATALYST_HOME of its own with a provider on it, and a gateway that lets stages begin, with this token if there is one, and answers nothing else; `remove` ends and removes all that the test made. */
export function makeTestHome({ token, ...options }: Partial<LocalEnvironmentOptions> & { token?: string } = {}) {
  // A blank, because a user's home may have one.
  const home = mkdtempSync(join(tmpdir(), "catalyst sandbox-"));
  const gatewayFolder = join(home, "gateway");
  mkdirSync(gatewayFolder, { mode: 0o700 });
  const gateways: { close(): void }[] = [];
  const plain = {
    home,
    nodePath: process.execPath,
    runnerPath: join(import.meta.dirname, "../fixtures/stand-in-runner.mjs"),
    gatewayFolder,
  };
  const another = (): EnvironmentProvider => {
    const local = localEnvironmentProvider({
      ...plain,
      agentFolder: () => null,
      mirrorFolder: () => null,
      ...options,
    });
    return {
      ...local,
      async ensure(request) {
        const isName = EnvironmentRequest.shape.executionId.safeParse(request.executionId).success;
        if (isName && !existsSync(join(gatewayFolder, gatewayFolderName(request.executionId)))) {
          gateways.push(await openTrialGateway(gatewayFolder, request.executionId, token));
        }
        return local.ensure(request);
      },
    };
  };
  const provider = another();
  async function remove(): Promise<void> {
    for (const executionId of await provider.list()) {
      await provider.destroy(executionId);
    }
    for (const gateway of gateways) {
      gateway.close();
    }
    // A keeper that was just killed may have been writing what it compiled.
    await removeFolder(home).catch(() => rm(home, { recursive: true, force: true, maxRetries: 10 }));
  }
  async function waitForExit(executionId: string): Promise<Extract<EnvironmentStatus, { kind: "exited" }>> {
    let status: EnvironmentStatus = { kind: "absent" };
    const deadline = Date.now() + 90_000;
    while (Date.now() < deadline) {
      status = await provider.observe(executionId);
      if (status.kind === "exited") {
        return status;
      }
      await waitUntil(() => false, 20);
    }
    throw new Error(`It didn't exit in time: ${JSON.stringify(status)}`);
  }
  return { home, gatewayFolder, options: plain, provider, another, remove, waitForExit };
}

/** A request to run a piece of JavaScript in place of the runner. */
export function requestFor(
  script: string,
  changes: Partial<z.input<typeof EnvironmentRequest>> = {},
): EnvironmentRequest {
  return requestOf({ limits: SMALL_LIMITS, stages: [{ job: jobOf("agent", script) }], ...changes });
}

/** A request to run pieces of JavaScript one after the other: the first sets up for others too or prepares, then an agent's and a verifying one in turn. */
export function requestForStages(scripts: string[], changes: Partial<z.input<typeof EnvironmentRequest>> = {}) {
  const first = changes.setupCache == null ? "prepare" : "setup";
  const stages = scripts.map((script, number) => ({
    job: jobOf(number === 0 ? first : kindOf(number), script),
  }));
  return requestFor("", { stages, ...changes });
}

function kindOf(number: number): StageKind {
  return number % 2 === 1 ? "agent" : "verify";
}

/** The processes of this machine whose command line holds a text. */
export function findProcesses(text: string): number[] {
  return filterProcesses((pid) => readProcessFile(pid, "cmdline").replaceAll("\0", " ").includes(text));
}

/** The processes that have mounted something of an environment's folder. */
export function findMembers(executionId: string): number[] {
  return filterProcesses((pid) => readProcessFile(pid, "mountinfo").includes(`/environments/${executionId}/`));
}

function filterProcesses(isWanted: (pid: string) => boolean): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter(isWanted)
    .map(Number);
}

function readProcessFile(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
