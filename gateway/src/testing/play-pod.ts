import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { request as httpsRequest } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StageJob, type StageKind } from "@catalyst/core";
import { jobOf, memoryEnvironmentJobStore } from "@catalyst/core/testing";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { makeCertificate } from "../../../server/src/testing/make-certificate.ts";
import type { GatewayLimits } from "../limits/gateway-limits.ts";
import type { TestResponse } from "./send-over.ts";
import { startTestGateway, type TestGateway } from "./start-test-gateway.ts";

const ISSUER = "https://kubernetes.default.svc.cluster.local";
const NAME = "catalyst-gateway";
const OPERATOR = { port: 0, account: "catalyst-system/catalyst-operator" };

/** Changes what an API server would sign. */
export interface TestIdentity {
  audience?: string | string[];
  issuer?: string;
  podUid?: string;
  identityId?: string;
  serviceAccount?: string;
  expiresInSeconds?: number;
  keyId?: string;
  /** As whom the cluster knows the account. */
  subject?: string;
}

/** A gateway with a door for pods, and an API server's part in that: it signs who pods are. */
export interface PodGround {
  gateway: TestGateway;
  jobs: ReturnType<typeof memoryEnvironmentJobStore>;
  folder: string;
  /** PEM: who vouches for the gateway. */
  authority: string;
  sign(stage: string, identity?: TestIdentity): Promise<string>;
  /** Signs by another key from now on, which is published or not. */
  rotateKeys(isPublished: boolean): Promise<void>;
  /** An execution whose pod has these stages. */
  prepare(...stages: StageKind[]): Promise<PreparedPod>;
  /** As `prepare`, with what is to be done there. */
  prepareJobs(stages: readonly StageKind[], changes: Partial<StageJob>): Promise<PreparedPod>;
  bind(of: { executionId: string; podUid: string }, address?: string | null): Promise<void>;
  send(request: PodRequest): Promise<TestResponse>;
  askForJob(
    of: { podUid: string },
    stage: string,
    more?: TestIdentity & { failures?: string[] },
  ): Promise<TestResponse>;
  stop(): Promise<void>;
}

export interface PreparedPod {
  executionId: string;
  podUid: string;
  repoId: string;
  branch: string;
}

interface PodRequest {
  /** Which of the gateway's; the one for pods if it isn't said. */
  port?: "door" | "operator";
  method?: string;
  path: string;
  token?: string;
  body?: unknown;
  /** In place of JSON; `isCut`: the connection ends before it does. */
  content?: { bytes: string; isCut?: boolean };
  /** Where it comes from; 127.0.0.1 if it isn't said. */
  from?: string;
}

export async function startPodGround(limits: Partial<GatewayLimits> = {}): Promise<PodGround> {
  const folder = await mkdtemp(join(tmpdir(), "catalyst-pods-"));
  const identityKeysFile = join(folder, "keys.json");
  const pair = makeCertificate(folder, NAME);
  let signing = await makeKey(identityKeysFile, true);
  const config = { port: 0, canaryPort: 0, ...pair, identityKeysFile, identityIssuer: ISSUER, operator: OPERATOR };
  const gateway = await startTestGateway({ pods: config, limits: { jobWaitSeconds: 2, ...limits } });
  const jobs = memoryEnvironmentJobStore(gateway.memory);
  const ports = { door: 0, ...gateway.gateway.podPorts, operator: gateway.gateway.podPorts?.operator ?? 0 };
  const ca = await readFile(pair.certFile, "utf8");
  const send = (request: PodRequest) => sendOverTls({ port: ports[request.port ?? "door"], ca }, request);
  const sign = (stage: string, identity: TestIdentity = {}) => signIdentity(signing, stage, identity);
  const prepareJobs: PodGround["prepareJobs"] = async (stages, changes) => {
    const { executionId, repoId, branch } = await gateway.grant(null);
    // As it is planned: no stage has begun.
    const [sample] = gateway.memory.grants.filter((one) => one.executionId === executionId);
    gateway.memory.grants = gateway.memory.grants.filter((one) => one.executionId !== executionId);
    const made = stages.map((stage, stageNumber) =>
      StageJob.parse({ ...jobOf(stage, "x"), ...changes, stage, executionId, stageNumber }),
    );
    for (const { stage, stageNumber } of made) {
      for (const holder of ["runner", "agent"] as const) {
        const planned = { ...sample, stage, stageNumber, holder, tokenHash: null, expiresAt: null };
        gateway.memory.grants.push(planned as (typeof gateway.memory.grants)[number]);
      }
    }
    await jobs.keep(executionId, made);
    return { executionId, podUid: randomUUID(), repoId, branch };
  };
  return {
    ...{ gateway, jobs, folder, send, sign, authority: ca },
    async rotateKeys(isPublished) {
      signing = await makeKey(identityKeysFile, isPublished);
    },
    prepare: (...stages) => prepareJobs(stages, {}),
    prepareJobs,
    bind: (of, address = "127.0.0.1") => jobs.bind({ ...of, address, isolatedAt: new Date() }),
    async askForJob({ podUid }, stage, { failures = [], ...identity } = {}) {
      const body = { identity: await sign(stage, { podUid, ...identity }), stage, verdict: { failures } };
      return send({ method: "POST", path: "/job", body });
    },
    async stop() {
      await gateway.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface SigningKey {
  kid: string;
  key: Awaited<ReturnType<typeof generateKeyPair>>["privateKey"];
}

async function makeKey(file: string, isPublished: boolean): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const kid = randomUUID();
  if (isPublished) {
    await writeFile(
      file,
      JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid, alg: "ES256", use: "sig" }] }),
    );
  }
  return { kid, key: privateKey };
}

function signIdentity({ kid, key }: SigningKey, stage: string, identity: TestIdentity): Promise<string> {
  const podUid = identity.podUid ?? randomUUID();
  const serviceaccount = { name: identity.serviceAccount ?? "catalyst-environment", uid: randomUUID() };
  const claims = { namespace: "catalyst-env-p", pod: { name: "x", uid: podUid }, serviceaccount };
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ "kubernetes.io": claims })
    .setProtectedHeader({ alg: "ES256", kid: identity.keyId ?? kid })
    .setSubject(identity.subject ?? "system:serviceaccount:catalyst-env-p:catalyst-environment")
    .setIssuer(identity.issuer ?? ISSUER)
    .setAudience(identity.audience ?? `catalyst-gateway/${stage}`)
    .setIssuedAt(now)
    .setExpirationTime(now + (identity.expiresInSeconds ?? 600))
    .setJti(identity.identityId ?? "identity")
    .sign(key);
}

function sendOverTls({ port, ca }: { port: number; ca: string }, wanted: PodRequest): Promise<TestResponse> {
  const { method = "GET", path, token, body, content, from = "127.0.0.1" } = wanted;
  return new Promise((resolve, reject) => {
    const request = httpsRequest(
      {
        ...{ host: "127.0.0.1", port, ca, servername: NAME, method, path, localAddress: from, agent: false },
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (piece: string) => {
          text += piece;
        });
        response.on("error", () => undefined);
        response.on("close", () =>
          resolve({
            httpStatus: response.statusCode ?? 0,
            headers: response.headers,
            text,
            isCut: !response.complete,
          }),
        );
      },
    );
    request.on("error", reject);
    if (content?.isCut) {
      request.write(content.bytes, () => request.destroy());
    } else {
      request.end(content?.bytes ?? (body === undefined ? undefined : JSON.stringify(body)));
    }
  });
}
