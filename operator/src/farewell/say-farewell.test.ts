import { type ClusterConnection, ClusterFault, type ClusterRequest } from "@catalyst/kubernetes";
import { beforeEach, expect, test } from "vitest";
import { sayFarewell } from "./say-farewell.ts";

const GROUP = "catalyst.catalyst.dev";
const ENVIRONMENTS = `/apis/${GROUP}/v1alpha1/namespaces/home/environments`;
const WORKERS = "/apis/apps/v1/namespaces/home/statefulsets/catalyst";
const OPERATORS = "/apis/apps/v1/namespaces/home/deployments/catalyst-operator";

let asked: string[];
let told: string[];
beforeEach(() => {
  asked = [];
  told = [];
});

const POOLS = `/apis/${GROUP}/v1alpha1/namespaces/home/environmentpools`;

interface Cluster {
  names: string[];
  /** null: there are none here. */
  pools?: string[] | null;
  /** Whether somebody ends Environments that are to go. */
  isOperated: boolean;
}
const object = (name: string) => ({ metadata: { name, resourceVersion: "1" } });

/** What a cluster answers in which all of it is there. */
function installed({ names, pools = null, isOperated }: Cluster) {
  const left = new Set(names);
  const leftPools = new Set(pools);
  const kinds = ["environments", ...(pools === null ? [] : ["environmentpools"])];
  let replicas = 2;
  return ({ method, path }: ClusterRequest): unknown => {
    const name = path.split("/").at(-1) ?? "";
    switch (path) {
      case "/apis":
        return { groups: [{ name: GROUP }] };
      case `/apis/${GROUP}/v1alpha1`:
        return { resources: kinds.map((kind) => ({ name: kind })) };
      case POOLS:
        return { metadata: { resourceVersion: "1" }, items: [...leftPools].map(object) };
      case ENVIRONMENTS:
        return { metadata: { resourceVersion: "1" }, items: [...left].map(object) };
      case OPERATORS:
        replicas = method === "PATCH" ? 0 : replicas;
        return { ...object(name), status: { replicas } };
      default:
        if (isOperated || method === "PATCH") {
          left.delete(name);
          leftPools.delete(name);
        }
        return object(name);
    }
  };
}

/** The same where nothing is. */
function empty({ path }: ClusterRequest): unknown {
  if (path === "/apis") {
    return { groups: [] };
  }
  const isServed = !path.startsWith(`/apis/${GROUP}`);
  throw new ClusterFault(isServed ? "not_found" : "unavailable", "it answered 404");
}

async function leave(answer: (request: ClusterRequest) => unknown): Promise<void> {
  const connection: ClusterConnection = {
    async send(request) {
      asked.push(`${request.method} ${request.path}`);
      return answer(request);
    },
    stream: () => Promise.reject(new ClusterFault("unavailable", "nothing is told here")),
    now: () => new Date(),
    close: async () => undefined,
  };
  const tell = (line: string) => void told.push(line);
  await sayFarewell({ connection, home: "home", tell, pause: async () => undefined });
}

test("workers stop before Environments go, and the operator once they are gone", async () => {
  await leave(installed({ names: ["x-1", "by-hand"], isOperated: true }));
  const order = [`PATCH ${WORKERS}`, `DELETE ${ENVIRONMENTS}/x-1`, `PATCH ${OPERATORS}`].map((line) =>
    asked.indexOf(line),
  );
  expect(order).toEqual(order.toSorted((one, other) => one - other));
  expect(order).not.toContain(-1);
  expect(asked).toContain("DELETE /api/v1/namespaces/home/configmaps/catalyst-identity-keys");
  expect(told).toEqual(["2 Environments are ended.", expect.stringContaining("These stay:")]);
});

test("pools go before Environments, as their pods wait for nobody any more", async () => {
  await leave(installed({ names: ["x-1"], pools: ["work"], isOperated: true }));
  expect(asked.indexOf(`DELETE ${POOLS}/work`)).toBeLessThan(asked.indexOf(`DELETE ${ENVIRONMENTS}/x-1`));
  expect(asked).toContain(`DELETE ${POOLS}/work`);
  expect(told.slice(0, 2)).toEqual(["1 pools of Environments are ended.", "1 Environments are ended."]);
});

test("what no operator ends is let go, and that is said", async () => {
  await leave(installed({ names: ["x-1"], isOperated: false }));
  expect(asked).toContain(`PATCH ${ENVIRONMENTS}/x-1`);
  expect(told).toContain("x-1 isn't ended by its operator: its pod may still be there.");
});

test("an installation that failed before its definition was there ends, too", async () => {
  await leave(empty);
  expect(told[0]).toBe("0 Environments are ended.");
  expect(asked).toContain("DELETE /apis/batch/v1/namespaces/home/jobs/catalyst-migrate");
});
