import { join } from "node:path";
import { createObject, deleteObject } from "@catalyst/kubernetes";
import { buildTestImages, TEST_IMAGES } from "../../../e2e/cluster/node/images.ts";
import { NODE } from "../../../e2e/cluster/node/node-place.ts";
import { type NodeEnvironments, operateOnNode, PODS, WRITING } from "../../../e2e/cluster/node/operate-on-node.ts";
import { type StandInGateway, serveGateway } from "../../../e2e/cluster/node/stand-in/serve-gateway.ts";
import { startNode } from "../../../e2e/cluster/node/start-node.ts";
import { type Figure, ratioFigure, timeFigure } from "../figures/figure.ts";
import { measureInTurn } from "../figures/measure.ts";

const GOAL = 1.3;
const PROJECT = "bench";
/** What a shell says of its first moment, with nothing but itself. */
const SAY_BARE = (port: number) =>
  `exec 3<>/dev/tcp/${NODE.hostAddress}/${port}; printf 'POST /told HTTP/1.1\\r\\nhost: x\\r\\ncontent-length: 16\\r\\n\\r\\n{"stage":"bare"}' >&3; read -r line <&3`;

/** On one kubelet, in turn: from an Environment to its agent's first moment, and from a bare pod of the same image to its. It needs root. */
export async function measureCluster({ folder, rounds }: { folder: string; rounds: number }): Promise<Figure[]> {
  const node = await startNode(await buildTestImages(join(folder, "images"), ["pause", "runner", "tools"]));
  try {
    const environments = await operateOnNode(node);
    const gateway = await serveGateway();
    await node.openPort(gateway.port);
    await node.openPort(gateway.canaryPort);
    const stop = environments.operate(gateway);
    try {
      const ways = [() => startBare(environments, gateway), () => startEnvironment(environments, gateway)];
      const [bare = {}, ours = {}] = await measureInTurn(ways, rounds);
      const baseline = { name: "a bare pod of the same image", times: bare.begun ?? [] };
      return [
        ratioFigure({ what: "An Environment's agent begins", times: ours.begun ?? [], baseline, goal: GOAL }),
        timeFigure("An Environment created until its agent begins", ours.begun ?? [], null),
      ];
    } finally {
      await stop();
      await gateway.stop();
      await environments.close();
    }
  } finally {
    await node.stop();
  }
}

async function startBare({ admin }: NodeEnvironments, gateway: StandInGateway): Promise<Record<string, number>> {
  const place = { resource: PODS, namespace: "default", name: "bare" };
  const container = { name: "it", image: TEST_IMAGES.tools, imagePullPolicy: "Never" };
  const command = ["/bin/bash", "-c", SAY_BARE(gateway.port)];
  const heard = gateway.hearOf("bare");
  const from = performance.now();
  await createObject(admin, {
    place: { ...place, name: null },
    object: {
      metadata: { name: "bare" },
      spec: { restartPolicy: "Never", automountServiceAccountToken: false, containers: [{ ...container, command }] },
    },
    writing: WRITING,
  });
  const begun = (await heard) - from;
  await deleteObject(admin, { place, graceSeconds: 0 });
  return { begun };
}

async function startEnvironment(
  environments: NodeEnvironments,
  gateway: StandInGateway,
): Promise<Record<string, number>> {
  const heard = gateway.hearOf("agent");
  const from = performance.now();
  const name = await environments.make(PROJECT);
  const begun = (await heard) - from;
  await environments.remove(name);
  return { begun };
}
