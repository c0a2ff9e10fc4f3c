import type { EnvironmentStatus } from "./environment.ts";

/** Whether nothing has happened between two looks at an environment that anybody waits for. */
export function isSameStatus(one: EnvironmentStatus, other: EnvironmentStatus): boolean {
  return one.kind === other.kind && detailOf(one) === detailOf(other);
}

function detailOf(status: EnvironmentStatus): string | null {
  return status.kind === "starting" ? status.detail : null;
}
