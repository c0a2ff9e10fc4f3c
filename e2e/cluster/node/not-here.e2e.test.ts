import { describe, test } from "vitest";

/** What has to be seen on a real cluster and can't be on this ground: each is told as not run, with the reason. */
const NOT_HERE: [what: string, reason: string][] = [
  ["images as volumes", "Debian's containerd 1.6 can't mount images: they are copied (ADR 417)"],
  ["user namespaces (`userNamespaces: required`)", "Debian's containerd 1.6 and runc 1.1 have none"],
  ["a pod of another node, and a pod that moves there", "one node: what is lost goes on where it was"],
  ["a queue of Kueue", "it isn't here: what a gate means is tried on pods' own words (`operator/src/testing`)"],
  ["a node that lacks memory, disk or processes", "it would be this machine that lacks them"],
  ["a gateway's replica in another's place", "one gateway"],
  [
    "200 Environments one after the other and in bursts of 20",
    "it takes longer than a run may: `npm run bench -- cluster` measures fewer",
  ],
  [
    "an operator that is killed every few seconds during 50 Environments",
    "pods are played for that: it is killed between every two writes (`operator.e2e.test.ts`) and in every phase (`operator-deaths.e2e.test.ts`)",
  ],
  ["K3s", "it isn't served where this runs: the policy engine that it has a copy of was used, and the same Kubernetes"],
  ["gVisor, Kata, OpenShift, GKE, EKS", "they need machines of their own: `--kubeconfig` runs what can be there"],
];

describe("on this ground", () => {
  test.for(NOT_HERE)("%s", ([_what, reason], context) => context.skip(reason));
});
