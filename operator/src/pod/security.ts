import type { EnvironmentClass } from "../classes/environment-class.ts";

/** Anybody but root; each container of the pod is the same, so that what is projected into it can be that one's alone. */
const USER = 1000;

/** What holds for the whole pod: Kubernetes' own profile `restricted`. */
export function podSecurity({ isUserGiven }: EnvironmentClass) {
  return {
    runAsNonRoot: true,
    ...(isUserGiven ? {} : { runAsUser: USER, runAsGroup: USER }),
    seccompProfile: { type: "RuntimeDefault" },
  };
}

export const CONTAINER_SECURITY = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
} as const;
