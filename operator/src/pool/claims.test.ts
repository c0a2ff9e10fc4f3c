import { ANNOTATIONS, type ClusterConnection, ClusterFault, type ClusterRequest } from "@catalyst/kubernetes";
import { beforeEach, expect, test } from "vitest";
import type { Pod } from "../judge/read/pod.ts";
import { warmPod } from "../testing/pools.ts";
import { at, environmentOf } from "../testing/worlds.ts";
import { type Claims, claimPod, keepClaims, settleClaim } from "./claims.ts";

const environment = environmentOf();
const environmentUid = environment.metadata.uid ?? "";
const pod = warmPod("a");
const claimedBy = (uid: string) => warmPod("a", { annotations: { [ANNOTATIONS.environmentUid]: uid } });

let claims: Claims;
let asked: ClusterRequest[];
let noted: Pod[];
beforeEach(() => {
  claims = keepClaims();
  asked = [];
  noted = [];
});

/** An API server that answers so by the method. */
function answering(answers: Partial<Record<ClusterRequest["method"], object | ClusterFault>>) {
  const connection: ClusterConnection = {
    async send(request) {
      asked.push(request);
      const answer = answers[request.method] ?? new ClusterFault("not_found", "it isn't there");
      if (answer instanceof ClusterFault) {
        throw answer;
      }
      return answer;
    },
    stream: () => Promise.reject(new ClusterFault("unavailable", "nothing is told here")),
    now: () => at(61),
    close: async () => undefined,
  };
  return { connection, claims, onPod: (one: Pod) => void noted.push(one) };
}

const methods = () => asked.map(({ method }) => method);

test("a claim is one write over the version that was looked at, with the Environment's deadline", async () => {
  expect(await claimPod(environment, pod, answering({ PATCH: claimedBy(environmentUid) }))).toBe("claimed");
  expect(asked.map(({ body }) => body)).toEqual([
    {
      metadata: expect.objectContaining({
        ...{ uid: "uid-of-a", resourceVersion: "7" },
        annotations: expect.objectContaining({ [ANNOTATIONS.environmentUid]: environmentUid }),
      }),
      spec: { activeDeadlineSeconds: 1860 },
    },
  ]);
  expect([noted.length, claims.isReserved("uid-of-a")]).toEqual([1, false]);
});

test("where another one was faster, what it is by now is known at once", async () => {
  const answers = { PATCH: new ClusterFault("conflict", "it changed"), GET: claimedBy("another") };
  expect(await claimPod(environment, pod, answering(answers))).toBe("lost");
  expect(noted).toEqual([expect.objectContaining({ metadata: expect.objectContaining({ name: "a" }) })]);
  expect(claims.isReserved("uid-of-a")).toBe(false);
});

test("what an Environment is about to have, and what the cluster lets nobody have, is offered to no other", async () => {
  claims.reserve("another", { namespace: "n", name: "a", uid: "uid-of-a" });
  expect([await claimPod(environment, pod, answering({})), methods()]).toEqual(["lost", []]);
  claims.release("another");
  const forbidden = new ClusterFault("forbidden", "a policy says no");
  await expect(claimPod(environment, pod, answering({ PATCH: forbidden }))).rejects.toBe(forbidden);
  expect([claims.isRefused("uid-of-a"), claims.of(environmentUid)]).toEqual([true, null]);
});

test.each<[string, Pod | null, string[], number]>([
  ["it was its own: it is", claimedBy(environmentUid), ["GET"], 1],
  ["it didn't come yet, and might: nobody has it", pod, ["GET", "DELETE"], 0],
  ["it is gone", null, ["GET"], 0],
])("a claim whose answer was lost is found out about: %s", async (_what, found, ...[then, known]) => {
  const lost = new ClusterFault("unavailable", "no answer");
  await expect(claimPod(environment, pod, answering({ PATCH: lost }))).rejects.toBe(lost);
  expect([claims.isReserved("uid-of-a"), methods()]).toEqual([true, ["PATCH"]]);
  asked = [];
  await settleClaim(environment, answering(found === null ? {} : { GET: found, DELETE: {} }));
  expect([methods(), noted.length, claims.of(environmentUid)]).toEqual([then, known, null]);
});

test("as long as nobody can say what became of a claim, nothing else is done for its Environment", async () => {
  const lost = new ClusterFault("unavailable", "no answer");
  await expect(claimPod(environment, pod, answering({ PATCH: lost }))).rejects.toBe(lost);
  await expect(settleClaim(environment, answering({ GET: lost }))).rejects.toBe(lost);
  expect(claims.of(environmentUid)).toMatchObject({ uid: "uid-of-a" });
});
