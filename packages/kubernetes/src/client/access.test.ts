import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accessFromKubeconfig } from "./access-from-kubeconfig.ts";
import { accessFromPod } from "./access-from-pod.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-access-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function kubeconfig(cluster: object, user: object): Promise<string> {
  const path = join(folder, "config");
  const contexts = [{ name: "c", context: { cluster: "c", user: "u" } }];
  const named = { clusters: [{ name: "c", cluster }], users: [{ name: "u", user }], contexts };
  await writeFile(path, JSON.stringify({ apiVersion: "v1", kind: "Config", "current-context": "c", ...named }));
  return path;
}

test("a pod's token is read again after a minute, as the kubelet puts new ones there", async () => {
  let now = 0;
  await writeFile(join(folder, "ca.crt"), "authority");
  await writeFile(join(folder, "token"), "first\n");
  const access = await accessFromPod({ host: "fd00::1", port: "443", folder, now: () => now });
  expect([access.address, access.authority]).toEqual(["https://[fd00::1]:443", "authority"]);
  expect(await access.headers()).toEqual({ authorization: "Bearer first" });
  await writeFile(join(folder, "token"), "second");
  now = 59_000;
  expect(await access.headers()).toEqual({ authorization: "Bearer first" });
  now = 60_000;
  expect(await access.headers()).toEqual({ authorization: "Bearer second" });
});

test("a kubeconfig says where, whom to trust, and who asks", async () => {
  const data = (text: string) => Buffer.from(text).toString("base64");
  const cluster = { server: "https://cluster.example:6443", "certificate-authority-data": data("authority") };
  const byToken = await accessFromKubeconfig(await kubeconfig(cluster, { token: "secret" }));
  expect(byToken).toMatchObject({ address: "https://cluster.example:6443", authority: "authority", certificate: null });
  expect(await byToken.headers()).toEqual({ authorization: "Bearer secret" });
  const user = { "client-certificate-data": data("mine"), "client-key-data": data("key") };
  const byCertificate = await accessFromKubeconfig(await kubeconfig(cluster, user));
  expect(byCertificate.certificate).toEqual({ certificate: "mine", key: "key" });
  expect(await byCertificate.headers()).toEqual({});
});

test("a program that the kubeconfig names is asked who asks", async () => {
  const credential = {
    apiVersion: "client.authentication.k8s.io/v1",
    kind: "ExecCredential",
    status: { token: "made" },
  };
  const exec = {
    ...{ apiVersion: "client.authentication.k8s.io/v1", interactiveMode: "Never" },
    ...{ command: "/bin/echo", args: [JSON.stringify(credential)] },
  };
  const access = await accessFromKubeconfig(await kubeconfig({ server: "https://c.example" }, { exec }));
  expect(await access.headers()).toEqual({ authorization: "Bearer made" });
});

test("a kubeconfig that doesn't want to know whom it speaks to is refused, and so is what is none", async () => {
  const careless = await kubeconfig({ server: "https://c.example", "insecure-skip-tls-verify": true }, { token: "t" });
  await expect(accessFromKubeconfig(careless)).rejects.toThrow(/says not to check the cluster's certificate/);
  await expect(accessFromKubeconfig(careless, "other")).rejects.toThrow(/no cluster for the context other/);
  await expect(accessFromKubeconfig(join(folder, "absent"))).rejects.toMatchObject({ code: "invalid_configuration" });
});
