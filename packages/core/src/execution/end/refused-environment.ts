import { CatalystError } from "../../catalyst-error.ts";
import type { EnvironmentStatus } from "../../environment/environment.ts";

/** Why an execution can't go on whose environment was refused. */
export function refusedEnvironment(refused: Extract<EnvironmentStatus, { kind: "refused" }>): CatalystError {
  const { code, facts } = refused;
  const reason = [refused.reason, ...facts].join(" ");
  const way = { kind: "see_doctor" } as const;
  switch (code) {
    case "gateway":
      return new CatalystError("gateway_unavailable", `Starting the environment failed: ${reason}`, { way });
    case "isolation":
      return new CatalystError(
        "isolation_unavailable",
        `Starting the environment was refused: ${reason} Agents never run without isolation.`,
        { way },
      );
    default:
      return new CatalystError("environment_refused", `Starting the environment was refused (${code}): ${reason}`);
  }
}
