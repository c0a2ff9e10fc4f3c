import { createHash } from "node:crypto";
import {
  API_VERSION,
  type ClusterConnection,
  ClusterFault,
  createObject,
  type EnvironmentResource,
  type EnvironmentStatusFields,
  KIND,
} from "@catalyst/kubernetes";
import { KINDS, WRITING } from "../cluster/kinds.ts";

/** One Environment goes through a dozen reasons; one that goes to and fro isn't to fill the cluster. */
const MAX_OF_ONE = 25;
/** How many Environments that counts for. */
const MAX_KNOWN = 10_000;
const MAX_NOTE = 1024;
const MAX_WAITING = 200;

export interface TellingEvents {
  connection: ClusterConnection;
  identity: string;
  onFault: (fault: Error) => void;
}

/**
 * Tells people who look at an Environment what became of it, as events of the cluster: each reason once. Returns what takes a status that was told, and the
 * one before. Nobody waits for it, and what the API server doesn't take isn't told.
 */
export function tellEvents({ connection, identity, onFault }: TellingEvents) {
  const told = new Map<string, Set<string>>();
  let waiting = 0;
  return (environment: EnvironmentResource, former: EnvironmentStatusFields | undefined): void => {
    const { reason = "", message = "" } = environment.status ?? {};
    const { uid = "" } = environment.metadata;
    const reasons = told.get(uid) ?? new Set();
    if (reason === "" || reason === former?.reason || reasons.has(reason) || reasons.size >= MAX_OF_ONE) {
      return;
    }
    remember(told, uid, reasons.add(reason));
    if (waiting >= MAX_WAITING) {
      return;
    }
    waiting++;
    void tell({ connection, identity }, environment, { reason, message })
      .catch(onFault)
      .finally(() => {
        waiting--;
      });
  };
}

function remember(told: Map<string, Set<string>>, uid: string, reasons: Set<string>): void {
  told.delete(uid);
  told.set(uid, reasons);
  if (told.size > MAX_KNOWN) {
    told.delete(told.keys().next().value ?? "");
  }
}

const WARNED: readonly string[] = ["Failed", "Refused"];
const WARNINGS: readonly string[] = [
  "PolicyForeign",
  "PolicyChanged",
  "NamespaceForeign",
  "QuotaExceeded",
  "AdmissionDenied",
];

async function tell(
  { connection, identity }: Omit<TellingEvents, "onFault">,
  { metadata, status }: EnvironmentResource,
  { reason, message }: { reason: string; message: string },
): Promise<void> {
  const { name, namespace = "", uid = "", resourceVersion } = metadata;
  const isWarning = WARNED.includes(status?.phase ?? "") || WARNINGS.includes(reason);
  const object = {
    apiVersion: "events.k8s.io/v1",
    kind: "Event",
    // The same one by whichever operator tells it.
    metadata: { name: `${name}.${digest(`${uid}/${reason}`)}`, namespace },
    eventTime: connection.now().toISOString().replace("Z", "000Z"),
    reportingController: "catalyst.dev/operator",
    reportingInstance: identity.slice(0, 128),
    action: status?.phase ?? "Pending",
    reason,
    note: message.slice(0, MAX_NOTE),
    type: isWarning ? "Warning" : "Normal",
    regarding: { apiVersion: API_VERSION, kind: KIND, name, namespace, uid, resourceVersion },
  };
  try {
    await createObject(connection, {
      place: { resource: KINDS.tellings, namespace, name: null },
      object,
      writing: WRITING,
    });
  } catch (cause) {
    if (!(cause instanceof ClusterFault && cause.kind === "exists")) {
      throw cause;
    }
  }
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
