import type { Readable } from "node:stream";
import type { Job, RUNNER_EXIT_CODES } from "@catalyst/core";
import { proveGateway } from "./gateway/prove-gateway.ts";
import { answerSiblings } from "./pod/answer-siblings.ts";
import { chooseGateway } from "./pod/choose-gateway.ts";
import { fetchPodJob, type PodQuestion } from "./pod/fetch-pod-job.ts";
import { inspectContainer } from "./pod/inspect-container.ts";
import { bringFirstStage, keepFirstStage } from "./pod/keep-first-stage.ts";
import { keepHeard } from "./pod/keep-heard.ts";
import type { PodPlace } from "./pod/read-place.ts";
import { restoreSetup, saveSetup } from "./pod/setup/kept-setup.ts";
import { tellEnd } from "./pod/tell-end.ts";
import { watchIsolation, watchWaiting } from "./pod/watch-isolation.ts";
import { watchMemory } from "./pod/watch-memory.ts";
import { readJob } from "./read-job.ts";

type ExitCode = (typeof RUNNER_EXIT_CODES)[keyof typeof RUNNER_EXIT_CODES];

/** Where a runner gets its job from, and who hears how it ends. */
export interface JobSource {
  /** null: there is nothing to do. */
  take(signal: AbortSignal): Promise<Job | null>;
  /** Aborted when nothing more may happen here. */
  watch(job: Job): AbortSignal[];
  /** How the process is to end. */
  end(job: Job, exitCode: ExitCode): Promise<number>;
}

/** The keeper writes it, and measures from outside how the runner ends. */
export function keeperSource(input: Readable): JobSource {
  return {
    async take(signal) {
      const job = await readJob(input);
      await proveGateway(job.gateway, { signal });
      return job;
    },
    watch: () => [],
    end: async (_job, exitCode) => exitCode,
  };
}

/** In a pod the gateway has it, for whoever shows who it is. */
export function podSource({ stage, gateways, denied }: PodPlace): JobSource {
  const kept = { isHit: false };
  return {
    async take(signal) {
      answerSiblings();
      const gateway = await chooseGateway(gateways, signal);
      const job = await waitForJob({ gateway, stage, signal }, denied);
      if (job !== null) {
        await bringFirstStage(job);
        kept.isHit = await restoreSetup(job, { signal });
      }
      return job;
    },
    watch(job) {
      keepHeard(job);
      return [watchIsolation(denied, job), watchMemory()];
    },
    async end(job, exitCode) {
      if (exitCode === 0) {
        await keepFirstStage(job);
        await (kept.isHit ? undefined : saveSetup(job, { signal: new AbortController().signal }));
      }
      return tellEnd(job, exitCode);
    },
  };
}

type Waited = Pick<PodQuestion, "gateway" | "stage" | "signal">;

/** For as long as it takes, and as long as nobody else can be reached meanwhile. */
async function waitForJob({ gateway, stage, signal }: Waited, denied: PodPlace["denied"]): Promise<Job | null> {
  const had = new AbortController();
  const lost = watchWaiting(denied, had.signal);
  try {
    const failures = inspectContainer();
    return await fetchPodJob({ gateway, stage, failures, signal: AbortSignal.any([signal, lost]) });
  } finally {
    had.abort();
  }
}
