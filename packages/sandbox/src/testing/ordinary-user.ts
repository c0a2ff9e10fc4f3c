import { chownSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EnvironmentRequest, EnvironmentStatus } from "@catalyst/core";
import { execa } from "execa";
import { removeFolder } from "../remove-folder.ts";
import { requestFor } from "./test-home.ts";

/** An account that owns nothing, as which the provider itself is run here; as an ordinary user the other suites show the same. */
export const ACCOUNT = 54_321;

/** Runs a script, or several requests one after the other, to the last one's end in environments of an ordinary user. */
export async function runAsOrdinaryUser(...requests: (string | EnvironmentRequest)[]): Promise<EnvironmentStatus> {
  const home = mkdtempSync(join(tmpdir(), "catalyst-sandbox-"));
  mkdirSync(join(home, "gateway"));
  chownSync(home, ACCOUNT, ACCOUNT);
  chownSync(join(home, "gateway"), ACCOUNT, ACCOUNT);
  const program = `
    import { setTimeout as sleep } from "node:timers/promises";
    import { localEnvironmentProvider } from ${JSON.stringify(join(import.meta.dirname, "../local-environment-provider.ts"))};
    import { openTrialGateway } from ${JSON.stringify(join(import.meta.dirname, "../keepers/trial-gateway.ts"))};
    const home = ${JSON.stringify(home)};
    const requests = ${JSON.stringify(requests.map((one) => (typeof one === "string" ? requestFor(one) : one)))};
    const provider = localEnvironmentProvider({ home, nodePath: process.execPath, gatewayFolder: home + "/gateway", agentFolder: () => null, mirrorFolder: () => null,
      runnerPath: ${JSON.stringify(join(import.meta.dirname, "../fixtures/stand-in-runner.mjs"))} });
    let status;
    for (const request of requests) {
      await openTrialGateway(home + "/gateway", request.executionId);
      status = await provider.ensure(request);
      while (status.kind === "running") { await sleep(20); status = await provider.observe(request.executionId); }
      await provider.destroy(request.executionId);
    }
    console.log(JSON.stringify(status));`;
  const asAccount = ["--reuid", String(ACCOUNT), "--regid", String(ACCOUNT), "--clear-groups", "--"];
  try {
    const { stdout } = await execa(
      "/usr/bin/setpriv",
      [...asAccount, process.execPath, "--input-type=module", "-e", program],
      { env: {}, extendEnv: false },
    );
    return EnvironmentStatus.parse(JSON.parse(stdout));
  } finally {
    await removeFolder(home);
  }
}
