import { ClusterFault, findMissingRights, operatorRights, type RoleRules, WORKER_RIGHTS } from "@catalyst/kubernetes";
import { type Finding, failed, limited, ok } from "../../doctor/finding.ts";
import type { ClusterTarget } from "./cluster-target.ts";
import { readSettings } from "./read-settings.ts";

const SHOWN = 4;
/** What looking takes of whoever looks. */
const OWN: Pick<RoleRules, "cluster" | "home"> = {
  cluster: [],
  home: [
    { apiGroups: [""], resources: ["pods"], verbs: ["list", "create", "delete"] },
    { apiGroups: ["apps"], resources: ["statefulsets", "deployments"], verbs: ["get"] },
    { apiGroups: ["catalyst.catalyst.dev"], resources: ["environments"], verbs: ["create", "get", "delete"] },
  ],
};

/** Whether whoever looks may look, and operator and worker may what they have to, by the API server's own word. */
export async function checkRights(target: ClusterTarget): Promise<Finding[]> {
  const { connection, namespace } = target;
  const own = await findMissingRights(OWN, { connection, namespace, user: null });
  const findings = [
    own.length === 0
      ? ok("rights", `You may look at ${namespace} and try an environment there.`)
      : failed("rights", `You may not in ${namespace}: ${list(own)}.`, "Ask as somebody who installs there."),
  ];
  // Who may look at nothing there is told the rest as for what is usual.
  const settings = await readSettings(target).catch(() => null);
  for (const [account, rights] of [
    ["catalyst-operator", operatorRights(settings?.namespaces.mode ?? "project")],
    ["catalyst-worker", WORKER_RIGHTS],
  ] as const) {
    const user = `system:serviceaccount:${namespace}:${account}`;
    findings.push(await checkAccount(account, () => findMissingRights(rights, { connection, namespace, user })));
  }
  return findings;
}

async function checkAccount(account: string, find: () => Promise<string[]>): Promise<Finding> {
  try {
    const missing = await find();
    return missing.length === 0
      ? ok("rights", `${account} may what it has to.`)
      : failed("rights", `${account} may not: ${list(missing)}.`, "Install the chart's roles anew: helm upgrade");
  } catch (cause) {
    if (cause instanceof ClusterFault && cause.kind === "forbidden") {
      return limited("rights", `What ${account} may isn't told to you: ${cause.message}`, null);
    }
    throw cause;
  }
}

function list(missing: string[]): string {
  const more = missing.length - SHOWN;
  return `${missing.slice(0, SHOWN).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
