import { CatalystError } from "../catalyst-error.ts";
import type { EnvironmentStatus } from "../environment/environment.ts";

/** Why an execution can't go on whose environment was refused. */
export function refusedEnvironment({
  obstacle,
  reason,
}: Extract<EnvironmentStatus, { kind: "refused" }>): CatalystError {
  return obstacle === "gateway"
    ? new CatalystError("gateway_unavailable", `Starting the environment failed: ${reason}`, {
        way: { kind: "see_doctor" },
      })
    : new CatalystError(
        "isolation_unavailable",
        `Starting the environment was refused: ${reason} Agents never run without isolation.`,
        { way: { kind: "see_doctor" } },
      );
}
