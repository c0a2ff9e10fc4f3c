import type { CliContext } from "../../cli-context.ts";
import { isFailed } from "../../doctor/finding.ts";
import { attempt, type Trial } from "../../doctor/start-checks.ts";
import { tellTrials } from "../../doctor/tell-trials.ts";
import { EXIT_CODES } from "../../exit/exit-codes.ts";
import { checkAdmission } from "./check-admission.ts";
import { checkApiServer } from "./check-api-server.ts";
import { checkDefinition } from "./check-definition.ts";
import { checkIsolation } from "./check-isolation.ts";
import { checkParts } from "./check-parts.ts";
import { checkRights } from "./check-rights.ts";
import { checkStorage } from "./check-storage.ts";
import { type ClusterOptions, type ClusterTarget, openCluster } from "./cluster-target.ts";
import { checkReach } from "./reach/check-reach.ts";

/** Tries everything that an installation stands on, whatever fails in between; the exit code says whether something is missing. */
export async function checkCluster(
  { isJson, ...options }: ClusterOptions & { isJson: boolean },
  { output, setExitCode }: Pick<CliContext, "output" | "setExitCode">,
): Promise<void> {
  const target = await openCluster(options);
  try {
    const failures = await tellTrials(startChecks(target), { isJson, output });
    if (failures > 0) {
      setExitCode(EXIT_CODES.prerequisite);
    }
    if (!isJson) {
      const ready = `Ready: environments can be made here. The first task: docs/guide/kubernetes.md`;
      output.say(`\n${failures === 0 ? ready : `${failures} of these must be mended.`}`);
    }
  } finally {
    await target.connection.close();
  }
}

/** Without an API server that answers there is nothing else to ask, and without a definition no environment to try. */
function startChecks(target: ClusterTarget): Trial[] {
  const cluster = attempt("the cluster", () => checkApiServer(target));
  const after = (
    former: Trial,
    what: string,
    check: (of: ClusterTarget) => ReturnType<typeof checkParts> | Promise<never[]>,
  ) => attempt(what, async () => ((await former.findings).some(isFailed) ? [] : await check(target)));
  const definition = after(cluster, "the definition", async (of) => [await checkDefinition(of)]);
  return [
    cluster,
    after(cluster, "rights", checkRights),
    definition,
    after(cluster, "parts", checkParts),
    after(cluster, "storage", checkStorage),
    after(cluster, "admission", async (of) => [await checkAdmission(of)]),
    after(cluster, "reach", checkReach),
    after(definition, "isolation", checkIsolation),
  ];
}
