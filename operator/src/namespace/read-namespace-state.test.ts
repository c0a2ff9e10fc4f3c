import { expect, test } from "vitest";
import { buildNamespace } from "./build-namespace.ts";
import { buildPolicies } from "./build-policies.ts";
import { readNamespaceState } from "./read-namespace-state.ts";
import type { Standing, StandingPolicy } from "./standing.ts";

const GATEWAY = {
  namespace: "catalyst-system",
  podLabels: { "app.kubernetes.io/component": "gateway" },
  addresses: ["10.96.12.34", "fd00::34"],
  port: 8443,
};
const POLICIES = buildPolicies("p", GATEWAY);
const [denyAll, toGateway] = POLICIES;
const foreign = (spec: StandingPolicy["spec"]): StandingPolicy => ({ metadata: { name: "foreign" }, spec });
const anyPeer = { egress: [{}], policyTypes: ["Egress"] };

function read(changes: Partial<Standing> = {}) {
  const standing = {
    namespace: buildNamespace({ name: "catalyst-env-p", labels: {}, owner: null }),
    policies: POLICIES,
    hasAccount: true,
    ...changes,
  };
  return readNamespaceState(standing, { policies: POLICIES, mayMake: true });
}

test("a namespace with its policies and its account is ready", () => {
  expect(read()).toEqual({ kind: "ready" });
});

test("both the gateway's pods and its service's addresses may be reached, and nothing else", () => {
  expect(toGateway.spec?.egress).toEqual([
    { ports: [{ protocol: "TCP", port: 8443 }], to: [expect.objectContaining({ podSelector: expect.anything() })] },
    {
      ports: [{ protocol: "TCP", port: 8443 }],
      to: [{ ipBlock: { cidr: "10.96.12.34/32" } }, { ipBlock: { cidr: "fd00::34/128" } }],
    },
  ]);
  expect(denyAll.spec).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
});

test("a gateway without an address of its own opens nothing to everybody", () => {
  const [, policy] = buildPolicies("p", { ...GATEWAY, addresses: [] });
  expect(policy.spec?.egress).toEqual([{ ports: expect.anything(), to: [expect.anything()] }]);
});

test.each<[string, Partial<Standing>, object]>([
  ["one that isn't there", { namespace: null }, { kind: "missing", mayMake: true }],
  [
    "one that goes",
    {
      namespace: {
        ...buildNamespace({ name: "catalyst-env-p", labels: {}, owner: null }),
        status: { phase: "Terminating" },
      },
    },
    { kind: "terminating" },
  ],
  ["somebody else's of its name", { namespace: { metadata: { name: "catalyst-env-p" } } }, { kind: "foreign" }],
  ["one without an account", { hasAccount: false }, { kind: "changed" }],
  ["one without a policy", { policies: [denyAll] }, { kind: "changed" }],
  [
    "one with a policy that somebody widened",
    { policies: [denyAll, { ...toGateway, spec: { ...toGateway.spec, egress: [{}] } }] },
    { kind: "changed" },
  ],
  [
    "one with another policy for all pods",
    { policies: [...POLICIES, foreign({ podSelector: {}, ...anyPeer })] },
    { kind: "opened", policy: "foreign" },
  ],
  [
    "one with another policy for our pods",
    {
      policies: [
        ...POLICIES,
        foreign({ podSelector: { matchLabels: { "catalyst.dev/component": "environment" } }, ...anyPeer }),
      ],
    },
    { kind: "opened", policy: "foreign" },
  ],
  [
    "one with another policy by what it doesn't say",
    {
      policies: [
        ...POLICIES,
        foreign({ podSelector: { matchExpressions: [{ key: "x", operator: "DoesNotExist" }] }, ...anyPeer }),
      ],
    },
    { kind: "opened", policy: "foreign" },
  ],
  [
    "one with a policy for other pods",
    {
      policies: [
        ...POLICIES,
        foreign({ podSelector: { matchLabels: { "catalyst.dev/component": "other" } }, ...anyPeer }),
      ],
    },
    { kind: "ready" },
  ],
  [
    "one with another policy that lets nothing through",
    { policies: [...POLICIES, foreign({ podSelector: {}, policyTypes: ["Ingress", "Egress"] })] },
    { kind: "ready" },
  ],
])("%s", (_what, changes, state) => {
  expect(read(changes)).toEqual(state);
});
