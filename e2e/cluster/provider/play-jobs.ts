import { setTimeout as sleep } from "node:timers/promises";
import { findNextStage, RUNNER_EXIT_CODES, type StageStatus } from "@catalyst/core";
import type { Behaviour } from "@catalyst/core/testing";
import { ended, type PlayedPod, running, type Script } from "../operator/pod-player.ts";
import type { FileJobs } from "./file-jobs.ts";

const LOOK_MILLISECONDS = 50;
const SIGKILL = 137;
const FACTS = { facts: ["played: nothing of it is real"], failures: [] };
const DISK = "Pod ephemeral local storage usage exceeds the total limit of containers 32Mi.";

/** Each pod proves its isolation, and then does what its jobs say, as runner and gateway would: those that nobody needs are skipped. */
export function playJobs(jobs: FileJobs): Script {
  return async (pod) => {
    const executionId = pod.name.slice("x-".length);
    await pod.bind();
    await pod.tell({ probe: running() });
    await pod.tell({ probe: ended(0, { message: JSON.stringify(FACTS) }) });
    if (!(await isBound(pod, jobs))) {
      return;
    }
    const stages: StageStatus[] = (await jobs.jobsOf(executionId)).map(({ stage }) => ({ kind: stage, end: null }));
    for (const [index, { prompt }] of (await jobs.jobsOf(executionId)).entries()) {
      // The first of its containers is the probe.
      const name = pod.containers[index + 1] ?? "";
      const behaviour = findNextStage(stages) === index ? (JSON.parse(prompt) as Behaviour) : null;
      const exitCode = await playStage({ pod, name, behaviour, jobs, executionId });
      if (exitCode === "over") {
        return;
      }
      stages[index] = {
        ...(stages[index] as StageStatus),
        end: exitCode === null ? null : { exitCode, reason: "exited" },
      };
    }
  };
}

/** Waits until the pod may ask for its jobs; false: it is to end before. */
async function isBound(pod: PlayedPod, jobs: FileJobs): Promise<boolean> {
  while (!pod.signal.aborted) {
    if (await jobs.isBound(pod.name.slice("x-".length), pod.uid)) {
      return true;
    }
    await sleep(LOOK_MILLISECONDS);
  }
  return false;
}

interface Stage {
  pod: PlayedPod;
  name: string;
  /** null: it isn't needed. */
  behaviour: Behaviour | null;
  jobs: FileJobs;
  executionId: string;
}

/** How it ended; null: it wasn't needed. `over`: nothing comes after it. */
async function playStage({ pod, name, behaviour, jobs, executionId }: Stage): Promise<number | null | "over"> {
  const exitCode = behaviour?.kind === "exit" ? behaviour.exitCode : null;
  await pod.tell({ [name]: running() });
  await jobs.noteEnd(executionId, { stageNumber: 0, name, isBegun: behaviour !== null, exitCode });
  if (behaviour !== null && behaviour.kind !== "exit") {
    await playFault(pod, name, behaviour.kind);
    return "over";
  }
  const told = exitCode === RUNNER_EXIT_CODES.notVerified ? 0 : (exitCode ?? 0);
  const phases = { true: "Failed", false: name === pod.containers.at(-1) ? "Succeeded" : "Running" };
  await pod.tell({ [name]: ended(told, { message: behaviour?.output ?? "" }) }, { phase: phases[`${told !== 0}`] });
  return told === 0 ? exitCode : "over";
}

async function playFault(pod: PlayedPod, name: string, kind: Exclude<Behaviour["kind"], "exit">): Promise<void> {
  switch (kind) {
    case "forever":
      return;
    case "fill_memory":
      return await pod.tell({ [name]: ended(SIGKILL, { reason: "OOMKilled" }) }, { phase: "Failed" });
    case "fill_disk":
      return await pod.tell({ [name]: ended(SIGKILL) }, { phase: "Failed", reason: "Evicted", message: DISK });
    case "kill_itself":
      return await pod.tell({ [name]: ended(SIGKILL) }, { phase: "Failed" });
  }
}
