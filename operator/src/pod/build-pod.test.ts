import { describe, expect, test } from "vitest";
import { EnvironmentClass } from "../classes/environment-class.ts";
import { environmentOf } from "../testing/worlds.ts";
import { buildPod } from "./build-pod.ts";
import type { PodParts } from "./pod-parts.ts";

const PARTS: PodParts = {
  class: EnvironmentClass.parse({ image: "registry.example/tools" }),
  gateway: {
    ...{ addresses: ["10.96.12.34:8443"], canaries: ["10.244.3.7:8444"], denied: ["10.96.0.1:443"] },
    ...{ authority: "-----BEGIN CERTIFICATE-----", tlsName: "catalyst-gateway" },
  },
  ...{ runnerImage: "registry.example/runner@sha256:1", agentImage: "registry.example/agent@sha256:2" },
  ...{ namespace: "catalyst-env-p", sibling: null, attempt: 1, avoidNode: null },
};
const stages = (...names: string[]) => names.map((name) => ({ name }));
const podFor = (spec: object = {}, parts: Partial<PodParts> = {}) =>
  buildPod(environmentOf({ spec }), { ...PARTS, ...parts });
const containersOf = ({ spec }: ReturnType<typeof buildPod>) => [...spec.initContainers, ...spec.containers];
const mountsOf = (pod: ReturnType<typeof buildPod>, name: string) =>
  containersOf(pod).find((one) => one.name === name)?.volumeMounts ?? [];

describe("its containers", () => {
  test("try another environment where there is one", () => {
    const variableOf = (parts: Partial<PodParts>) =>
      podFor({}, parts).spec.initContainers[0]?.env.find(({ name }) => name === "CATALYST_SIBLING");
    expect(variableOf({ sibling: "10.244.0.9:9009" })).toEqual({ name: "CATALYST_SIBLING", value: "10.244.0.9:9009" });
    expect(variableOf({})).toBeUndefined();
  });

  test("are the probe, then the stages in their order, the last of which ends it", () => {
    const pod = podFor({ stages: stages("setup", "prepare", "agent", "verify", "agent", "verify") });
    expect(pod.spec.initContainers.map(({ name }) => name)).toEqual([
      "probe",
      "setup",
      "prepare",
      "agent",
      "verify",
      "agent-2",
    ]);
    expect(pod.spec.containers.map(({ name }) => name)).toEqual(["verify-2"]);
    expect(pod.spec.restartPolicy).toBe("Never");
  });

  test("share a home and a workspace, and nothing else: tokens, temporary files and memory are each stage's own", () => {
    const pod = podFor({ stages: stages("setup", "agent", "verify", "agent") });
    const names = ["setup", "agent", "verify", "agent-2"];
    for (const name of names) {
      const own = mountsOf(pod, name).filter((mount) => !["data", "runner", "agent", "etc"].includes(mount.name));
      expect(own.map((mount) => mount.name)).toEqual(
        ["tmp", "shm", "run", "identity"].map((what) => `${what}-${name}`),
      );
    }
    const audiences = pod.spec.volumes.flatMap((volume) =>
      "projected" in volume ? volume.projected.sources.map((source) => source.serviceAccountToken.audience) : [],
    );
    expect(audiences).toEqual(names.map((name) => `catalyst-gateway/${name}`));
  });

  test("have each volume that they mount, and no volume is there that none mounts", () => {
    for (const agentImage of [null, "registry.example/agent"]) {
      const pod = podFor({ stages: stages("prepare", "agent", "verify") }, { agentImage });
      const mounted = new Set(containersOf(pod).flatMap(({ volumeMounts }) => volumeMounts.map(({ name }) => name)));
      expect([...mounted].toSorted()).toEqual(pod.spec.volumes.map(({ name }) => name).toSorted());
    }
  });

  test("verify in folders of their own, with what the first stage kept, which no agent sees", () => {
    const pod = podFor({ stages: stages("setup", "prepare", "agent", "verify", "agent", "verify") });
    const of = (name: string, path: string) => mountsOf(pod, name).find(({ mountPath }) => mountPath === path);
    const homes = ["prepare", "agent-2", "verify", "verify-2"].map((name) => of(name, "/home/agent"));
    expect(homes.map((mount) => mount !== undefined && "subPath" in mount && mount.subPath)).toEqual([
      ...["home", "home", "verify/home", "verify-2/home"],
    ]);
    const kept = ["setup", "prepare", "agent", "verify", "agent-2", "verify-2"].map((name) =>
      of(name, "/run/catalyst/kept"),
    );
    expect(kept).toEqual([
      expect.not.objectContaining({ readOnly: true }),
      ...[undefined, undefined, expect.objectContaining({ readOnly: true })],
      ...[undefined, expect.objectContaining({ readOnly: true })],
    ]);
    const without = podFor({ stages: stages("agent", "verify") });
    expect(mountsOf(without, "verify").some(({ mountPath }) => mountPath === "/run/catalyst/kept")).toBe(false);
  });

  test("can't write a workspace that is to be read only, but for the stage that may", () => {
    const pod = podFor({ stages: [{ name: "prepare" }, { name: "agent", readOnlyWorkspace: true }] });
    const workspace = (name: string) => mountsOf(pod, name).find(({ mountPath }) => mountPath === "/workspace");
    expect([workspace("prepare"), workspace("agent")]).toEqual([
      expect.not.objectContaining({ readOnly: true }),
      expect.objectContaining({ readOnly: true }),
    ]);
  });

  test("have the agent's files where the agent is, and where they are tried", () => {
    const pod = podFor({ stages: stages("prepare", "agent", "verify") });
    const withAgent = containersOf(pod).filter(({ volumeMounts }) => volumeMounts.some(({ name }) => name === "agent"));
    expect(withAgent.map(({ name }) => name)).toEqual(["probe", "agent"]);
  });

  test("are preceded by copies where nodes mount no images: each writes what others only read", () => {
    const wanted = EnvironmentClass.parse({ image: "i", delivery: "copy" });
    const pod = podFor({ stages: stages("agent") }, { class: wanted });
    expect(containersOf(pod).map(({ name, image }) => [name, image])).toEqual([
      ["copy-agent", "registry.example/agent@sha256:2"],
      ["probe", "registry.example/runner@sha256:1"],
      ["agent", "i"],
    ]);
    const copied = ["runner", "agent"];
    expect(pod.spec.volumes.filter(({ name }) => copied.includes(name))).toEqual(
      copied.map((name) => ({ name, emptyDir: {} })),
    );
    const writers = containersOf(pod).flatMap(({ name, volumeMounts }) =>
      volumeMounts
        .filter((mount) => copied.includes(mount.name) && !("readOnly" in mount))
        .map((mount) => [name, mount.name]),
    );
    expect(writers).toEqual([
      ["copy-agent", "agent"],
      ["probe", "runner"],
    ]);
  });

  test("have nothing of the task in what others may read", () => {
    const words = JSON.stringify(podFor().spec.containers.map(({ env }) => env));
    expect(words).not.toMatch(/https:\/\/x\.example|token|secret/i);
  });
});

describe("its rights", () => {
  test("are those of Kubernetes' profile for pods that may do least", () => {
    const pod = podFor();
    expect(pod.spec).toMatchObject({
      ...{ automountServiceAccountToken: false, enableServiceLinks: false, serviceAccountName: "catalyst-environment" },
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
    });
    for (const { securityContext } of containersOf(pod)) {
      expect(securityContext).toEqual({
        ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
      });
    }
    expect(JSON.stringify(pod)).not.toMatch(/hostPath|hostNetwork|hostPID|hostIPC|privileged/);
  });

  test("have no user where the cluster gives one", () => {
    const wanted = EnvironmentClass.parse({ image: "i", isUserGiven: true });
    expect(podFor({}, { class: wanted }).spec.securityContext).toEqual({
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
    });
  });

  test("have no name server to tell anything", () => {
    expect(podFor().spec).toMatchObject({ dnsPolicy: "None", dnsConfig: { nameservers: ["127.0.0.1"] } });
  });
});

describe("its size and its time", () => {
  test("are what was said, or a quarter and a half of it", () => {
    const resources = { limits: { cpu: "2", memory: "4Gi" } };
    const [agent] = podFor({ resources }).spec.containers;
    expect(agent?.resources).toEqual({
      limits: { cpu: "2", memory: "4Gi", "ephemeral-storage": "8Gi" },
      requests: { cpu: "500m", memory: String(2 * 1024 ** 3) },
    });
    const said = podFor({ resources: { ...resources, requests: { cpu: "1", memory: "1Gi" } } }).spec.containers[0];
    expect(said?.resources).toMatchObject({ requests: { cpu: "1", memory: "1Gi" } });
  });

  test("leave the project its disk where the runner and the agent are copied", () => {
    const wanted = EnvironmentClass.parse({ image: "i", delivery: "copy" });
    const { spec } = podFor({ resources: { limits: { "ephemeral-storage": "2Gi" } } }, { class: wanted });
    expect(spec.containers[0]?.resources).toMatchObject({ limits: { "ephemeral-storage": String(3 * 1024 ** 3) } });
    expect(spec.volumes).toContainEqual({ name: "data", emptyDir: { sizeLimit: "2Gi" } });
  });

  test("are over all stages, with what starting takes", () => {
    expect(podFor({ agent: { type: "x", timeout: "30m" }, startTimeout: "10m" }).spec.activeDeadlineSeconds).toBe(2400);
    expect(podFor({ agent: { type: "x", timeout: "90.5s" } }).spec.activeDeadlineSeconds).toBe(691);
  });
});

describe("its place", () => {
  test("isn't said where the cluster's owner says nothing: an empty name is none", () => {
    const { spec } = podFor();
    for (const field of ["runtimeClassName", "priorityClassName", "hostUsers", "imagePullSecrets", "affinity"]) {
      expect(spec).not.toHaveProperty(field);
    }
  });

  test("is as the class says, and rather not where the former one couldn't start", () => {
    const wanted = EnvironmentClass.parse({
      ...{ image: "i", runtimeClassName: "gvisor", userNamespaces: "required", imagePullSecrets: ["pull"] },
      nodeSelector: { pool: "agents" },
    });
    expect(podFor({}, { class: wanted, avoidNode: "node-1" }).spec).toMatchObject({
      ...{ runtimeClassName: "gvisor", hostUsers: false, imagePullSecrets: [{ name: "pull" }] },
      nodeSelector: { pool: "agents" },
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 100,
              preference: { matchFields: [{ key: "metadata.name", operator: "NotIn", values: ["node-1"] }] },
            },
          ],
        },
      },
    });
  });
});

test("whose it is stands on it, for policies, people and the operator's next look", () => {
  const environment = environmentOf({ metadata: { labels: { "catalyst.dev/task-id": "t" } } });
  const { metadata } = buildPod(environment, { ...PARTS, attempt: 2 });
  expect(metadata).toMatchObject({
    labels: { "catalyst.dev/component": "environment", "catalyst.dev/project": "p", "catalyst.dev/task-id": "t" },
    annotations: { "catalyst.dev/environment-uid": "environment-uid", "catalyst.dev/attempt": "2" },
  });
});
