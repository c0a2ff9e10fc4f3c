import type { EnvironmentRequest } from "@catalyst/core";
import { API_VERSION, environmentName, FINALIZER, KIND, LABELS } from "../resource/names.ts";

/** What of an execution the cluster is told beside what is to run. */
export interface EnvironmentSubject {
  taskId: string;
  /** Whose namespace, quota and price it is: a name as DNS has them, 50 letters at most. */
  project: string;
  /** What it works on, as people know it; no pod dials it. */
  repository: string;
  ref: string;
}

/** How the cluster's owner wants environments to be asked for. */
export interface EnvironmentWishes {
  className: string;
  startTimeoutSeconds: number;
}

const LONGEST_SECONDS = 168 * 3600;

/** The resource by which an environment is asked for. Nothing of its jobs is in it. */
export function writeEnvironment(request: EnvironmentRequest, subject: EnvironmentSubject, wishes: EnvironmentWishes) {
  const { executionId, agentId, agentVersion, repoId, limits, stages, setupCache } = request;
  return {
    apiVersion: API_VERSION,
    kind: KIND,
    metadata: {
      name: environmentName(executionId),
      labels: {
        [LABELS.managedBy]: "worker",
        [LABELS.type]: "agent",
        [LABELS.taskId]: subject.taskId,
        [LABELS.executionId]: executionId,
        [LABELS.project]: subject.project,
      },
      // Nobody takes it away before its pod is gone, also not before the operator has seen it.
      finalizers: [FINALIZER],
    },
    spec: {
      project: subject.project,
      source: { repository: subject.repository, ref: subject.ref, repositoryId: repoId },
      agent: {
        type: agentId,
        ...(agentVersion === null ? {} : { version: agentVersion }),
        timeout: `${Math.min(request.timeoutSeconds, LONGEST_SECONDS)}s`,
      },
      resources: {
        limits: {
          cpu: String(limits.cpus),
          memory: `${limits.memoryMib}Mi`,
          "ephemeral-storage": `${limits.diskMib}Mi`,
        },
      },
      executionId,
      stages: stages.map(({ job, isWorkspaceReadOnly }) => ({
        name: job.stage,
        readOnlyWorkspace: isWorkspaceReadOnly,
      })),
      ...(setupCache === null ? {} : { setupCache: { key: setupCache.key } }),
      className: wishes.className,
      startTimeout: `${wishes.startTimeoutSeconds}s`,
    },
  };
}
