import { MAX_ATTEMPTS } from "../end/judge-absence.ts";
import { PROBE_EXIT_CODES, readProbe } from "../read/read-probe.ts";
import { GOES_ON, goesOn, refuses, type Step, waits } from "../step.ts";
import type { World } from "../world.ts";

const PATIENCE_MILLISECONDS = 30_000;

/** What the probe found from inside. Without its word nothing else starts in the pod, and with another one than "proven" nothing will. */
export function judgeProbe(world: World): Step {
  const probed = world.pod === null ? null : readProbe(world.pod);
  if (world.pod === null || probed === null) {
    return GOES_ON;
  }
  const { exitCode, facts, failures } = probed;
  const found = failures.join(", ");
  switch (exitCode) {
    case PROBE_EXIT_CODES.proven:
      return { ...goesOn(isolated("True", "Proven", "Proven from inside")), status: { facts } };
    case PROBE_EXIT_CODES.policyNotEnforced: {
      const what = `The cluster doesn't enforce network policies: ${found || "something"} was reachable from inside.`;
      return refuses(world, "isolation", isolated("False", "PolicyNotEnforced", `${what} Nothing was started.`));
    }
    case PROBE_EXIT_CODES.privilegeLeft: {
      const what = `The environment has more rights than it may: ${found || "the probe doesn't say which"}`;
      return refuses(world, "isolation", isolated("False", "PrivilegeLeft", what));
    }
    default:
      return withoutProof(world, exitCode, found);
  }
}

/** It couldn't find out. Another pod may be able to. */
function withoutProof(world: World, exitCode: number, found: string): Step {
  const isGateway = exitCode === PROBE_EXIT_CODES.gatewayUnreachable;
  const reason = isGateway ? "GatewayUnreachable" : "Probing";
  const message = isGateway ? "The environment can't reach the gateway" : `The probe failed (${found || exitCode})`;
  const said = isolated("False", reason, message);
  const attempt = world.environment.status?.pod?.attempt ?? 1;
  if (attempt >= MAX_ATTEMPTS || world.pod === null) {
    return refuses(world, isGateway ? "gateway" : "isolation", said);
  }
  const { uid, deletionTimestamp } = world.pod.metadata;
  const actions = deletionTimestamp === undefined ? [{ kind: "deletePod" as const, uid, mark: reason }] : [];
  return waits([said], PATIENCE_MILLISECONDS, actions);
}

function isolated(status: "True" | "False", reason: string, message: string) {
  return { type: "Isolated", status, reason, message } as const;
}
