import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ENVIRONMENT_PATHS } from "@catalyst/core";
import type { ClusterConnection } from "@catalyst/kubernetes";
import { z } from "zod";
import { GATEWAY_INSIDE, type PlayedPod as PlayedContainers, playPod } from "../../pods/play-container.ts";
import { signFor } from "../api-server/sign-for.ts";
import { ended, type PlayedPod, running, type Script } from "../operator/pod-player.ts";

const FACTS = { facts: ["played: nobody's policies were tried"], failures: [] };
const PROBE = "probe";
const KILLED = 137;

const Container = z.object({
  name: z.string(),
  env: z.array(z.object({ name: z.string(), value: z.string().default("") })).default([]),
});
/** What of a pod its kubelet needs here. */
const Pod = z.object({
  metadata: z.object({ namespace: z.string() }),
  spec: z.object({
    ...{ serviceAccountName: z.string(), initContainers: z.array(Container), containers: z.array(Container) },
  }),
});
type Pod = z.infer<typeof Pod>;

interface Played {
  admin: ClusterConnection;
  /** The bundled runner. */
  runner: string;
  /** Where the gateway's door for pods is on this machine. */
  doorPort: number;
}

/**
 * Each pod's stages are real containers, one after the other, with our runner, a network whose only peer is the gateway, and a token that
 * the API server signs; its node, its images and its probe are played.
 */
export function playContainers({ admin, runner, doorPort }: Played): Script {
  return async (pod) => {
    const folder = await mkdtemp(join(tmpdir(), "catalyst-played-pod-"));
    await copyFile(runner, join(folder, "runner.mjs"));
    const containers = await playPod(folder, doorPort);
    try {
      await pod.bind();
      const before = pod.containers.slice(0, pod.containers.indexOf(PROBE));
      await pod.tell(Object.fromEntries(before.map((name) => [name, ended(0)])));
      await pod.tell({ [PROBE]: ended(0, { message: JSON.stringify(FACTS) }) });
      for (const name of pod.containers.slice(before.length + 1)) {
        await runStage(name, { pod, admin, containers });
      }
    } finally {
      containers.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    }
  };
}

interface Running {
  pod: PlayedPod;
  admin: ClusterConnection;
  containers: PlayedContainers;
}

/** After one that failed none runs: a pod that is over is told no more. */
async function runStage(name: string, { pod, admin, containers }: Running): Promise<void> {
  if (pod.isOver()) {
    return;
  }
  const of = Pod.parse(pod.object);
  const account = { namespace: of.metadata.namespace, name: of.spec.serviceAccountName };
  const audiences = [`catalyst-gateway/${name}`];
  const identity = await signFor(admin, account, { audiences, pod: { name: pod.name, uid: pod.uid } });
  await pod.tell({ [name]: running() });
  const { exitCode, output } = await containers.run({
    ...{ name, hasOwnPlace: name.startsWith("verify"), program: ENVIRONMENT_PATHS.runner, identity },
    ...{ env: variablesOf(of, name), signal: pod.signal },
  });
  const next = name === pod.containers.at(-1) ? "Succeeded" : "Running";
  const end = ended(exitCode ?? KILLED, { message: output.slice(0, 2000) });
  await pod.tell({ [name]: end }, { phase: exitCode === 0 ? next : "Failed" });
}

function variablesOf({ spec }: Pod, name: string): Record<string, string> {
  const container = [...spec.initContainers, ...spec.containers].find((one) => one.name === name);
  const written = Object.fromEntries((container?.env ?? []).map((variable) => [variable.name, variable.value]));
  return { PATH: "/usr/bin:/bin", ...written, CATALYST_GATEWAY: GATEWAY_INSIDE };
}
