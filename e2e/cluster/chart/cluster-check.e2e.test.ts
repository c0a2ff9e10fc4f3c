import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { checkAdmission } from "../../../cli/src/cluster/check/check-admission.ts";
import type { ClusterPerson } from "../api-server/cluster-people.ts";
import { connectAs } from "../api-server/connect.ts";
import { type Cluster, startCluster } from "../api-server/start-cluster.ts";
import { kubePlace } from "../program/kube-place.ts";
import { HOME } from "../resource/grant-rights.ts";
import { CHART, CHART_VALUES } from "./chart-values.ts";

/** `catalyst cluster check` on a real API server without nodes: what nodes take is tried on one that has them. */

const CLI = join(import.meta.dirname, "../../../cli/src/main.ts");
const MISSING = 3;
const Finding = z.object({ name: z.string(), state: z.string(), detail: z.string(), remedy: z.string().nullable() });

let cluster: Cluster;
let folder: string;
beforeAll(async () => {
  cluster = await startCluster();
  folder = await mkdtemp(join(tmpdir(), "catalyst-check-"));
});
afterAll(async () => {
  await cluster?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function check(person: ClusterPerson) {
  const path = join(folder, person);
  await writeFile(path, cluster.kubeconfigOf(person), { mode: 0o600 });
  const asked = [CLI, "cluster", "check", "--kubeconfig", path, "--json"];
  const { stdout, exitCode } = await execa(process.execPath, asked, {
    ...{ env: { HOME: folder, PATH: "/usr/bin:/bin" }, extendEnv: false, reject: false },
  });
  const findings = stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => Finding.parse(JSON.parse(line)));
  return { exitCode, of: (name: string) => findings.filter((finding) => finding.name === name) };
}

async function helm(...command: string[]): Promise<void> {
  await writeFile(join(folder, "values.json"), JSON.stringify(CHART_VALUES));
  await writeFile(join(folder, "admin"), cluster.kubeconfigOf("admin"), { mode: 0o600 });
  await execa(
    kubePlace(),
    ["helm", ...command, "--namespace", HOME, "--values", join(folder, "values.json"), "--no-hooks"],
    {
      ...{ env: { HOME: folder, KUBECONFIG: join(folder, "admin"), PATH: "/usr/bin:/bin" }, extendEnv: false },
    },
  );
}

test("on a cluster with nothing of it, it says what is missing and how it comes there", async () => {
  const { exitCode, of } = await check("admin");
  expect(exitCode).toBe(MISSING);
  expect(of("cluster")).toMatchObject([{ state: "ok", detail: expect.stringMatching(/^Kubernetes v1\.\d+/) }]);
  expect(of("definition")).toMatchObject([{ state: "failed", remedy: expect.stringContaining("helm install") }]);
  expect(of("parts").map(({ detail }) => detail)).toContain(`There are no servers in ${HOME}.`);
  expect(of("isolation")).toEqual([]);
});

test("who may nothing is told what they may not", async () => {
  const { exitCode, of } = await check("nobody");
  expect(exitCode).toBe(MISSING);
  expect(of("rights")).toMatchObject([
    { state: "failed", detail: expect.stringMatching(/You may not in catalyst-system: .*pods/) },
    { state: "limited" },
    { state: "limited" },
  ]);
});

test("what is installed is told part by part: rights and admission hold, and what doesn't run is named", async () => {
  await helm("install", "catalyst", CHART, "--create-namespace");
  const { of } = await check("admin");
  expect(of("rights").map(({ state }) => state)).toEqual(["ok", "ok", "ok"]);
  expect(of("definition")).toMatchObject([{ state: "ok" }]);
  expect(of("admission")).toMatchObject([{ state: "ok", detail: expect.stringContaining("tried as the operator") }]);
  expect(of("parts")).toMatchObject([
    { state: "failed", detail: expect.stringContaining("0 of 2 servers ready") },
    {},
    {},
  ]);
  expect(of("storage")).toMatchObject([{ state: "failed" }]);
}, 600_000);

test("without bounds for the operator that is said", async () => {
  await helm("upgrade", "catalyst", CHART, "--set", "operator.admissionPolicies=false");
  const connection = connectAs(cluster, "admin");
  const finding = await checkAdmission({ connection, address: cluster.address, namespace: HOME });
  expect(finding).toMatchObject({ state: "limited", remedy: expect.stringContaining("operator.admissionPolicies") });
  await connection.close();
});
