import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createObject, deleteObject, readOne } from "@catalyst/kubernetes";
import { z } from "zod";
import { type Finding, limited } from "../../../doctor/finding.ts";
import type { ClusterTarget } from "../cluster-target.ts";
import { describePod, PodState } from "../describe-pod.ts";
import { sayReach } from "./say-reach.ts";

const WAIT_MILLISECONDS = 60_000;
const LOOK_MILLISECONDS = 500;
const PODS = { group: "", version: "v1", plural: "pods" };
const LETTERS = "abcdefghijklmnopqrstuvwxyz";
/** What tells what each of them reaches, with what it is told of that process. */
const TELLERS = { gateway: "gateway/src/reach/main.ts", worker: "worker/src/reach/main.ts" } as const;
const VARIABLES = ["CATALYST_HOME", "DATABASE_URL", "CATALYST_PRIVATE_HOSTS", "CATALYST_PRIVATE_AUTHORITIES"];
const MOUNTS = ["authorities", "tmp"];

const Named = z.looseObject({ name: z.string() });
const Home = z.object({
  spec: z.object({
    template: z.object({
      metadata: z.object({ labels: z.record(z.string(), z.string()) }),
      spec: z.looseObject({
        volumes: z.array(Named).default([]),
        containers: z.array(
          z.looseObject({
            name: z.string(),
            env: z.array(Named).default([]),
            volumeMounts: z.array(Named).default([]),
          }),
        ),
      }),
    }),
  }),
});
type Home = z.infer<typeof Home>;

/**
 * What gateway and worker reach from where they are: a pod with their labels, in which policies, routes and names are theirs, tells it of the database, each
 * provider of a stored credential, and each GitHub. It never becomes ready, so that nobody takes it for a gateway.
 */
export async function checkReach({ connection, namespace }: ClusterTarget): Promise<Finding[]> {
  const workloads = { group: "apps", version: "v1", plural: "statefulsets" };
  const home = Home.safeParse(await readOne(connection, { resource: workloads, namespace, name: "catalyst" }));
  if (!home.success) {
    return [];
  }
  // A name that the home's own pods can't have: their set would take it for one of its own.
  const name = `catalyst-check-${Array.from({ length: 6 }, () => LETTERS[randomInt(LETTERS.length)]).join("")}`;
  const place = { resource: PODS, namespace, name };
  await createObject(connection, {
    place: { ...place, name: null },
    object: buildPod(name, home.data),
    writing: { fieldManager: "catalyst-check" },
  });
  try {
    const pod = await waitForEnd(() => readOne(connection, place));
    const told = pod.status.containerStatuses.map(({ name: of, state }) => ({
      of,
      words: state.terminated?.message ?? "",
    }));
    if (told.some(({ words }) => words === "")) {
      const reason = describePod(pod) ?? "it told nothing";
      return [limited("reach", `What gateway and worker reach isn't known: ${reason}`, null)];
    }
    return told.flatMap(({ of, words }) => sayReach(of, words));
  } finally {
    await deleteObject(connection, { place, graceSeconds: 0 });
  }
}

async function waitForEnd(look: () => Promise<unknown>): Promise<PodState> {
  const late = performance.now() + WAIT_MILLISECONDS;
  for (;;) {
    const pod = PodState.parse(await look());
    const isOver = ["Succeeded", "Failed"].includes(pod.status.phase);
    if (isOver || performance.now() > late) {
      return pod;
    }
    await sleep(LOOK_MILLISECONDS);
  }
}

/** Of the home's pod what reaching takes: no key, no account, no volume of theirs. */
function buildPod(name: string, { spec: { template } }: Home): object {
  const { containers, volumes, imagePullSecrets, securityContext, nodeSelector, tolerations } = template.spec;
  const tellers = containers.filter((container) => Object.hasOwn(TELLERS, container.name));
  return {
    metadata: { name, labels: template.metadata.labels },
    spec: {
      ...{ restartPolicy: "Never", automountServiceAccountToken: false, enableServiceLinks: false },
      ...{ imagePullSecrets, securityContext, nodeSelector, tolerations },
      volumes: volumes.filter((volume) => MOUNTS.includes(volume.name)),
      containers: tellers.map((container) => ({
        ...{ name: container.name, image: container.image, imagePullPolicy: container.imagePullPolicy },
        ...{ workingDir: container.workingDir, securityContext: container.securityContext },
        command: ["node", TELLERS[container.name as keyof typeof TELLERS]],
        env: container.env.filter((variable) => VARIABLES.includes(variable.name)),
        volumeMounts: container.volumeMounts.filter((mount) => MOUNTS.includes(mount.name)),
        readinessProbe: { exec: { command: ["false"] } },
      })),
    },
  };
}
